using System.Buffers;
using System.Text.Json;

namespace Weir.Agents.Recognition;

/// <summary>What Codex tells of a turn in <c>x-codex-turn-metadata</c>.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="IsHelper">Whether the turn's thread was begun by Codex for itself (<c>thread_source</c>), not by the user.</param>
/// <param name="Repository">The URL of the first workspace's remote <c>origin</c>, without credentials.</param>
/// <param name="CommitHash">The first workspace's newest commit when the turn began.</param>
internal readonly record struct CodexTurn(string? SessionId, bool IsHelper, string? Repository, string? CommitHash)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads the header's JSON; of malformed JSON, what stands before the mistake.</summary>
    public static CodexTurn Read(ReadOnlySpan<byte> json)
    {
        var turn = default(CodexTurn);
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return turn;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("session_id"u8))
                {
                    reader.Read();
                    turn = turn with { SessionId = Recognition.SessionId.OrNull(JsonMembers.TextAt(ref reader)) };
                }
                else if (reader.ValueTextEquals("thread_source"u8))
                {
                    reader.Read();
                    turn = turn with { IsHelper = reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals("user"u8) };
                }
                else if (reader.ValueTextEquals("workspaces"u8))
                {
                    reader.Read();
                    turn = WithFirstWorkspace(turn, ref reader);
                    continue;
                }
                else
                {
                    reader.Read();
                }

                reader.Skip();
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // Only a client that is not Codex sends such; what was read is kept.
        }

        return turn;
    }

    /// <summary>Reads the members of the first member of <c>workspaces</c>, and steps over the others.</summary>
    private static CodexTurn WithFirstWorkspace(CodexTurn turn, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return turn;
        }

        var depth = reader.CurrentDepth;
        if (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("latest_git_commit_hash"u8))
                {
                    reader.Read();
                    turn = turn with { CommitHash = HashOrNull(JsonMembers.TextAt(ref reader)) };
                }
                else if (reader.ValueTextEquals("associated_remote_urls"u8))
                {
                    reader.Read();
                    turn = turn with { Repository = Origin(ref reader) };
                    continue;
                }
                else
                {
                    reader.Read();
                }

                reader.Skip();
            }
        }

        while (reader.CurrentDepth > depth && reader.Read())
        {
        }

        return turn;
    }

    private static string? Origin(ref Utf8JsonReader reader)
    {
        string? origin = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return origin;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOrigin = reader.ValueTextEquals("origin"u8);
            reader.Read();
            origin = isOrigin ? RepositoryUrl.OrNull(JsonMembers.TextAt(ref reader)) : origin;
            reader.Skip();
        }

        return origin;
    }

    private static string? HashOrNull(string? text) => text is { Length: >= 7 and <= 64 } && !text.AsSpan().ContainsAnyExcept(HexDigits) ? text : null;
}
