using FsCheck.Xunit;
using Shouldly;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Usage.Records;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>What calls cost by the prices that ship with the product, and by those that an admin has entered.</summary>
public sealed class PriceBookTests
{
    private static readonly PriceBook Book = new(GenAIPrices.Shipped(), []);
    private static readonly DateTime Now = new(2026, 11, 25, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Cached_tokens_are_taken_off_the_input_and_not_added_to_it()
    {
        // LiteLLM #9812: tokens read from and written to the cache were billed as plain input as well.
        var usage = new TokenUsage { InputTokens = 10_000, CacheReadInputTokens = 6_000, CacheCreationInputTokens = 3_000, OutputTokens = 500 };
        Cost("anthropic", "claude-3-5-sonnet-20241022", usage).ShouldBe(((1_000 * 3m) + (6_000 * 0.3m) + (3_000 * 3.75m) + (500 * 15m)) / 1_000_000);
    }

    [Fact]
    public void A_cache_write_for_an_hour_has_its_own_price_beside_that_for_five_minutes()
    {
        var usage = new TokenUsage { InputTokens = 3_000, CacheCreationInputTokens = 3_000, CacheCreation5mInputTokens = 1_000, CacheCreation1hInputTokens = 2_000, OutputTokens = 0 };
        Cost("anthropic", "claude-sonnet-5", usage).ShouldBe(((1_000 * 2.5m) + (2_000 * 4m)) / 1_000_000);
    }

    [Theory]
    [InlineData(200_000, 1.25, 10)]
    [InlineData(200_001, 2.5, 15)]
    public void A_context_tier_switches_the_whole_request(long input, double inputRate, double outputRate)
    {
        // LiteLLM PR #11049 billed the tokens beyond the edge alone at the higher rate.
        var usage = new TokenUsage { InputTokens = input, OutputTokens = 1_000 };
        Cost("gemini", "gemini-2.5-pro", usage).ShouldBe(((input * (decimal)inputRate) + (1_000 * (decimal)outputRate)) / 1_000_000);
    }

    [Theory]
    [InlineData("openai", "gpt-4o", "flex", 0.5)]
    [InlineData("openai", "gpt-4o", "batch", 0.5)]
    [InlineData("openai", "gpt-4o", "default", 1)]
    [InlineData("anthropic", "claude-3-5-sonnet-latest", "batch", 0.5)]
    public void A_service_tier_that_the_provider_states_is_priced_as_its_page_says(string provider, string model, string tier, double factor)
    {
        var usage = new TokenUsage { InputTokens = 1_000, OutputTokens = 100 };
        Cost(provider, model, usage, tier).ShouldBe(Cost(provider, model, usage)!.Value * (decimal)factor);
    }

    [Theory]
    [InlineData("openai", "gpt-4o", "priority")]
    [InlineData("anthropic", "claude-3-5-sonnet-latest", "flex")]
    [InlineData("openai", "my-own-model", null)]
    [InlineData("openai-compatible", "gpt-4o", null)]
    public void What_nobody_has_a_price_of_costs_NULL_and_never_zero(string provider, string model, string? tier) =>
        Cost(provider, model, new TokenUsage { InputTokens = 1_000, OutputTokens = 100 }, tier).ShouldBeNull();

    [Fact]
    public void An_unknown_count_makes_the_cost_unknown_but_an_embedding_has_no_output()
    {
        Cost("openai", "gpt-4o", new TokenUsage { InputTokens = 1_000 }).ShouldBeNull();
        Cost("openai", "gpt-4o", new TokenUsage { OutputTokens = 1_000 }).ShouldBeNull();
        Cost("openai", "text-embedding-ada-002", new TokenUsage { InputTokens = 1_000 }).ShouldBe(0.0001m);
    }

    [Fact]
    public void The_price_of_the_moment_holds_before_and_after_a_change()
    {
        var change = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
        var book = new PriceBook(Book.List, [new PriceOverride("openai", "my-own-model", change.AddDays(-30), "standard", UsageType.Input, 0, 2m), new PriceOverride("openai", "My-Own-Model", change, "standard", UsageType.Input, 0, 3m)]);
        var usage = new TokenUsage { InputTokens = 1_000_000 };
        decimal? At(DateTime time) => book.Find(new PricedCall("openai", "my-own-model", null, null, time, usage))?.CostOf(usage);
        At(change.AddDays(-31)).ShouldBeNull();
        At(change.AddTicks(-1)).ShouldBe(2m);
        At(change).ShouldBe(3m);
        book.Version.ShouldNotBe(Book.Version);
    }

    [Fact]
    public void The_model_that_answered_is_priced_and_not_the_name_that_was_asked_for()
    {
        var usage = new TokenUsage { InputTokens = 1_000_000, OutputTokens = 0 };
        Book.Find(new PricedCall("azure-openai", "our-deployment", "gpt-4o-mini-2024-07-18", null, Now, usage))!.CostOf(usage).ShouldBe(0.15m);
    }

    [Property(MaxTest = 500)]
    public void A_cost_is_the_sum_over_its_tokens_each_counted_once_and_never_negative(uint input, uint output, uint read, uint written, uint hour, uint reasoning, uint audio)
    {
        var usage = new TokenUsage
        {
            InputTokens = input, OutputTokens = output, CacheReadInputTokens = read, CacheCreationInputTokens = written, CacheCreation1hInputTokens = hour, OutputReasoningTokens = reasoning, InputAudioTokens = audio,
        };
        var counts = TokenCounts.Of(usage);
        UsageTypes.All.Sum(type => counts[type]).ShouldBe((long)input + output, "no token is lost or counted twice, whatever the provider contradicts");
        UsageTypes.All.ShouldAllBe(type => counts[type] >= 0);
        var rates = Book.Find(new PricedCall("anthropic", "claude-sonnet-5", null, null, Now, usage))!;
        var cost = rates.CostOf(usage).ShouldNotBeNull();
        cost.ShouldBe(UsageTypes.All.Sum(type => rates.CostOf(type, counts[type])!.Value));
        cost.ShouldBeGreaterThanOrEqualTo(0);
    }

    private static decimal? Cost(string provider, string model, TokenUsage usage, string? tier = null) =>
        Book.Find(new PricedCall(provider, model, null, tier, Now, usage))?.CostOf(usage);
}
