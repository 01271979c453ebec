namespace Weir.Generation;

/// <summary>The company whose usage is generated: its workspaces, endpoints, people and applications.</summary>
internal sealed class Company
{
    private const int PeopleCount = 400;

    private static readonly EndpointOutline[] Outlines =
    [
        new("claude-code", 0, EndpointUse.ClaudeCode, 60, "platform", "production", [("claude-sonnet-5", 80), ("claude-opus-5-5", 20)], "bedrock-claude-sonnet-5"),
        new("claude-code-opus", 0, EndpointUse.ClaudeCode, 14, "platform", "production", [("claude-opus-5-5", 100)], "claude-sonnet-5", "bedrock-claude-sonnet-5"),
        new("claude-code-eu", 2, EndpointUse.ClaudeCode, 26, "data-science", "production", [("claude-sonnet-5", 100)]),
        new("codex", 0, EndpointUse.Codex, 28, "platform", "production", [("gpt-5.3-codex", 100)], "gpt-5.5"),
        new("codex-eu", 2, EndpointUse.Codex, 12, "data-science", "production", [("gpt-6-sol", 100)]),
        new("gemini-cli", 0, EndpointUse.GeminiCli, 14, "platform", "production", [("gemini-3.1-pro-preview", 100)], "gemini-2.5-flash"),
        new("cursor", 0, EndpointUse.Cursor, 22, "platform", "production", [("gpt-5.5", 100)], "claude-sonnet-5"),
        new("cursor-product", 1, EndpointUse.Cursor, 30, "product", "production", [("claude-sonnet-5", 100)]),
        new("chat", 0, EndpointUse.Chat, 20, "platform", "production", [("gpt-5-mini", 100)], "azure-gpt-5-mini"),
        new("assistant", 1, EndpointUse.Chat, 24, "product", "production", [("gpt-5", 50), ("claude-sonnet-5", 50)], "gemini-2.5-flash", "azure-gpt-5-mini"),
        new("support-bot", 1, EndpointUse.Chat, 22, "support", "production", [("claude-haiku-4-5", 100)], "gpt-5-mini", "azure-gpt-5-mini"),
        new("support-triage", 1, EndpointUse.Chat, 12, "support", "production", [("gpt-5.4-nano", 100)], "gpt-5-mini"),
        new("search-answers", 1, EndpointUse.Chat, 14, "search", "production", [("gemini-2.5-flash", 100)], "gpt-5-mini"),
        new("summaries", 2, EndpointUse.Chat, 10, "data-science", "production", [("gemini-2.5-flash", 100)]),
        new("translation", 2, EndpointUse.Chat, 7, "content", "production", [("mistral-large-latest", 100)], "gpt-5-mini"),
        new("data-analyst", 2, EndpointUse.Chat, 8, "data-science", "production", [("gpt-5.5", 100)]),
        new("report-writer", 2, EndpointUse.Chat, 3, "finance", "production", [("claude-opus-5-5", 100)], "claude-sonnet-5"),
        new("code-review", 0, EndpointUse.Chat, 9, "platform", "production", [("claude-sonnet-5", 100)], "bedrock-claude-sonnet-5"),
        new("release-notes", 0, EndpointUse.Chat, 3, "platform", "staging", [("gpt-5-mini", 100)]),
        new("moderation", 1, EndpointUse.Chat, 11, "trust", "production", [("gpt-5.4-nano", 100)], "gpt-5-mini"),
        new("in-house-llama", 2, EndpointUse.Chat, 6, "data-science", "staging", [("acme-llama-3.3-70b", 100)]),
        new("experiments", 2, EndpointUse.Chat, 4, "data-science", "development", [("gemini-3.1-pro-preview", 50), ("gpt-6-sol", 50)]),
        new("embeddings", 1, EndpointUse.Embeddings, 60, "search", "production", [("text-embedding-3-small", 100)]),
        new("embeddings-large", 2, EndpointUse.Embeddings, 25, "data-science", "production", [("text-embedding-3-large", 100)]),
        new("embeddings-gemini", 0, EndpointUse.Embeddings, 15, "platform", "staging", [("gemini-embedding-001", 100)]),
    ];

    private static readonly (string Name, string[] Endpoints, CallRhythm Rhythm, double Weight, string Client)[] ApplicationOutlines =
    [
        ("support-bot", ["support-bot", "support-triage"], CallRhythm.Office, 22, UserAgents.AnthropicPython),
        ("support-triage", ["support-triage"], CallRhythm.Office, 12, UserAgents.OpenAIPython),
        ("search-indexer", ["embeddings"], CallRhythm.Night, 20, UserAgents.OpenAIPython),
        ("search-answers", ["search-answers", "embeddings"], CallRhythm.Office, 18, UserAgents.GoogleJS),
        ("assistant-web", ["assistant"], CallRhythm.Office, 20, UserAgents.AiSdk),
        ("moderation-worker", ["moderation"], CallRhythm.Always, 14, UserAgents.OpenAIJS),
        ("nightly-summaries", ["summaries"], CallRhythm.Night, 11, UserAgents.GoogleJS),
        ("translation-batch", ["translation"], CallRhythm.Night, 8, UserAgents.Mistral),
        ("finance-reports", ["report-writer", "data-analyst"], CallRhythm.Night, 3, UserAgents.LangChain),
        ("ci-code-review", ["code-review"], CallRhythm.Office, 9, UserAgents.AnthropicJS),
        ("ci-release-notes", ["release-notes"], CallRhythm.Office, 2, UserAgents.Curl),
        ("feature-store", ["embeddings-large"], CallRhythm.Night, 7, UserAgents.OpenAIPython),
        ("docs-index", ["embeddings-gemini"], CallRhythm.Night, 4, UserAgents.GoogleJS),
        ("llama-evaluation", ["in-house-llama"], CallRhythm.Always, 5, UserAgents.OpenAIPython),
        ("billing-service", ["chat"], CallRhythm.Always, 4, UserAgents.OpenAINet),
    ];

    /// <summary>Makes the company of a seed.</summary>
    public Company(ulong seed)
    {
        AccountId = SeededRandom.Of(seed, GenerationPurpose.Account).NextGuid().ToString();
        Endpoints = [.. Outlines.Select((outline, number) => new GeneratedEndpoint(seed, outline, number))];
        var numbers = Endpoints.Select((endpoint, number) => (endpoint.Endpoint.Name, number)).ToDictionary(pair => pair.Name, pair => pair.number, StringComparer.Ordinal);
        People = [.. Enumerable.Range(0, PeopleCount).Select(rank => Requester.Person(seed, rank, Endpoints))];
        Applications = [.. ApplicationOutlines.Select((outline, number) => Requester.Application(seed, number, outline.Name, [.. outline.Endpoints.Select(name => numbers[name])], outline.Rhythm, outline.Weight, outline.Client, Endpoints))];
    }

    /// <summary>The ids of the workspaces.</summary>
    public static IReadOnlyList<string> Workspaces { get; } = ["1043785512907416", "2718281828459045", "3141592653589793"];

    public string AccountId { get; }

    public IReadOnlyList<GeneratedEndpoint> Endpoints { get; }

    /// <summary>The people; those who use most come first.</summary>
    public IReadOnlyList<Requester> People { get; }

    /// <summary>What calls by itself, as service principals.</summary>
    public IReadOnlyList<Requester> Applications { get; }
}
