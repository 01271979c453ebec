using Weir.Accounts;
using Weir.Gateway.Endpoints;
using Weir.Usage.Journal;

namespace Weir.Gateway.Limits;

/// <summary>Admits requests by what may be spent.</summary>
public interface IBudgetGuard
{
    /// <summary>Admits a request, or says why not.</summary>
    ValueTask<BudgetAdmission> AdmitAsync(BudgetedCall call, CancellationToken cancellationToken);
}

/// <summary>A request before it is sent.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Tags">The request's tags.</param>
/// <param name="InputTokens">The input that it is expected to use.</param>
/// <param name="OutputTokens">The output that it is expected to use.</param>
/// <param name="EventTime">When, UTC.</param>
public readonly record struct BudgetedCall(Caller Caller, GatewayEndpoint Endpoint, IReadOnlyDictionary<string, string>? Tags, long InputTokens, long OutputTokens, DateTime EventTime);

/// <summary>What became of a request at its budgets.</summary>
/// <param name="Reservation">What it has reserved; NULL where it is charged to none, or refused.</param>
/// <param name="RefusalStatus">The HTTP status of a refusal: 403 where nothing is left, 503 where nobody knows; NULL where it is admitted.</param>
/// <param name="Refusal">Why it is refused, as a sentence that a person can act on.</param>
/// <param name="RetryAfterSeconds">When to try again, in seconds.</param>
public readonly record struct BudgetAdmission(IBudgetReservation? Reservation, int? RefusalStatus = null, string? Refusal = null, int RetryAfterSeconds = 0);

/// <summary>What a request has reserved of its budgets. The first of the two calls counts.</summary>
public interface IBudgetReservation
{
    /// <summary>Puts the truth in the place of the reservation.</summary>
    /// <param name="cost">What the record says it cost, in USD.</param>
    /// <param name="position">Where the record ends in the journal.</param>
    void Settle(decimal cost, JournalPosition position);

    /// <summary>Gives the reservation back.</summary>
    void Release();
}
