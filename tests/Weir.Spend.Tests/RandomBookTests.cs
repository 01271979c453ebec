using FsCheck.Xunit;
using Shouldly;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Usage.Records;

namespace Weir.Spend.Tests;

/// <summary>What holds of every cost, whatever the prices and the usage are.</summary>
public sealed class RandomBookTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Providers = ["openai", "anthropic", "mistral"];
    private static readonly string[] Models = ["small", "large", "Reasoner"];
    private static readonly string[] ServiceTier = ["standard", "batch", "priority"];

    [Property(MaxTest = 300)]
    public void A_cost_is_a_sum_that_is_never_negative_and_the_same_however_it_is_added_up(int seed)
    {
        var random = new Random(seed);
        var list = RandomList(random);
        var overrides = RandomOverrides(random);
        var book = new PriceBook(list, overrides);
        var calls = Enumerable.Range(0, 50).Select(_ => RandomCall(random)).ToList();
        var costs = calls.ConvertAll(call => (Hour: call.EventTime.Ticks / TimeSpan.TicksPerHour, Cost: Cost(book, call)));

        foreach (var (call, cost) in calls.Zip(costs, (call, cost) => (call, cost.Cost)))
        {
            var (counts, rates) = (TokenCounts.Of(call.Usage), book.Find(call));
            var isCounted = call.Usage.InputTokens is not null && (call.Usage.OutputTokens is not null || rates?[UsageType.Output] is null or 0);
            var parts = UsageTypes.All.Select(type => rates?.CostOf(type, counts[type])).ToList();
            cost.ShouldBe(isCounted && !parts.Contains(null) ? parts.Sum() : null);
            (cost ?? 0).ShouldBeGreaterThanOrEqualTo(0);
        }

        // Hours are added up by themselves and in another order; decimals lose nothing by it.
        var byHour = costs.OrderBy(_ => random.Next()).GroupBy(cost => cost.Hour).Select(hour => hour.Sum(cost => cost.Cost)).Sum();
        byHour.ShouldBe(costs.Sum(cost => cost.Cost));

        var equal = new PriceBook(list, [.. overrides.OrderBy(_ => random.Next())]);
        equal.Version.ShouldBe(book.Version);
        calls.ConvertAll(call => Cost(equal, call)).ShouldBe(costs.ConvertAll(cost => cost.Cost));
    }

    private static decimal? Cost(PriceBook book, in PricedCall call) => book.Find(call)?.CostOf(call.Usage);

    private static PriceList RandomList(Random random) => new(
        "random",
        Providers.ToDictionary(id => id, id => new ProviderPrices(id, [.. Models.Take(2).Select(model => new ModelPrices(model, ModelMatch.Exactly(model), RandomPeriods(random)))], [])));

    private static PricePeriod[] RandomPeriods(Random random) =>
    [
        new PricePeriod(null, RandomRates(random)),
        new PricePeriod(Start.AddHours(random.Next(48)), RandomRates(random)),
        new PricePeriod(null, RandomRates(random)) { Daily = (TimeSpan.FromHours(random.Next(24)), TimeSpan.FromHours(random.Next(24))) },
    ];

    private static Dictionary<UsageType, Rate> RandomRates(Random random) =>
        UsageTypes.All.Where(type => type.Broader() is null || random.Next(2) == 0).ToDictionary(type => type, _ => new Rate(RandomRate(random), [.. new[] { 1_000L, 200_000 }.Where(_ => random.Next(2) == 0).Select(start => new RateTier(start, RandomRate(random)))]));

    // Of two entries for the same, which one counts is told by their layer and their time alone.
    private static List<PriceOverride> RandomOverrides(Random random) =>
        [.. Enumerable.Range(0, random.Next(40)).Select(_ => new PriceOverride(Pick(random, Providers), Pick(random, Models), Start.AddHours(random.Next(48)), Pick(random, ServiceTier), Pick(random, UsageTypes.All), Pick(random, [0L, 1_000, 200_000]), RandomRate(random)) { Layer = Pick(random, Enum.GetValues<PriceLayer>()) })
            .DistinctBy(entry => entry with { Rate = 0 })];

    private static PricedCall RandomCall(Random random)
    {
        long? Tokens() => random.Next(4) == 0 ? null : random.Next(3) == 0 ? random.Next(300_000) : random.Next(2_000);
        var usage = new TokenUsage
        {
            InputTokens = Tokens(), OutputTokens = Tokens(), CacheReadInputTokens = Tokens(), CacheCreationInputTokens = Tokens(), CacheCreation5mInputTokens = Tokens(), CacheCreation1hInputTokens = Tokens(),
            OutputReasoningTokens = Tokens(), InputAudioTokens = Tokens(), OutputAudioTokens = Tokens(), InputImageTokens = Tokens(),
        };
        return new PricedCall(Pick(random, Providers), Pick(random, Models), null, Pick(random, ServiceTier), Start.AddSeconds(random.Next(48 * 3600)), usage);
    }

    private static decimal RandomRate(Random random) => random.Next(10) == 0 ? 0 : random.Next(1_000_000) / (decimal)Math.Pow(10, random.Next(10));

    private static T Pick<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
