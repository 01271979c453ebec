using System.Diagnostics;
using System.Text.Json;
using Shouldly;
using Weir.Spend.Prices;
using Weir.Spend.Prices.Import;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>What an import changes.</summary>
public sealed class PriceImportTests
{
    private static readonly DateTime From = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly PriceList Shipped = GenAIPrices.Shipped();

    [Fact]
    public void Only_what_differs_from_the_rate_that_holds_is_a_change()
    {
        var changes = PriceImport.Changes(
            new PriceBook(Shipped, []),
            [
                Entry("gpt-4o", UsageType.Input, 2.5m), Entry("gpt-4o", UsageType.Output, 11m), Entry("gpt-4o", UsageType.Input, 1.25m, "batch"),
                Entry("gpt-5.4", UsageType.Input, 5m, contextTier: 272_000), Entry("gpt-5.4", UsageType.Output, 23m, contextTier: 272_000), Entry("my-own-model", UsageType.Input, 1m),
                Entry("gpt-4o", UsageType.Input, 4.25m, "priority"),
            ]);
        changes.Select(change => (change.Entry.Model, change.Entry.UsageType, change.Before)).ShouldBe(
            [("gpt-4o", UsageType.Output, 10m), ("gpt-5.4", UsageType.Output, 22.5m), ("my-own-model", UsageType.Input, null), ("gpt-4o", UsageType.Input, null)]);
    }

    [Theory]
    [InlineData(PriceLayer.Admin)]
    [InlineData(PriceLayer.File)]
    public void What_an_admin_or_the_file_covers_is_no_change(PriceLayer layer)
    {
        var agreed = Entry("gpt-4o", UsageType.Output, 7m) with { Layer = layer, ValidFrom = From.AddDays(-1) };
        PriceImport.Changes(new PriceBook(Shipped, [agreed]), [Entry("gpt-4o", UsageType.Output, 11m)]).ShouldBeEmpty();
        PriceImport.Changes(new PriceBook(Shipped, [agreed with { ValidFrom = From.AddDays(1) }]), [Entry("gpt-4o", UsageType.Output, 11m)]).Count.ShouldBe(1, "it does not hold yet");
        PriceImport.Changes(new PriceBook(Shipped, [agreed with { Layer = PriceLayer.Import }]), [Entry("gpt-4o", UsageType.Output, 11m)]).ShouldHaveSingleItem().Before.ShouldBe(7m);
    }

    [Fact]
    public void An_entry_that_would_otherwise_follow_another_change_is_kept()
    {
        // Batch is half of the list price, and cached input without a price costs what input does: both are the rate already, and would not be after the first.
        IReadOnlyList<PriceOverride> imported = [Entry("gpt-4o", UsageType.Input, 3m), Entry("gpt-4o", UsageType.Input, 1.25m, "batch"), Entry("text-embedding-ada-002", UsageType.CacheRead, 0.1m), Entry("text-embedding-ada-002", UsageType.Input, 0.2m)];
        var book = new PriceBook(Shipped, []);
        var changes = PriceImport.Changes(book, imported);
        changes.Select(change => (change.Entry, change.Before)).ShouldBe([(imported[0], 2.5m), (imported[1], 1.25m), (imported[2], 0.1m), (imported[3], 0.1m)]);
        PriceImport.Changes(new PriceBook(Shipped, [.. changes.Select(change => change.Entry)]), imported).ShouldBeEmpty("nothing is left to change");
    }

    [Fact]
    public void A_service_tier_that_a_list_states_in_part_keeps_its_other_rates()
    {
        // LiteLLM has of gemini-3-pro-preview's batch prices neither that of a long context nor that of cached input.
        var book = new PriceBook(Shipped, [Entry("gemini-3-pro-preview", UsageType.Input, 0.9m, "batch") with { Provider = "gemini" }]);
        decimal? Rate(UsageType type, long input) => book.Find(new PricedCall("gemini", "gemini-3-pro-preview", null, "batch", From, new TokenUsage { InputTokens = input }))![type];
        Rate(UsageType.Input, 200_000).ShouldBe(0.9m);
        Rate(UsageType.Input, 200_001).ShouldBe(2m);
        Rate(UsageType.CacheRead, 1).ShouldBe(0.1m);
        Rate(UsageType.Output, 200_001).ShouldBe(9m);
    }

    [Theory]
    [InlineData(200_000, 2, 2)]
    [InlineData(200_001, 4, 0.4)]
    [InlineData(272_001, 4, 0.5)]
    public void A_rate_of_long_contexts_alone_leaves_short_ones_with_the_broader_type_s(long input, double inputRate, double cacheRate)
    {
        IReadOnlyList<PriceOverride> entries = [Entry("own", UsageType.CacheRead, 0.5m, contextTier: 272_000), Entry("own", UsageType.CacheRead, 0.4m, contextTier: 200_000), Entry("own", UsageType.Input, 4m, contextTier: 200_000), Entry("own", UsageType.Input, 2m)];
        var rates = new PriceBook(Shipped, entries).Find(new PricedCall("openai", "own", null, null, From, new TokenUsage { InputTokens = input }))!;
        (rates[UsageType.Input], rates[UsageType.CacheRead]).ShouldBe(((decimal)inputRate, (decimal)cacheRate));
    }

    [Fact]
    public void Ten_thousand_entries_are_compared_in_well_under_two_seconds()
    {
        var models = Shipped.Providers["openrouter"].Models.Select(model => model.Name).ToList();
        var imported = Enumerable.Range(0, 10_000).Select(i => Entry(i % 3 == 0 ? $"new/model-{i}" : models[i % models.Count], UsageTypes.All[i % 7], i % 100, contextTier: i % 11 == 0 ? 200_000 : 0) with { Provider = "openrouter" }).ToList();

        // The best of three: what else the machine is doing is not what is tested.
        Enumerable.Range(0, 3).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            PriceImport.Changes(new PriceBook(Shipped, []), imported).Count.ShouldBeGreaterThan(5_000);
            return clock.Elapsed;
        }).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_format_that_is_none_names_those_that_are()
    {
        using var json = JsonDocument.Parse("{}");
        Should.Throw<InvalidDataException>(() => PriceImport.Read("csv", json.RootElement, From)).Message.ShouldBe("'csv' is no format of a price list. Use litellm, models.dev.");
    }

    private static PriceOverride Entry(string model, UsageType type, decimal rate, string tier = "standard", long contextTier = 0) =>
        new("openai", model, From, tier, type, contextTier, rate) { Layer = PriceLayer.Import };
}
