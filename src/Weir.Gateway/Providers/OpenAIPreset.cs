using System.Collections.Frozen;
using Weir.Gateway.Dialects;

namespace Weir.Gateway.Providers;

/// <summary>How a server that speaks OpenAI's API differs from OpenAI's own: as data, since nothing else differs.</summary>
internal sealed record OpenAIPreset
{
    private static readonly FrozenSet<Operation> All =
        new[] { Operation.ChatCompletions, Operation.Completions, Operation.Embeddings, Operation.Responses }.ToFrozenSet();

    private static readonly FrozenSet<Operation> AllAndPassThrough = All.Concat([Operation.Images, Operation.Audio, Operation.Files, Operation.Batches]).ToFrozenSet();

    /// <summary>Its own address; NULL when the destination must name it.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>What stands between the base URL and the operation's path.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Which operations it answers.</summary>
    public FrozenSet<Operation> Operations { get; init; } = All;

    /// <summary>When its streams state usage.</summary>
    public StreamUsage StreamUsage { get; init; }

    /// <summary>The presets by provider name; the sources of each as of November 2026.</summary>
    public static FrozenDictionary<string, OpenAIPreset> ByName { get; } = new Dictionary<string, OpenAIPreset>(StringComparer.Ordinal)
    {
        [Endpoints.Providers.OpenAI] = new() { BaseUrl = "https://api.openai.com/v1", Operations = AllAndPassThrough },
        [Endpoints.Providers.OpenAICompatible] = new() { Operations = AllAndPassThrough },

        // Most servers that call themselves compatible speak chat alone: what a client says in the responses API is translated for them.
        ["openai-chat-compatible"] = new() { Operations = Only(Operation.ChatCompletions, Operation.Embeddings) },

        // Its API refuses stream_options with 422 extra_forbidden (openai/openai-agents-python#442), its own SDK 2.7.0 does not
        // know the member, and the last chunk states usage anyway. There are no legacy completions and no responses.
        ["mistral"] = new()
        {
            BaseUrl = "https://api.mistral.ai/v1",
            Operations = Only(Operation.ChatCompletions, Operation.Embeddings, Operation.Audio, Operation.Files),
            StreamUsage = StreamUsage.AlwaysAndRefusesOptions,
        },

        // console.groq.com/docs/openai: chat and responses; docs/speech-to-text, docs/batch. Usage also stands in x_groq.usage of the chunk that finishes.
        ["groq"] = new() { BaseUrl = "https://api.groq.com/openai/v1", Operations = Only(Operation.ChatCompletions, Operation.Responses, Operation.Audio, Operation.Files, Operation.Batches) },

        // openrouter.ai/docs/use-cases/usage-accounting: usage is always stated, and asking for it does no harm.
        ["openrouter"] = new() { BaseUrl = "https://openrouter.ai/api/v1" },

        // api-docs.deepseek.com: completions are only under /beta.
        ["deepseek"] = new() { BaseUrl = "https://api.deepseek.com/v1", Operations = Only(Operation.ChatCompletions) },

        // docs.x.ai/developers/rest-api-reference
        ["xai"] = new() { BaseUrl = "https://api.x.ai/v1", Operations = All.Append(Operation.Images).ToFrozenSet() },

        // docs.ollama.com/api/openai-compatibility
        ["ollama"] = new() { BaseUrl = "http://127.0.0.1:11434/v1" },

        // docs.vllm.ai, OpenAI-compatible server: transcriptions and translations.
        ["vllm"] = new() { Operations = All.Append(Operation.Audio).ToFrozenSet() },

        // Its own models state a running usage in every chunk; models that it reaches at Bedrock fail on stream_options (anomalyco/opencode#4698).
        [Endpoints.Providers.Databricks] = new() { Prefix = "/serving-endpoints", StreamUsage = StreamUsage.Always },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A base URL without a slash or <see cref="Prefix"/> at its end: with it, it is what OpenAI's SDK takes.</summary>
    public string RootOf(string baseUrl)
    {
        var trimmed = baseUrl.TrimEnd('/');
        return Prefix.Length > 0 && trimmed.EndsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? trimmed[..^Prefix.Length] : trimmed;
    }

    private static FrozenSet<Operation> Only(params Operation[] operations) => operations.ToFrozenSet();
}
