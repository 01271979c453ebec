using System.Buffers;
using System.Text.Json;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Usage.Records;
using Weir.Usage.Stores;

namespace Weir.Spend.Recosting;

/// <summary>
/// Prices records anew by the book of now, each at the prices of its own moment: after a price was corrected or entered late. A page at a time, each in one transaction, so
/// that it can be broken off anywhere; doing it again changes nothing more.
/// </summary>
public sealed class Recoster(PriceDirectory prices, ISpendStore store)
{
    private const int PageSize = 5_000;

    /// <summary>Prices one page.</summary>
    /// <param name="page">From where to where.</param>
    /// <param name="apply">Whether the costs are replaced, or what would change is told alone.</param>
    /// <param name="cancellationToken">Stops it; a page that is being written is finished.</param>
    public async Task<RecostedPage> PriceAsync(RecostRange page, bool apply, CancellationToken cancellationToken)
    {
        var book = prices.Book;
        var records = await store.ReadCostedAsync(new CostedPage(page.From, page.After, page.To, PageSize), cancellationToken);
        var changes = new RecostChanges();
        var lines = new ArrayBufferWriter<byte>();
        foreach (var record in records)
        {
            var billed = record.Attempts.Where(attempt => attempt.HasCost || !attempt.Attempt.Usage.IsEmpty).ToList();
            var costs = billed.ConvertAll(attempt => AttemptPricing.CostOf(book, attempt.Attempt, record.EventTime));
            if (changes.Note(billed, costs))
            {
                WriteLine(lines, record.RequestId, costs);
            }
        }

        if (apply && lines.WrittenCount > 0)
        {
            await store.ReplaceCostsAsync(lines.WrittenMemory, CancellationToken.None);
        }

        var next = records.Count == PageSize ? page with { From = records[^1].EventTime, After = records[^1].RequestId } : null;
        return new RecostedPage(book.Version, records.Count, changes, next);
    }

    private static void WriteLine(IBufferWriter<byte> lines, string requestId, IReadOnlyList<AttemptCost> costs)
    {
        using var json = new Utf8JsonWriter(lines);
        json.WriteStartObject();
        json.WriteString("request_id"u8, requestId);
        json.WriteStartArray("attempt_costs"u8);
        foreach (var cost in costs)
        {
            AttemptCostJson.Write(json, cost);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
    }
}

/// <summary>Which records to price.</summary>
/// <param name="From">From this time on, UTC.</param>
/// <param name="After">And behind this request, of those of the same time; empty for none.</param>
/// <param name="To">Before this time, UTC.</param>
public sealed record RecostRange(DateTime From, string After, DateTime To);

/// <summary>What came of a page.</summary>
/// <param name="PriceVersion">The book that it was priced by.</param>
/// <param name="Records">How many records were looked at.</param>
/// <param name="Changes">What changes.</param>
/// <param name="Next">Where to go on; NULL at the end.</param>
public sealed record RecostedPage(string PriceVersion, int Records, RecostChanges Changes, RecostRange? Next);
