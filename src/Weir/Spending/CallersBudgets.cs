using System.Globalization;
using Weir.Accounts;
using Weir.Spend.Budgets;
using Weir.Warehouse.Statements;

namespace Weir.Spending;

/// <summary>The budgets that a caller is charged to, whatever tags a request has. Those of endpoints are left out: they would name endpoints that the caller may not call.</summary>
internal sealed class CallersBudgets(BudgetDirectory budgets, BudgetLedger ledger, TimeProvider time) : IOwnBudgets
{
    public IReadOnlyList<OwnBudget> Of(Caller caller)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var all = budgets.Budgets;
        var found = new List<OwnBudget>();
        foreach (var budget in all.Where(budget => budget.Scope.Key is not (BudgetKey.RequestTag or BudgetKey.Endpoint)).OrderBy(budget => budget.Name, StringComparer.Ordinal))
        {
            var call = new BudgetCall(caller.WorkspaceId, budget.Scope.EndpointName ?? string.Empty, caller.PrincipalName, caller.Groups, null, now);
            if (call.SubjectOf(budget, all) is not { } subject)
            {
                continue;
            }

            var start = budget.Period.StartAt(now);
            var spent = ledger.Read(new LedgerKey(budget.Id, start, subject)).Spent;
            var isOwn = budget.Scope.Key is BudgetKey.User or BudgetKey.UserDefault or BudgetKey.UserGroup;
            found.Add(new OwnBudget(
                budget.Name,
                budget.Scope.Key.ToApi(),
                budget.Period.ToApi(),
                budget.Period.EndOf(start),
                budget.Blocks ? "BLOCK" : "NOTIFY",
                spent >= budget.Amount,
                isOwn ? Text(budget.Amount) : null,
                isOwn ? Text(spent) : null,
                isOwn ? Text(Math.Max(0, budget.Amount - spent)) : null));
        }

        return found;
    }

    private static string Text(decimal amount) => amount.ToString("0.##################", CultureInfo.InvariantCulture);
}
