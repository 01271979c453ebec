using System.Text.Json;
using Weir.Spend.Costing;
using Weir.Usage.Records;

namespace Weir.Spend.Prices.Import;

/// <summary>Takes public price lists into a <see cref="PriceBook"/>.</summary>
public static class PriceImport
{
    /// <summary>Reads a list.</summary>
    /// <param name="format">Its format: <c>litellm</c> or <c>models.dev</c>.</param>
    /// <param name="json">The document.</param>
    /// <param name="validFrom">From when on its prices hold, UTC.</param>
    /// <exception cref="InvalidDataException">There is no such format, or the document is not in it.</exception>
    public static IReadOnlyList<PriceOverride> Read(string format, JsonElement json, DateTime validFrom) => format switch
    {
        "litellm" => LiteLLMPrices.Read(json, validFrom),
        "models.dev" => ModelsDevPrices.Read(json, validFrom),
        _ => throw new InvalidDataException($"'{format}' is no format of a price list. Use litellm, models.dev."),
    };

    /// <summary>
    /// What importing these would change: taken alone, the changes make the book cost as all of the entries would. What an admin or the file covers is none of them,
    /// nor what is the rate already.
    /// </summary>
    /// <param name="book">The prices that hold now.</param>
    /// <param name="imported">What a list says.</param>
    public static IReadOnlyList<PriceChange> Changes(PriceBook book, IReadOnlyList<PriceOverride> imported)
    {
        var entries = imported.Select(entry => (Entry: entry, Call: CallOf(entry))).ToList();
        var listed = imported.Select(entry => (entry.Provider, entry.Model)).Distinct().ToDictionary(model => model, model => book.Listed(model.Provider, model.Model));
        var (before, after) = (new Rates(book, listed), new Rates(With(book, imported), listed));
        var changes = new HashSet<PriceOverride>(ReferenceEqualityComparer.Instance);
        for (Rates now = before, next; ; now = next)
        {
            // An entry may be the rate already and yet be needed: where it is only that because it follows a rate that the other changes change.
            var found = entries.Where(entry => now.Of(entry.Entry, entry.Call) != after.Of(entry.Entry, entry.Call) && changes.Add(entry.Entry)).Count();
            if (found == 0)
            {
                return [.. entries.Where(entry => changes.Contains(entry.Entry)).Select(entry => new PriceChange(entry.Entry, before.Of(entry.Entry, entry.Call)))];
            }

            next = new Rates(With(book, [.. imported.Where(changes.Contains)]), listed);
        }
    }

    private static PriceBook With(PriceBook book, IReadOnlyList<PriceOverride> imported) => new(book.List, [.. book.Overrides, .. imported]);

    // The smallest request that the entry's context tier holds for.
    private static PricedCall CallOf(PriceOverride entry) =>
        new(entry.Provider, entry.Model, null, entry.ServiceTier, entry.ValidFrom, new TokenUsage { InputTokens = entry.ContextTier + 1 });

    // A list of ten thousand entries is of some thousand models, each of which is searched for among all that the book's list has: that is done but once.
    private sealed class Rates(PriceBook book, IReadOnlyDictionary<(string Provider, string Model), ModelPrices?> listed)
    {
        private readonly Dictionary<PricedCall, AppliedRates?> _found = [];

        public decimal? Of(PriceOverride entry, PricedCall call)
        {
            if (!_found.TryGetValue(call, out var rates))
            {
                _found[call] = rates = book.Find(call, call.Model, listed[(call.Provider, call.Model)]);
            }

            return rates?[entry.UsageType];
        }
    }
}
