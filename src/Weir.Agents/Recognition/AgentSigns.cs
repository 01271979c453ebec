using Microsoft.AspNetCore.Http;

namespace Weir.Agents.Recognition;

/// <summary>What a request shows of who sent it.</summary>
public readonly ref struct AgentSigns
{
    /// <summary>The first segment of the route's path, without slashes: <c>cursor</c>, <c>codex</c>, <c>anthropic</c>, <c>openai</c>, <c>gemini</c>, <c>mlflow</c>; empty where it has none.</summary>
    public required ReadOnlySpan<char> PathPrefix { get; init; }

    /// <summary>The request's headers.</summary>
    public required IHeaderDictionary Headers { get; init; }

    /// <summary>The value of the body's root member <c>metadata</c>, as JSON text; empty where the body has none.</summary>
    public ReadOnlySpan<byte> Metadata { get; init; }
}
