using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Sessions;

/// <summary>
/// Sessions of the server's own browser, which draws a report in somebody's name. One is in memory alone and ends with the drawing, or after its time. It stands in a
/// header that no page of another site can send and no other client has, and opens only the requests that it was begun for: nothing else in the API, and no model.
/// </summary>
public sealed class ReportSessions(TimeProvider time)
{
    /// <summary>The header that has the secret.</summary>
    public const string HeaderName = "Weir-Report-Session";

    private readonly ConcurrentDictionary<string, ReportSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a session; disposing it ends it.</summary>
    /// <param name="caller">In whose name.</param>
    /// <param name="lifetime">How long it lasts if nobody ends it.</param>
    /// <param name="opens">Which requests it is for.</param>
    public ReportSession Begin(Caller caller, TimeSpan lifetime, Func<HttpRequest, bool> opens)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var key = KeyOf(secret);
        var session = new ReportSession(secret, caller, time.GetUtcNow() + lifetime, opens, () => _sessions.TryRemove(key, out _));
        _sessions[key] = session;
        return session;
    }

    /// <summary>The caller behind a request, or NULL when it has no such session.</summary>
    /// <param name="request">The request.</param>
    /// <param name="refusal">Why the session may not be used for this request, or NULL.</param>
    public Caller? Authenticate(HttpRequest request, out string? refusal)
    {
        refusal = null;
        if (request.Headers[HeaderName] is not [{ Length: > 0 } secret] || !_sessions.TryGetValue(KeyOf(secret), out var session) || session.End <= time.GetUtcNow())
        {
            return null;
        }

        refusal = session.Opens(request) ? null : "The session of a report opens that report's dashboard alone.";
        return session.Caller;
    }

    // Found by its hash, so that how long the search takes says nothing about a secret.
    private static string KeyOf(string secret) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));
}

/// <summary>A session of the server's own browser.</summary>
public sealed class ReportSession(string secret, Caller caller, DateTimeOffset end, Func<HttpRequest, bool> opens, Action onEnd) : IDisposable
{
    /// <summary>What the header holds; it is kept nowhere else.</summary>
    public string Secret => secret;

    /// <summary>In whose name it is.</summary>
    public Caller Caller => caller;

    /// <summary>When it ends if nobody ends it.</summary>
    internal DateTimeOffset End => end;

    /// <summary>Whether it is for a request.</summary>
    internal bool Opens(HttpRequest request) => opens(request);

    /// <inheritdoc/>
    public void Dispose() => onEnd();
}
