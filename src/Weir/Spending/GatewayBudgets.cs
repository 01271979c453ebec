using Weir.Gateway.Limits;
using Weir.Spend.Budgets;
using Weir.Usage.Journal;
using Weir.Usage.Records;

namespace Weir.Spending;

/// <summary>The data plane's view of budgets.</summary>
internal sealed class GatewayBudgets(BudgetGuard guard) : IBudgetGuard
{
    public async ValueTask<BudgetAdmission> AdmitAsync(BudgetedCall call, CancellationToken cancellationToken)
    {
        var caller = call.Caller;
        var decision = await guard.AdmitAsync(
            new BudgetCall(caller.WorkspaceId, call.Endpoint.Name, caller.PrincipalName, caller.Groups, call.Tags, call.EventTime),
            call.Endpoint.Destinations.Select(destination => (destination.Model.Provider, destination.Model.Name)),
            new TokenUsage { InputTokens = call.InputTokens, OutputTokens = call.OutputTokens },
            cancellationToken);
        return decision switch
        {
            { UsedUp: { } used } => new BudgetAdmission(null, 403, used, decision.RetryAfterSeconds),
            { Unknown: { } unknown } => new BudgetAdmission(null, 503, unknown, decision.RetryAfterSeconds),
            { Reservation: { } reserved } => new BudgetAdmission(new Reservation(reserved)),
            _ => default,
        };
    }

    private sealed class Reservation(LedgerReservation reserved) : IBudgetReservation
    {
        public void Settle(decimal cost, JournalPosition position) => reserved.Settle(cost, position);

        public void Release() => reserved.Release();
    }
}
