using System.Globalization;

namespace Weir.Accounts.Auditing;

/// <summary>
/// Bounds what denied accesses write. In each minute the first few of a kind (the same address, principal, action and status) are rows of their own; the
/// rest are counted, and become one row when the minute is over, whose parameter <c>repeated</c> is the count. Kinds are bounded too, so a
/// flood from many addresses writes no more than <see cref="MostKinds"/> such rows and <see cref="MostSingle"/> others a minute.
/// </summary>
public sealed class DeniedAccesses(TimeProvider time)
{
    /// <summary>The time after which counts become rows.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Rows of their own, of one kind, in a window.</summary>
    public const int MostSingleOfKind = 10;

    /// <summary>Rows of their own, of all kinds, in a window.</summary>
    public const int MostSingle = 1000;

    /// <summary>Kinds that are counted apart in a window; the others are counted together.</summary>
    public const int MostKinds = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Kind, Count> _counts = [];
    private long _began = time.GetTimestamp();
    private int _single;

    /// <summary>Takes a denied access.</summary>
    /// <returns>The rows to write now.</returns>
    public IReadOnlyList<AuditEvent> Take(AuditEvent denied)
    {
        lock (_lock)
        {
            var rows = time.GetElapsedTime(_began) >= Window ? End() : [];
            var kind = new Kind(denied.Origin?.SourceIpAddress, denied.Identity ?? denied.Origin?.Caller?.PrincipalName ?? denied.Origin?.ClaimedIdentity, denied.ServiceName, denied.ActionName, denied.StatusCode);
            if (!_counts.ContainsKey(kind) && _counts.Count >= MostKinds)
            {
                kind = Kind.Others;
            }

            var count = _counts.TryGetValue(kind, out var known) ? known : _counts[kind] = new Count(kind == Kind.Others ? Anonymous(denied) : denied);
            if (kind != Kind.Others && count.Single < MostSingleOfKind && _single < MostSingle)
            {
                count.Single++;
                _single++;
                rows.Add(denied);
            }
            else
            {
                count.Repeated++;
            }

            return rows;
        }
    }

    /// <summary>Ends the window.</summary>
    /// <returns>A row for each kind of which some were only counted.</returns>
    public IReadOnlyList<AuditEvent> EndWindow()
    {
        lock (_lock)
        {
            return End();
        }
    }

    private List<AuditEvent> End()
    {
        List<AuditEvent> rows = [.. _counts.Values.Where(count => count.Repeated > 0).Select(count => count.ToEvent())];
        _counts.Clear();
        _single = 0;
        _began = time.GetTimestamp();
        return rows;
    }

    private static AuditEvent Anonymous(AuditEvent denied) => new(denied.ServiceName, "deniedAccesses", denied.StatusCode);

    private readonly record struct Kind(string? SourceIpAddress, string? Identity, string ServiceName, string ActionName, int StatusCode)
    {
        public static Kind Others { get; } = new("*", "*", "*", "*", 0);
    }

    private sealed class Count(AuditEvent first)
    {
        public int Single { get; set; }

        public long Repeated { get; set; }

        public AuditEvent ToEvent()
        {
            // Its own parameters are the first one's alone.
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["repeated"] = Repeated.ToString(CultureInfo.InvariantCulture) };
            return first with { Parameters = parameters };
        }
    }
}
