using System.Text.Json;
using Shouldly;
using Weir.Spend.Prices;
using Weir.Spend.Prices.Import;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>What is read from the api.json of models.dev.</summary>
public sealed class ModelsDevPricesTests
{
    private static readonly DateTime From = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Costs_are_read_by_provider_and_model_and_a_model_without_one_is_not_free()
    {
        var entries = Read("""
            {
              "zai-coding-plan": { "id": "zai-coding-plan", "name": "Z.AI Coding Plan", "models": { "glm-4.6": { "id": "glm-4.6", "cost": { "input": -1, "output": 2.2 } } } },
              "google": {
                "id": "google", "env": ["GEMINI_API_KEY"], "npm": "@ai-sdk/google", "name": "Google",
                "models": {
                  "gemini-2.5-flash": {
                    "id": "gemini-2.5-flash", "name": "Gemini 2.5 Flash", "limit": { "context": 1048576, "output": 65536 },
                    "cost": { "input": 0.3, "output": 2.5, "cache_read": 0.075, "cache_write": 0.4, "input_audio": 1, "output_audio": 12, "reasoning": 2.6 }
                  },
                  "gemini-embedding-001": { "id": "gemini-embedding-001", "limit": { "context": 2048 } }
                }
              }
            }
            """);
        entries.ShouldAllBe(entry => entry.Provider == "gemini" && entry.Model == "gemini-2.5-flash" && entry.ValidFrom == From && entry.Layer == PriceLayer.Import && entry.ServiceTier == "standard" && entry.ContextTier == 0);
        entries.Select(entry => (entry.UsageType, entry.Rate)).ShouldBe(
            [
                (UsageType.Input, 0.3m), (UsageType.Output, 2.5m), (UsageType.CacheRead, 0.075m), (UsageType.CacheWrite, 0.4m), (UsageType.InputAudio, 1m), (UsageType.OutputAudio, 12m),
                (UsageType.OutputReasoning, 2.6m),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void What_is_over_200k_is_only_a_tier_where_the_tiers_do_not_say_where_it_begins()
    {
        var entries = Read("""
            {
              "openai": { "models": { "gpt-5.5": { "cost": {
                "input": 5, "output": 30, "cache_read": 0.5,
                "tiers": [{ "input": 10, "output": 45, "cache_read": 1, "tier": { "type": "context", "size": 272000 } }, { "input": 7, "tier": { "type": "speed", "size": 1 } }],
                "context_over_200k": { "input": 10, "output": 45, "cache_read": 1 } } } } },
              "xai": { "models": { "grok-4.6": { "cost": { "input": 2, "output": 6, "context_over_200k": { "input": 4, "output": 12 } } } } }
            }
            """);
        entries.Where(entry => entry.ContextTier > 0).Select(entry => (entry.Provider, entry.UsageType, entry.ContextTier, entry.Rate)).ShouldBe(
            [
                ("openai", UsageType.Input, 272_000, 10m), ("openai", UsageType.Output, 272_000, 45m), ("openai", UsageType.CacheRead, 272_000, 1m),
                ("xai", UsageType.Input, 200_000, 4m), ("xai", UsageType.Output, 200_000, 12m),
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("google", "gemini")]
    [InlineData("google-vertex", "vertex")]
    [InlineData("google-vertex-anthropic", "vertex")]
    [InlineData("amazon-bedrock", "bedrock")]
    [InlineData("azure", "azure-openai")]
    [InlineData("anthropic", "anthropic")]
    [InlineData("mistral", "mistral")]
    [InlineData("openrouter", "openrouter")]
    public void A_provider_is_named_as_Weir_does(string stated, string provider) =>
        Read($$$"""{ "{{{stated}}}": { "models": { "m": { "cost": { "input": 1 } } } } }""").ShouldHaveSingleItem().Provider.ShouldBe(provider);

    [Theory]
    [InlineData("[]", "one JSON object")]
    [InlineData("{}", "no provider")]
    [InlineData("""{ "gpt-4o": { "litellm_provider": "openai" } }""", "'gpt-4o' has no object 'models'")]
    [InlineData("""{ "openai": { "models": { "m": 1 } } }""", "'m'")]
    [InlineData("""{ "openai": { "models": { "m": { "cost": 1 } } } }""", "'cost' of 'm' must be an object")]
    [InlineData("""{ "openai": { "models": { "m": { "cost": { "input": "1" } } } } }""", "'input' of 'm' must be a number")]
    [InlineData("""{ "openai": { "models": { "m": { "cost": { "input": -1 } } } } }""", "from 0 to 1,000,000 USD")]
    [InlineData("""{ "openai": { "models": { "m": { "cost": { "input": 1000001 } } } } }""", "from 0 to 1,000,000 USD")]
    [InlineData("""{ "openai": { "models": { "m": { "cost": { "tiers": {} } } } } }""", "'tiers' of 'm' must be a list")]
    [InlineData("""{ "openai": { "models": { "m": { "cost": { "tiers": [{ "input": 1 }] } } } } }""", "no object 'tier'")]
    [InlineData("""{ "openai": { "models": { "m": { "cost": { "tiers": [{ "input": 1, "tier": { "size": "big" } }] } } } } }""", "'size'")]
    public void A_document_that_is_none_says_what_is_wrong(string json, string message) => Should.Throw<InvalidDataException>(() => Read(json)).Message.ShouldContain(message);

    private static IReadOnlyList<PriceOverride> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return PriceImport.Read("models.dev", document.RootElement, From);
    }
}
