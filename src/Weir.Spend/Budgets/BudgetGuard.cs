using System.Globalization;
using Weir.Spend.Prices;
using Weir.Usage.Records;

namespace Weir.Spend.Budgets;

/// <summary>Admits requests by their budgets.</summary>
public sealed class BudgetGuard(BudgetDirectory budgets, BudgetLedger ledger, BudgetLoader loader, PriceDirectory prices, BudgetOptions options, TimeProvider time)
{
    /// <summary>Admits a request, or says why not.</summary>
    /// <param name="call">The request.</param>
    /// <param name="models">The models that it may go to, by provider.</param>
    /// <param name="expected">The tokens that it may use.</param>
    /// <param name="cancellationToken">The client hung up.</param>
    public async ValueTask<BudgetDecision> AdmitAsync(BudgetCall call, IEnumerable<(string Provider, string Model)> models, TokenUsage expected, CancellationToken cancellationToken)
    {
        var all = budgets.Budgets;
        if (all.Count == 0)
        {
            return default;
        }

        var charges = ChargesOf(call, all);
        if (charges.Count == 0)
        {
            return default;
        }

        var blocking = charges.Where(charge => charge.Budget.Blocks).Select(charge => charge.Budget);
        if (!await loader.WaitUntilLoadedAsync(blocking, TimeSpan.FromSeconds(options.WaitSeconds), cancellationToken) && !options.AdmitWhenUnknown)
        {
            return new BudgetDecision(null, null, "What was spent of the budgets is not known at the moment, since the usage table cannot be read. Try again later.", options.WaitSeconds);
        }

        var amount = models.Max(model => prices.Book.Find(new PricedCall(model.Provider, model.Model, null, null, call.EventTime, expected))?.CostOf(expected)) ?? 0;
        return ledger.TryReserve(charges, amount, out var used) is { } reservation
            ? new BudgetDecision(reservation, null, null, 0)
            : Refusal(used!.Value.Charge, used.Value.Spent);
    }

    /// <summary>The sums that a request is charged to.</summary>
    public static List<LedgerCharge> ChargesOf(BudgetCall call, IReadOnlyList<Budget> all)
    {
        var charges = new List<LedgerCharge>();
        foreach (var budget in all)
        {
            if (call.SubjectOf(budget, all) is { } subject)
            {
                charges.Add(new LedgerCharge(budget, new LedgerKey(budget.Id, budget.Period.StartAt(call.EventTime), subject)));
            }
        }

        return charges;
    }

    private BudgetDecision Refusal(LedgerCharge charge, decimal spent)
    {
        var (budget, key) = charge;
        var reset = budget.Period.EndOf(key.PeriodStart);
        var whose = key.Subject.Length > 0 ? $" of {key.Subject}" : string.Empty;
        var message = string.Create(CultureInfo.InvariantCulture, $"The {budget.Period.Adjective()} budget '{budget.Name}'{whose} of {budget.Amount:0.##########} USD is used up: {spent:0.######} USD are spent, and requests on their way may use the rest. It resets on {reset:yyyy-MM-dd} at 00:00 UTC. An account admin can raise it.");
        return new BudgetDecision(null, message, null, (int)Math.Ceiling((reset - time.GetUtcNow().UtcDateTime).TotalSeconds));
    }
}

/// <summary>What became of a request at its budgets.</summary>
/// <param name="Reservation">What it has reserved; NULL where it is charged to none, or refused.</param>
/// <param name="UsedUp">Why it is refused; NULL where it is not.</param>
/// <param name="Unknown">Why it cannot be said whether anything is left; NULL where it can.</param>
/// <param name="RetryAfterSeconds">When to try again.</param>
public readonly record struct BudgetDecision(LedgerReservation? Reservation, string? UsedUp, string? Unknown, int RetryAfterSeconds);

/// <summary>The section <c>Budgets</c> of the configuration.</summary>
public sealed class BudgetOptions
{
    /// <summary>How long a request waits after a start until what was spent is known, in seconds; it takes less than one when the table can be read.</summary>
    public int WaitSeconds { get; set; } = 10;

    /// <summary>Whether a request is admitted when it is still not known then; else it is answered 503.</summary>
    public bool AdmitWhenUnknown { get; set; } = true;
}
