using Microsoft.AspNetCore.Http;

namespace Weir.Agents.Recognition;

/// <summary>
/// Tells which coding agent a request comes from. It asks, in this order: the path, which the user chose for the agent; the configured agents; headers that only one agent sends, because a user agent can be
/// replaced by settings; launchers' user agents; and user agents. It runs on the way of every request, and allocates nothing for one that is no agent's.
/// </summary>
public sealed class AgentRecognizer
{
    private readonly ConfiguredAgent[] configured;

    /// <summary>A recogniser that also knows the configured agents.</summary>
    public AgentRecognizer(AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        configured = [.. options.Agents.Where(agent => agent.Name.Length > 0 && (!string.IsNullOrEmpty(agent.UserAgentPrefix) || !string.IsNullOrEmpty(agent.Header)))];
    }

    /// <summary>The agent; NULL where the request shows none.</summary>
    public RecognizedAgent? Recognize(in AgentSigns signs)
    {
        var headers = signs.Headers;
        var userAgent = HeaderValue.Of(headers.UserAgent);
        if (OfPath(signs.PathPrefix) is { } chosen)
        {
            return Known(chosen, userAgent, signs);
        }

        foreach (var agent in configured)
        {
            if (IsFrom(agent, headers, userAgent, out var version))
            {
                var session = string.IsNullOrEmpty(agent.SessionHeader) ? null : SessionId.OrNull(HeaderValue.Of(headers[agent.SessionHeader]));
                return new(agent.Name, version, session, false, null, null);
            }
        }

        return (OfHeaders(headers, userAgent) ?? UserAgents.AgentOf(userAgent)) is { } name ? Known(name, userAgent, signs) : null;
    }

    private static string? OfPath(ReadOnlySpan<char> prefix) => prefix switch
    {
        "cursor" => CodingAgents.Cursor,
        "codex" => CodingAgents.Codex,
        _ => null,
    };

    private static string? OfHeaders(IHeaderDictionary headers, string userAgent)
    {
        if (ClaudeCodeHeaders.AreFromIt(headers))
        {
            return CodingAgents.ClaudeCode;
        }

        if (CodexHeaders.AreFromIt(headers))
        {
            return CodingAgents.Codex;
        }

        return userAgent.StartsWith("OpenAI/JS", StringComparison.Ordinal) && headers.ContainsKey("x-initiator") && headers.ContainsKey("x-interaction-type") ? CodingAgents.CopilotCli : OfTitle(headers);
    }

    // What an application calls itself to OpenRouter, wherever that provider's address points: @cline/llms 0.0.86 and @continuedev/cli 1.5.47.
    private static string? OfTitle(IHeaderDictionary headers) => HeaderValue.Of(headers["X-Title"]) switch
    {
        "Cline" => CodingAgents.Cline,
        "" when HeaderValue.Of(headers["X-OpenRouter-Title"]) == "Continue" => CodingAgents.Continue,
        _ => null,
    };

    private static bool IsFrom(ConfiguredAgent agent, IHeaderDictionary headers, string userAgent, out string? version)
    {
        var hasPrefix = !string.IsNullOrEmpty(agent.UserAgentPrefix) && userAgent.StartsWith(agent.UserAgentPrefix, StringComparison.OrdinalIgnoreCase);
        version = hasPrefix ? UserAgents.VersionAt(userAgent.AsSpan(agent.UserAgentPrefix!.Length).TrimStart('/')) : null;
        return hasPrefix || (!string.IsNullOrEmpty(agent.Header) && headers.ContainsKey(agent.Header));
    }

    private static RecognizedAgent Known(string name, string userAgent, in AgentSigns signs)
    {
        // A replaced user agent's version is not the agent's.
        var version = UserAgents.AgentOf(userAgent) == name ? UserAgents.VersionOf(userAgent) : null;
        switch (name)
        {
            case CodingAgents.ClaudeCode:
                return new(name, version, ClaudeCodeHeaders.SessionOf(signs.Headers, signs.Metadata), false, null, null);
            case CodingAgents.Codex:
                var turn = CodexHeaders.TurnOf(signs.Headers);
                return new(name, version, CodexHeaders.SessionOf(signs.Headers) ?? turn.SessionId, turn.IsHelper, turn.Repository, turn.CommitHash);
            case CodingAgents.OpenCode:
                return new(name, version, SessionId.OrNull(HeaderValue.Of(signs.Headers["x-session-id"])), false, null, null);
            case CodingAgents.Cline:
                return new(name, version, SessionId.OrNull(HeaderValue.Of(signs.Headers["X-Task-ID"])), false, null, null);
            default:
                return new(name, version, null, false, null, null);
        }
    }
}
