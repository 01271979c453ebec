using System.Text.Json;
using Shouldly;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Spend.Prices.Import;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>Costs that other gateways and observers had wrong, in the numbers of the reports.</summary>
public sealed class KnownWrongCostsTests
{
    private static readonly PriceBook Shipped = new(GenAIPrices.Shipped(), []);
    private static readonly DateTime Now = new(2026, 11, 25, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Tokens_written_to_the_cache_are_not_charged_as_input_too()
    {
        // LiteLLM #9812: {"input_tokens":3,"cache_creation_input_tokens":12304,"cache_read_input_tokens":0,"output_tokens":550}; $0.091311 reported, $0.05439 in Anthropic's console.
        var usage = new TokenUsage { InputTokens = 3 + 12_304, CacheCreationInputTokens = 12_304, CacheReadInputTokens = 0, OutputTokens = 550 };
        Cost(Shipped, "anthropic", "claude-3-7-sonnet-20250219", usage).ShouldBe(0.054399m);
    }

    [Fact]
    public void Tokens_read_from_the_cache_are_not_charged_as_input_when_the_answer_streams()
    {
        // LiteLLM #11789: prompt_tokens 2459, cache_read_input_tokens 2455, completion_tokens 23; $0.002059 reported, $0.000292 true.
        var usage = new TokenUsage { InputTokens = 2_459, CacheReadInputTokens = 2_455, OutputTokens = 23 };
        Cost(Shipped, "anthropic", "claude-3-5-haiku-20241022", usage).ShouldBe(0.0002916m);
    }

    [Fact]
    public void Cached_tokens_of_Gemini_are_not_charged_as_input_too()
    {
        // LiteLLM #14849: prompt_tokens 262960, cached_tokens 257955, completion_tokens 1744; $0.7642 reported, $0.1849 by the rates that the reporter named.
        var usage = new TokenUsage { InputTokens = 262_960, CacheReadInputTokens = 257_955, OutputTokens = 1_744, OutputReasoningTokens = 0 };
        var reported = Book("gemini", "as-reported", (UsageType.Input, 1.25m), (UsageType.CacheRead, 0.625m), (UsageType.Output, 10m));
        Cost(reported, "gemini", "as-reported", usage).ShouldBe(0.184918125m);

        // The reporter had overlooked the tier above 200,000 tokens, and since then cached tokens have become cheaper.
        Cost(Shipped, "gemini", "gemini-2.5-pro", usage).ShouldBe(((5_005 * 2.5m) + (257_955 * 0.25m) + (1_744 * 15m)) / 1_000_000);
    }

    [Fact]
    public void Cached_tokens_have_the_cache_s_rate_at_servers_that_are_compatible_with_OpenAI_s()
    {
        // LiteLLM #31714: prompt_tokens 27147, cached_tokens 27146, completion_tokens 351; $0.00860376 expected.
        var usage = new TokenUsage { InputTokens = 27_147, CacheReadInputTokens = 27_146, OutputTokens = 351 };
        var book = Book("openai-compatible", "fireworks", (UsageType.Input, 1.4m), (UsageType.CacheRead, 0.26m), (UsageType.Output, 4.4m));
        Cost(book, "openai-compatible", "fireworks", usage).ShouldBe(0.00860376m);
    }

    [Fact]
    public void Prices_that_an_admin_entered_count_cached_tokens_once()
    {
        // LiteLLM #40006, PR #31282: with custom prices, 100 uncached, 700 written and 200 read tokens had 1,000 at the full rate and 900 of them at the cache's as well.
        var usage = new TokenUsage { InputTokens = 1_000, CacheCreationInputTokens = 700, CacheReadInputTokens = 200, OutputTokens = 0 };
        var book = Book("anthropic", "ours", (UsageType.Input, 3m), (UsageType.CacheRead, 0.3m), (UsageType.CacheWrite, 3.75m), (UsageType.Output, 15m));
        Cost(book, "anthropic", "ours", usage).ShouldBe(((100 * 3m) + (700 * 3.75m) + (200 * 0.3m)) / 1_000_000);
    }

    [Theory]
    [InlineData(130_213, 128_955, 1_253, 5)] // Langfuse #12306: 260,421 tokens of input, for 130,213.
    [InlineData(17_903, 17_817, 0, 86)] // Langfuse #10592: 35,720 for 17,903.
    [InlineData(39_019, 39_000, 0, 19)] // langsmith-sdk PR #2519: the 19 tokens outside the cache cost $0.
    [InlineData(98_805, 66_360, 32_435, 10)] // LiteLLM #11364: the cost left the cache's tokens out.
    public void What_is_left_beside_the_cache_is_input_and_is_charged(long input, long read, long written, long left)
    {
        var usage = new TokenUsage { InputTokens = input, CacheReadInputTokens = read, CacheCreationInputTokens = written, OutputTokens = 0 };
        var counts = TokenCounts.Of(usage);
        (counts[UsageType.Input], counts[UsageType.CacheRead], counts[UsageType.CacheWrite], counts.IsContradictory).ShouldBe((left, read, written, false));
        Cost(Shipped, "anthropic", "claude-opus-4-5-20251101", usage).ShouldBe(((left * 5m) + (read * 0.5m) + (written * 6.25m)) / 1_000_000);
    }

    [Theory]
    [InlineData("gpt-5.4", 272_000, 2.5, 15)]
    [InlineData("gpt-5.4", 272_001, 5, 22.5)]
    [InlineData("gpt-5.6-sol", 272_000, 4, 20)] // pydantic/genai-prices #711: $2.206 for $1.108.
    [InlineData("gpt-5.6-sol", 272_001, 8, 30)]
    public void OpenAI_s_long_contexts_begin_beyond_272_000_tokens_and_are_dearer_as_a_whole(string model, long input, double inputRate, double outputRate)
    {
        // developers.openai.com, GPT-5.4: "prompts with >272K input tokens are priced at 2x input and 1.5x output for the full session for standard, batch, and flex".
        var usage = new TokenUsage { InputTokens = input, OutputTokens = 1_000 };
        Cost(Shipped, "openai", model, usage).ShouldBe(((input * (decimal)inputRate) + (1_000 * (decimal)outputRate)) / 1_000_000);
        foreach (var tier in new[] { "batch", "flex" })
        {
            Cost(Shipped, "openai", model, usage, tier).ShouldBe(((input * (decimal)inputRate) + (1_000 * (decimal)outputRate)) / 2_000_000);
        }
    }

    [Fact]
    public void A_long_context_makes_cached_tokens_dearer_too()
    {
        // Helicone PR #5730: a prompt of 250,000 tokens with 240,000 from the cache had $0.072 for them, and not $0.144; #5779 the same of written ones.
        var rates = Shipped.Find(new PricedCall("anthropic", "claude-sonnet-4-5", null, null, Now, new TokenUsage { InputTokens = 250_000 }))!;
        rates.ContextTier.ShouldBe(200_000);
        rates.CostOf(UsageType.CacheRead, 240_000).ShouldBe(0.144m);
        rates.CostOf(UsageType.CacheWrite, 5_000).ShouldBe(5_000 * 7.5m / 1_000_000);
        rates.CostOf(UsageType.CacheWrite1h, 5_000).ShouldBe(5_000 * 12m / 1_000_000);
    }

    [Theory]
    [InlineData(200_000, null, 2, 0.2, 12)]
    [InlineData(200_001, null, 4, 0.4, 18)]
    [InlineData(200_000, "priority", 3.6, 0.36, 21.6)]
    [InlineData(200_001, "priority", 7.2, 0.72, 32.4)]
    [InlineData(200_000, "batch", 1, 0.1, 6)]
    [InlineData(200_001, "batch", 2, 0.2, 9)]
    public void Context_tier_and_service_tier_and_cache_are_a_product(long input, string? tier, double inputRate, double cacheRate, double outputRate)
    {
        // LiteLLM PR #30450: cached tokens of a long context in the priority tier had no price. The entry is LiteLLM's of November 2026.
        using var json = JsonDocument.Parse("""
            {
              "gemini/gemini-3-pro-preview": {
                "litellm_provider": "gemini",
                "cache_read_input_token_cost": 2e-07, "cache_read_input_token_cost_above_200k_tokens": 4e-07,
                "input_cost_per_token": 2e-06, "input_cost_per_token_above_200k_tokens": 4e-06, "input_cost_per_token_batches": 1e-06,
                "output_cost_per_token": 1.2e-05, "output_cost_per_token_above_200k_tokens": 1.8e-05, "output_cost_per_token_batches": 6e-06,
                "input_cost_per_token_priority": 3.6e-06, "input_cost_per_token_above_200k_tokens_priority": 7.2e-06,
                "output_cost_per_token_priority": 2.16e-05, "output_cost_per_token_above_200k_tokens_priority": 3.24e-05,
                "cache_read_input_token_cost_priority": 3.6e-07, "cache_read_input_token_cost_above_200k_tokens_priority": 7.2e-07
              }
            }
            """);
        var book = new PriceBook(Shipped.List, PriceImport.Read("litellm", json.RootElement, Now));
        var usage = new TokenUsage { InputTokens = input, CacheReadInputTokens = 150_000, OutputTokens = 300_000 };
        Cost(book, "gemini", "gemini-3-pro-preview", usage, tier).ShouldBe((((input - 150_000) * (decimal)inputRate) + (150_000 * (decimal)cacheRate) + (300_000 * (decimal)outputRate)) / 1_000_000);
    }

    [Fact]
    public void A_long_answer_to_a_short_prompt_is_in_no_long_context()
    {
        // LiteLLM PR #11049 chose the tier of the output by the output's own length.
        Cost(Shipped, "gemini", "gemini-2.5-pro", new TokenUsage { InputTokens = 1_000, OutputTokens = 300_000 }).ShouldBe(((1_000 * 1.25m) + (300_000 * 10m)) / 1_000_000);
    }

    private static PriceBook Book(string provider, string model, params (UsageType Type, decimal Rate)[] rates) =>
        new(Shipped.List, [.. rates.Select(rate => new PriceOverride(provider, model, Now, "standard", rate.Type, 0, rate.Rate))]);

    private static decimal? Cost(PriceBook book, string provider, string model, TokenUsage usage, string? tier = null) =>
        book.Find(new PricedCall(provider, model, null, tier, Now, usage))?.CostOf(usage);
}
