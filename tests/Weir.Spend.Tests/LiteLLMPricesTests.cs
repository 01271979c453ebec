using System.Globalization;
using System.Text.Json;
using Shouldly;
using Weir.Spend.Prices;
using Weir.Spend.Prices.Import;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>What is read from LiteLLM's list, entries of which are here as it had them in November 2026.</summary>
public sealed class LiteLLMPricesTests
{
    private static readonly DateTime From = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Tiers_in_the_names_of_members_become_context_tiers_and_service_tiers()
    {
        var entries = Read("""
            {
              "sample_spec": { "input_cost_per_token": 0.0, "litellm_provider": "one of https://docs.litellm.ai/docs/providers", "max_tokens": "LEGACY parameter" },
              "gemini/gemini-3-pro-preview": {
                "deprecation_date": "2026-03-09",
                "cache_read_input_token_cost": 2e-07,
                "cache_read_input_token_cost_above_200k_tokens": 4e-07,
                "input_cost_per_token": 2e-06,
                "input_cost_per_token_above_200k_tokens": 4e-06,
                "input_cost_per_token_batches": 1e-06,
                "litellm_provider": "gemini",
                "max_input_tokens": 1048576,
                "mode": "chat",
                "output_cost_per_token": 1.2e-05,
                "cache_read_input_token_cost_above_200k_tokens_priority": 7.2e-07,
                "output_cost_per_token_above_128k_tokens_flex": null,
                "search_context_cost_per_query": { "search_context_size_low": 0.014 },
                "tpm": 800000
              }
            }
            """);
        entries.ShouldAllBe(entry => entry.Provider == "gemini" && entry.Model == "gemini-3-pro-preview" && entry.ValidFrom == From && entry.Layer == PriceLayer.Import);
        entries.Select(entry => (entry.UsageType, entry.ContextTier, entry.ServiceTier, entry.Rate)).ShouldBe(
            [
                (UsageType.CacheRead, 0, "standard", 0.2m), (UsageType.CacheRead, 200_000, "standard", 0.4m), (UsageType.Input, 0, "standard", 2m), (UsageType.Input, 200_000, "standard", 4m),
                (UsageType.Input, 0, "batch", 1m), (UsageType.Output, 0, "standard", 12m), (UsageType.CacheRead, 200_000, "priority", 0.72m),
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("input_cost_per_token", UsageType.Input, 0, "standard")]
    [InlineData("cache_creation_input_token_cost", UsageType.CacheWrite, 0, "standard")]
    [InlineData("cache_creation_input_token_cost_above_200k_tokens", UsageType.CacheWrite, 200_000, "standard")]
    [InlineData("cache_creation_input_token_cost_above_1hr", UsageType.CacheWrite1h, 0, "standard")]
    [InlineData("cache_creation_input_token_cost_above_1hr_above_200k_tokens", UsageType.CacheWrite1h, 200_000, "standard")]
    [InlineData("input_cost_per_token_above_272k_tokens_priority", UsageType.Input, 272_000, "priority")]
    [InlineData("input_cost_per_token_above_512k_tokens", UsageType.Input, 512_000, "standard")]
    [InlineData("input_cost_per_audio_token", UsageType.InputAudio, 0, "standard")]
    [InlineData("input_cost_per_image_token_batches", UsageType.InputImage, 0, "batch")]
    [InlineData("output_cost_per_reasoning_token_flex", UsageType.OutputReasoning, 0, "flex")]
    [InlineData("output_cost_per_audio_token", UsageType.OutputAudio, 0, "standard")]
    public void A_member_is_of_one_type_and_one_tier(string member, UsageType type, long contextTier, string serviceTier)
    {
        var entry = Read($$"""{ "m": { "litellm_provider": "openai", "{{member}}": 1e-06 } }""").ShouldHaveSingleItem();
        (entry.UsageType, entry.ContextTier, entry.ServiceTier, entry.Rate).ShouldBe((type, contextTier, serviceTier, 1m));
    }

    [Theory]
    [InlineData("input_cost_per_character_above_128k_tokens")]
    [InlineData("input_cost_per_token_ultrafast")]
    [InlineData("cache_read_input_audio_token_cost")]
    [InlineData("output_cost_per_image")]
    public void What_is_no_price_of_a_kind_of_token_is_left_out(string member) =>
        Read($$"""{ "m": { "litellm_provider": "openai", "{{member}}": 1e-06 } }""").ShouldBeEmpty();

    [Theory]
    [InlineData("gpt-4o", "openai", "openai", "gpt-4o")]
    [InlineData("gpt-3.5-turbo-instruct", "text-completion-openai", "openai", "gpt-3.5-turbo-instruct")]
    [InlineData("azure/gpt-4o", "azure", "azure-openai", "gpt-4o")]
    [InlineData("claude-opus-4-1", "anthropic", "anthropic", "claude-opus-4-1")]
    [InlineData("gemini-2.5-pro", "vertex_ai-language-models", "vertex", "gemini-2.5-pro")]
    [InlineData("vertex_ai/claude-opus-4-1", "vertex_ai-anthropic_models", "vertex", "claude-opus-4-1")]
    [InlineData("eu.amazon.nova-2-lite-v1:0", "bedrock_converse", "bedrock", "eu.amazon.nova-2-lite-v1:0")]
    [InlineData("bedrock/us-east-1/meta.llama3-8b-instruct-v1:0", "bedrock", "bedrock", "us-east-1/meta.llama3-8b-instruct-v1:0")]
    [InlineData("openrouter/openai/gpt-4o", "openrouter", "openrouter", "openai/gpt-4o")]
    [InlineData("groq/openai/gpt-oss-120b", "groq", "groq", "openai/gpt-oss-120b")]
    [InlineData("xai/grok-4", "xai", "xai", "grok-4")]
    [InlineData("mistral/mistral-large-latest", "mistral", "mistral", "mistral-large-latest")]
    [InlineData("databricks/databricks-claude-opus-4", "databricks", "databricks", "databricks-claude-opus-4")]
    public void A_provider_is_named_as_Weir_does_and_is_no_part_of_the_model(string key, string stated, string provider, string model)
    {
        var entry = Read($$"""{ "{{key}}": { "litellm_provider": "{{stated}}", "input_cost_per_token": 1e-06 } }""").ShouldHaveSingleItem();
        (entry.Provider, entry.Model).ShouldBe((provider, model));
    }

    [Fact]
    public void Providers_that_Weir_does_not_know_are_left_out() =>
        Read("""{ "fireworks_ai/x": { "litellm_provider": "fireworks_ai", "input_cost_per_token": -1 }, "azure_ai/x": { "litellm_provider": "azure_ai", "input_cost_per_token": 1e-06 } }""").ShouldBeEmpty();

    [Theory]
    [InlineData("deepseek-chat", "deepseek/DeepSeek-Chat")]
    [InlineData("deepseek/DeepSeek-Chat", "deepseek-chat")]
    public void Of_two_entries_of_a_model_the_one_that_names_the_provider_counts(string first, string second)
    {
        var rates = new Dictionary<string, string> { ["deepseek-chat"] = "3e-06", ["deepseek/DeepSeek-Chat"] = "2e-06" };
        var entry = Read($$"""{ "{{first}}": { "litellm_provider": "deepseek", "input_cost_per_token": {{rates[first]}} }, "{{second}}": { "litellm_provider": "deepseek", "input_cost_per_token": {{rates[second]}} } }""").ShouldHaveSingleItem();
        (entry.Model, entry.Rate).ShouldBe(("DeepSeek-Chat", 2m));
    }

    [Theory]
    [InlineData("5.46875e-07", "0.546875")]
    [InlineData("1.3e-10", "0.00013")]
    [InlineData("0.00000015", "0.15")]
    [InlineData("1.0999999999999999e-06", "1.1")]
    [InlineData("1e-28", "0")]
    [InlineData("1", "1000000")]
    public void A_price_of_a_token_becomes_exactly_that_of_a_million(string stated, string rate) =>
        Read($$"""{ "m": { "litellm_provider": "openai", "input_cost_per_token": {{stated}} } }""").ShouldHaveSingleItem().Rate.ShouldBe(decimal.Parse(rate, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("[]", "one JSON object")]
    [InlineData("{}", "litellm_provider")]
    [InlineData("""{ "openai": { "models": {} } }""", "litellm_provider")]
    [InlineData("""{ "m": 1 }""", "'m' must be an object")]
    [InlineData("""{ "m": { "litellm_provider": "openai", "input_cost_per_token": "1e-06" } }""", "'input_cost_per_token' of 'm' must be a number")]
    [InlineData("""{ "m": { "litellm_provider": "openai", "input_cost_per_token": 1e40 } }""", "'input_cost_per_token' of 'm' must be a number")]
    [InlineData("""{ "m": { "litellm_provider": "openai", "input_cost_per_token": -1e-06 } }""", "from 0 to 1,000,000 USD")]
    [InlineData("""{ "m": { "litellm_provider": "openai", "input_cost_per_token": 1.01 } }""", "'input_cost_per_token' of 'm' is 1.01")]
    public void A_document_that_is_none_says_what_is_wrong(string json, string message) => Should.Throw<InvalidDataException>(() => Read(json)).Message.ShouldContain(message);

    private static IReadOnlyList<PriceOverride> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PriceImport.Read("litellm", document.RootElement, From);
    }
}
