using System.Buffers.Binary;
using Weir.Agents;
using Weir.Usage.Agents;

namespace Weir.Generation;

/// <summary>The coding agent of a planned call, as the gateway would have recognised it.</summary>
internal static class GeneratedAgent
{
    /// <summary>The agent, or NULL for a call that none makes.</summary>
    /// <param name="call">The call.</param>
    /// <param name="use">What its endpoint is for.</param>
    /// <param name="client">The client's user agent.</param>
    public static CallingAgent? Of(in PlannedCall call, EndpointUse use, string client)
    {
        var name = use switch
        {
            EndpointUse.ClaudeCode => CodingAgents.ClaudeCode,
            EndpointUse.Codex => CodingAgents.Codex,
            EndpointUse.GeminiCli => CodingAgents.GeminiCli,
            EndpointUse.Cursor => CodingAgents.Cursor,
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        // Gemini's requests and Cursor's name no session.
        var session = use is EndpointUse.ClaudeCode or EndpointUse.Codex ? SessionId(call.Session) : null;
        return new CallingAgent(name, use == EndpointUse.Cursor ? null : VersionOf(client), session, IsHelper: false, Repository: null, CommitHash: null);
    }

    /// <summary>Whether a person sits before the session of a call.</summary>
    public static bool IsInteractive(in PlannedCall call) => call.Session % 5 != 4;

    // Gemini's older clients name their Node's version there.
    private static string? VersionOf(string client)
    {
        var version = client.Split('/')[1].Split(' ')[0];
        return version.StartsWith('v') ? null : version;
    }

    /// <summary>How an agent names a session.</summary>
    public static string SessionId(ulong session)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, session);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], session * 0x9E3779B97F4A7C15);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
