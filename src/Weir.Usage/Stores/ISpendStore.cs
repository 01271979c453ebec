using Weir.Usage.Journal;
using Weir.Usage.Records;

namespace Weir.Usage.Stores;

/// <summary>What a table store does for costs: it shows the price book, adds up what was spent, and has records priced anew.</summary>
public interface ISpendStore
{
    /// <summary>The version of the price book that <c>list_prices</c> shows, or NULL when it shows none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached; ask again later.</exception>
    Task<string?> GetPriceVersionAsync(CancellationToken cancellationToken);

    /// <summary>Replaces <c>list_prices</c>.</summary>
    /// <param name="lines">The rows as lines of JSON with the members of <see cref="CostColumns.ListPrices"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task ReplaceListPricesAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    /// <summary>Adds up costs, all as of the same moment.</summary>
    Task<SpendTotals> SumAsync(SpendQuestion question, CancellationToken cancellationToken);

    /// <summary>Reads records in the order of their time, to price them anew.</summary>
    Task<IReadOnlyList<CostedRecord>> ReadCostedAsync(CostedPage page, CancellationToken cancellationToken);

    /// <summary>Replaces the costs of records, all or none.</summary>
    /// <param name="lines">Lines of JSON with <c>request_id</c> and <c>attempt_costs</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task ReplaceCostsAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);
}

/// <summary>What to add up.</summary>
/// <param name="Replica">Whose journal's position is to be told.</param>
/// <param name="Sums">The sums.</param>
public sealed record SpendQuestion(string Replica, IReadOnlyList<SpendSum> Sums);

/// <summary>A sum of list costs.</summary>
/// <param name="From">From this time on, UTC.</param>
/// <param name="To">Before this time, UTC.</param>
/// <param name="WorkspaceId">Of this workspace alone; NULL for all.</param>
/// <param name="EndpointName">Of this endpoint alone; NULL for all.</param>
/// <param name="Requesters">Of these requesters alone; NULL for all.</param>
/// <param name="TagKey">Of requests that have this tag; NULL for all.</param>
/// <param name="TagValue">Of requests whose tag has this value; NULL for every value.</param>
/// <param name="By">Whether there is one sum, or one for each requester or each value of the tag.</param>
public sealed record SpendSum(DateTime From, DateTime To, string? WorkspaceId, string? EndpointName, IReadOnlyList<string>? Requesters, string? TagKey, string? TagValue, SpendSubject By);

/// <summary>Of whom there is a sum each.</summary>
public enum SpendSubject
{
    /// <summary>One for all.</summary>
    Everyone,

    /// <summary>For each requester.</summary>
    Requester,

    /// <summary>For each value of the tag.</summary>
    TagValue,
}

/// <summary>Sums, and up to where the store has the journal that they are of.</summary>
/// <param name="Position">The store's position.</param>
/// <param name="Amounts">For each sum the amounts in USD by subject; the subject of one sum for all is empty.</param>
public sealed record SpendTotals(JournalPosition Position, IReadOnlyList<IReadOnlyDictionary<string, decimal>> Amounts);

/// <summary>Which records to read next.</summary>
/// <param name="From">From this time on, UTC.</param>
/// <param name="After">And behind this request, of those of the same time; empty for none.</param>
/// <param name="To">Before this time, UTC.</param>
/// <param name="Limit">At most so many.</param>
public sealed record CostedPage(DateTime From, string After, DateTime To, int Limit);

/// <summary>A record's attempts with what they are said to cost.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="EventTime">Its time, UTC.</param>
/// <param name="Attempts">The attempts.</param>
public sealed record CostedRecord(string RequestId, DateTime EventTime, IReadOnlyList<CostedAttempt> Attempts);

/// <summary>An attempt with what it is said to cost.</summary>
/// <param name="Attempt">The attempt: what a price depends on.</param>
/// <param name="HasCost">Whether the record has a cost for it, known or not.</param>
/// <param name="ListCost">The cost in USD, or NULL.</param>
/// <param name="PriceVersion">The price book's version, or NULL.</param>
public sealed record CostedAttempt(Attempt Attempt, bool HasCost, decimal? ListCost, string? PriceVersion);
