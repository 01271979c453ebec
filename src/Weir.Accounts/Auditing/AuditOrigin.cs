using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Auditing;

/// <summary>Where a request came from, apart from the request itself: work that outlives its request can still say it.</summary>
/// <param name="RequestId">The request's id.</param>
/// <param name="SourceIpAddress">The client's address.</param>
/// <param name="UserAgent">The client, as it names itself.</param>
public sealed record AuditOrigin(Guid RequestId, string? SourceIpAddress, string? UserAgent)
{
    private const int LongestUserAgent = 512;
    private static readonly AsyncLocal<AuditOrigin?> Flowing = new();

    /// <summary>Who makes the request, once that is known.</summary>
    public Caller? Caller { get; set; }

    /// <summary>Whom it claims to come from, where that was not shown to be so.</summary>
    public string? ClaimedIdentity { get; set; }

    /// <summary>The origin of the work at hand, or NULL.</summary>
    public static AuditOrigin? Current => Flowing.Value;

    /// <summary>Reads the origin of a request.</summary>
    public static AuditOrigin Of(HttpContext context, TimeProvider time)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new AuditOrigin(
            Guid.CreateVersion7(time.GetUtcNow()),
            context.Connection.RemoteIpAddress?.ToString(),
            agent.Length == 0 ? null : agent.Length <= LongestUserAgent ? agent : agent[..LongestUserAgent]);
    }

    /// <summary>Makes this the origin of what follows in the same flow.</summary>
    public void Enter() => Flowing.Value = this;
}
