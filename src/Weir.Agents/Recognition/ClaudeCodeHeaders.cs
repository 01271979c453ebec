using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Agents.Recognition;

/// <summary>What only Claude Code sends.</summary>
internal static class ClaudeCodeHeaders
{
    private const string Session = "X-Claude-Code-Session-Id";

    /// <summary>Whether the headers are Claude Code's, whatever its user agent was replaced by. Versions before 2.1 have no session header; the beta alone is not enough, for other agents ask for it too.</summary>
    public static bool AreFromIt(IHeaderDictionary headers) =>
        headers.ContainsKey(Session)
        || (headers.TryGetValue("x-app", out var app) && HeaderValue.Of(app) == "cli" && HeaderValue.Of(headers["anthropic-beta"]).Contains("claude-code-", StringComparison.Ordinal));

    /// <summary>The session: of the header, else of the body's <c>metadata.user_id</c>.</summary>
    public static string? SessionOf(IHeaderDictionary headers, ReadOnlySpan<byte> metadata) => SessionId.OrNull(HeaderValue.Of(headers[Session])) ?? SessionId.OrNull(OfUserId(JsonMembers.TextOf(metadata, "user_id"u8)));

    /// <summary>The session in a <c>user_id</c>: since 2.1 a JSON object in a string, before <c>user_{hash}_account_{uuid}_session_{uuid}</c>.</summary>
    private static string? OfUserId(string? userId)
    {
        const string before = "_session_";
        if (userId is null)
        {
            return null;
        }

        if (userId.StartsWith('{'))
        {
            return JsonMembers.TextOf(Encoding.UTF8.GetBytes(userId), "session_id"u8);
        }

        var start = userId.StartsWith("user_", StringComparison.Ordinal) ? userId.LastIndexOf(before, StringComparison.Ordinal) : -1;
        return start < 0 ? null : userId[(start + before.Length)..];
    }
}
