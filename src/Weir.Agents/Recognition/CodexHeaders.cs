using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Agents.Recognition;

/// <summary>What only Codex sends.</summary>
internal static class CodexHeaders
{
    private const string TurnMetadata = "x-codex-turn-metadata";

    /// <summary>Whether the headers are Codex's, of its command line, its window, or an editor's extension.</summary>
    public static bool AreFromIt(IHeaderDictionary headers) =>
        (headers.TryGetValue("originator", out var originator) && HeaderValue.Of(originator).StartsWith("codex", StringComparison.OrdinalIgnoreCase))
        || headers.ContainsKey(TurnMetadata) || headers.ContainsKey("x-codex-window-id") || headers.ContainsKey("x-codex-beta-features");

    /// <summary>The session: <c>session-id</c>, up to 0.80 <c>session_id</c>.</summary>
    public static string? SessionOf(IHeaderDictionary headers) => SessionId.OrNull(HeaderValue.Of(headers["session-id"])) ?? SessionId.OrNull(HeaderValue.Of(headers["session_id"]));

    /// <summary>What Codex tells of the turn; nothing where it tells nothing.</summary>
    public static CodexTurn TurnOf(IHeaderDictionary headers)
    {
        var metadata = HeaderValue.Of(headers[TurnMetadata]);
        if (metadata.Length == 0)
        {
            return default;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(metadata.Length));
        try
        {
            return CodexTurn.Read(bytes.AsSpan(0, Encoding.UTF8.GetBytes(metadata, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
