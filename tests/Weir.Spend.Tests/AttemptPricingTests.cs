using Shouldly;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>What a record holds of a cost.</summary>
public sealed class AttemptPricingTests
{
    private static readonly DateTime Now = new(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Each_usage_type_has_the_class_of_its_meaning()
    {
        // The two lists stand in two projects: each type is priced apart here, so that one in the wrong place shows.
        PriceOverride[] prices = [.. UsageTypes.All.Select(type => new PriceOverride("openai", "m", Now.AddDays(-1), "standard", type, 0, 1 + (int)type))];
        var usage = new TokenUsage
        {
            InputTokens = 1000, CacheReadInputTokens = 100, CacheCreationInputTokens = 50, CacheCreation1hInputTokens = 20, InputAudioTokens = 7, InputImageTokens = 3,
            OutputTokens = 500, OutputReasoningTokens = 40, OutputAudioTokens = 5,
        };
        var cost = AttemptPricing.CostOf(new PriceBook(GenAIPrices.Shipped(), prices), AttemptOf(usage), Now);
        cost.Parts.ShouldBe(
        [
            new("uncached_input", 840, 1), new("cache_read", 100, 2), new("cache_write_5m", 30, 3), new("cache_write_1h", 20, 4), new("audio_input", 7, 5), new("image_input", 3, 6),
            new("text_output", 455, 7), new("reasoning_output", 40, 8), new("audio_output", 5, 9),
        ]);
        cost.ListCost.ShouldBe(cost.Parts.Sum(part => part.Tokens * part.Rate!.Value) / 1_000_000);
    }

    [Fact]
    public void An_attempt_that_its_provider_does_not_bill_has_no_cost_and_not_one_of_zero()
    {
        var book = new PriceBook(GenAIPrices.Shipped(), []);
        new AttemptPricing(() => book).PriceOf(AttemptOf(default), Now).ShouldBeNull();
    }

    private static Attempt AttemptOf(TokenUsage usage) => new()
    {
        Priority = 1,
        Action = "PRIMARY",
        Destination = "d",
        DestinationId = "0",
        Model = "m",
        Provider = "openai",
        StartTime = Now,
        EndTime = Now,
        Usage = usage,
    };
}
