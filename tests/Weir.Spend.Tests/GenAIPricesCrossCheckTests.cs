using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Shouldly;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>The package whose prices ship with the product costs calls as the product does.</summary>
public sealed class GenAIPricesCrossCheckTests
{
    private const int Calls = 1_000;

    // The package calculates in floating point.
    private const decimal Tolerance = 1e-9m;

    private static readonly PriceBook Shipped = new(GenAIPrices.Shipped(), []);

    // Both sides of the edges that tiers have. 272,000 itself is left out: there the package's data is known to be wrong, and ours is corrected (pydantic/genai-prices #711).
    private static readonly long[] Edges = [128_000, 128_001, 200_000, 200_001, 271_999, 272_001, 512_000, 512_001];

    private static readonly List<(string Provider, ModelPrices Model)> Models = [.. Shipped.List.Providers.Values.SelectMany(provider => provider.Models.Select(model => (provider.Id, model)))];

    private static readonly List<(string Provider, ModelPrices Model)> SpecialModels =
        [.. Models.Where(known => known.Model.Periods.Count > 1 || known.Model.Periods[0].Rates.ContainsKey(UsageType.InputAudio) || known.Model.Periods[0].Rates.Values.Any(rate => rate.Tiers.Count > 0))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_calls_cost_what_the_package_says()
    {
        var random = new Random(20261125);
        var calls = Enumerable.Range(0, Calls).Select(_ => RandomCall(random)).ToList();
        var theirs = await AskAsync(calls);
        theirs.Count.ShouldBe(Calls);

        var (priced, tiered) = (0, 0);
        foreach (var (call, cost) in calls.Zip(theirs))
        {
            var rates = Shipped.Find(call);
            if (cost is not { } expected || rates is null)
            {
                (cost is null, rates is null).ShouldBe((true, true), call.ToString());
                continue;
            }

            // Tokens of a kind that the list has no price of cost nothing by the package; here they make the cost unknown.
            var counts = TokenCounts.Of(call.Usage);
            var parts = UsageTypes.All.Select(type => rates.CostOf(type, counts[type])).ToList();
            var sum = parts.Sum()!.Value;
            Math.Abs(sum - expected).ShouldBeLessThanOrEqualTo(Tolerance * Math.Max(sum, expected), $"{sum} and {expected}: {call}");
            rates.CostOf(call.Usage).ShouldBe(parts.Contains(null) ? null : sum, call.ToString());
            priced += sum > 0 ? 1 : 0;
            tiered += rates.ContextTier > 0 ? 1 : 0;
        }

        priced.ShouldBeGreaterThan(Calls / 2);
        tiered.ShouldBeGreaterThan(10);
    }

    private static PricedCall RandomCall(Random random)
    {
        // As many calls of models with tiers, periods and prices of audio as of all together, of which they are few.
        var models = random.Next(2) == 0 ? Models : SpecialModels;
        var (provider, known) = models[random.Next(models.Count)];
        var model = random.Next(10) switch
        {
            0 => known.Name.ToUpperInvariant(),
            1 => known.Name + "-20250806",
            2 => "no-such-model",
            _ => known.Name,
        };

        long input = random.Next(3) switch { 0 => Edges[random.Next(Edges.Length)], 1 => random.Next(1_000_000), _ => random.Next(5_000) };
        input -= input == 272_000 ? 1 : 0;
        var (left, output) = (input, (long)random.Next(50_000));
        var answered = output;
        long Part(ref long whole)
        {
            var part = random.Next(3) == 0 ? random.NextInt64(whole + 1) : 0;
            whole -= part;
            return part;
        }

        var (read, hour, written) = (Part(ref left), Part(ref left), Part(ref left));
        var usage = new TokenUsage
        {
            InputTokens = input, CacheReadInputTokens = read, CacheCreationInputTokens = hour + written, CacheCreation1hInputTokens = hour, InputAudioTokens = Part(ref left), InputImageTokens = Part(ref left),
            OutputTokens = output, OutputReasoningTokens = Part(ref answered), OutputAudioTokens = Part(ref answered),
        };
        var time = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(random.NextInt64(700L * 24 * 3600 * 1000));
        return new PricedCall(random.Next(50) == 0 ? "no-such-provider" : provider, model, null, null, time, usage);
    }

    private static async Task<List<decimal?>> AskAsync(IReadOnlyList<PricedCall> calls)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(calls.Select(call => new { provider = call.Provider, model = call.Model, time = call.EventTime.ToString("O", CultureInfo.InvariantCulture), usage = TheirUsage(call.Usage) })), Stop);
            var folder = SdkFolder();
            var start = new ProcessStartInfo(Path.Combine(folder, "node_modules", "node", "bin", "node"), ["prices.mjs", file]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using var node = Process.Start(start)!;
            var errors = node.StandardError.ReadToEndAsync(Stop);
            var lines = (await node.StandardOutput.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await node.WaitForExitAsync(Stop);
            node.ExitCode.ShouldBe(0, await errors);
            return [.. lines.Select(line => JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!.Cost)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The package wants to know of every overlap that it has prices of; there is no count of cached audio or cached images here.
    private static Dictionary<string, long> TheirUsage(in TokenUsage usage) => new()
    {
        ["input_tokens"] = usage.InputTokens!.Value, ["cache_read_tokens"] = usage.CacheReadInputTokens!.Value, ["cache_write_tokens"] = usage.CacheCreationInputTokens!.Value,
        ["cache_write_1h_tokens"] = usage.CacheCreation1hInputTokens!.Value, ["input_audio_tokens"] = usage.InputAudioTokens!.Value, ["input_image_tokens"] = usage.InputImageTokens!.Value,
        ["cache_audio_read_tokens"] = 0, ["cache_image_read_tokens"] = 0,
        ["output_tokens"] = usage.OutputTokens!.Value, ["output_reasoning_tokens"] = usage.OutputReasoningTokens!.Value, ["output_audio_tokens"] = usage.OutputAudioTokens!.Value,
    };

    private static string SdkFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "tests", "sdk")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("tests/sdk is not above " + AppContext.BaseDirectory);
        }

        return Path.Combine(folder, "tests", "sdk");
    }

    private sealed record Answer(decimal? Cost);
}
