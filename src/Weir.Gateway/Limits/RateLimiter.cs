using System.Collections.Concurrent;
using Weir.Accounts;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Receiving;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Limits;

/// <summary>
/// Admits requests by the limits of their endpoint. Exactly as many requests are admitted in a window as the limit says, however many come at once. Tokens are reserved by
/// an estimate and settled when the request ends, so a window may go over its limit by what the requests on their way use beyond their estimates (docs/configuration.md).
/// </summary>
internal sealed class RateLimiter(GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>Beyond so many buckets the subjects of a limit that are new share one: a client that invents tags cannot fill the memory.</summary>
    private const int MostBuckets = 100_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string EndpointId, RateLimit Limit, string Subject), LimitBucket> _buckets = new();
    private long _made;
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Admits a request, or says why not.</summary>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="groups">The caller's groups.</param>
    /// <param name="tags">The request's tags.</param>
    /// <param name="estimatedTokens">What it may use.</param>
    /// <returns>What was taken, to be settled when the request ends; or the refusal.</returns>
    public (Admission? Admission, Refusal? Refusal) Admit(GatewayEndpoint endpoint, Caller caller, IReadOnlyCollection<string> groups, IReadOnlyDictionary<string, string>? tags, long estimatedTokens)
    {
        if (endpoint.RateLimits.Count == 0)
        {
            return default;
        }

        var subjects = LimitSubject.Of(endpoint.RateLimits, caller, groups, tags);
        if (subjects.Count == 0)
        {
            return default;
        }

        foreach (var subject in subjects)
        {
            if (subject.Group is null && (subject.Limit.Requests == 0 || subject.Limit.Tokens == 0))
            {
                metrics.RateLimited(subject.Limit.Key);
                return (null, new Refusal(403, RefusalCodes.PermissionDenied, $"The endpoint '{endpoint.Name}' admits no requests{WhomOf(subject)}: its limit is 0. An admin of the endpoint can change that."));
            }
        }

        Sweep();
        while (true)
        {
            var buckets = new LimitBucket[subjects.Count];
            for (var i = 0; i < buckets.Length; i++)
            {
                buckets[i] = BucketOf(endpoint.Id, subjects[i]);
            }

            var now = time.GetUtcNow();
            var ordered = buckets.Distinct().OrderBy(bucket => bucket.Number).ToArray();
            foreach (var bucket in ordered)
            {
                bucket.Gate.Enter();
            }

            try
            {
                if (Array.Exists(ordered, bucket => bucket.IsDropped))
                {
                    continue;
                }

                foreach (var bucket in ordered)
                {
                    bucket.Turn(now);
                }

                if (FirstOver(subjects, buckets, estimatedTokens) is { } over)
                {
                    metrics.RateLimited(subjects[over].Limit.Key);
                    return (null, RefusalOf(endpoint, subjects[over], buckets[over].Window, now));
                }

                foreach (var bucket in ordered)
                {
                    bucket.Take(estimatedTokens);
                }

                return (new Admission(ordered, estimatedTokens), null);
            }
            finally
            {
                foreach (var bucket in ordered)
                {
                    bucket.Gate.Exit();
                }
            }
        }
    }

    /// <summary>Buckets in memory now.</summary>
    public int Count => _buckets.Count;

    private static int? FirstOver(List<LimitSubject> subjects, LimitBucket[] buckets, long estimate)
    {
        int? overGroup = null;
        var groupsWithRoom = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < buckets.Length; i++)
        {
            if (subjects[i].Group is { } group)
            {
                groupsWithRoom.Add(group);
            }
        }

        for (var i = 0; i < buckets.Length; i++)
        {
            var limit = subjects[i].Limit;
            if (buckets[i].HasRoom(limit.Requests, limit.Tokens, estimate))
            {
                continue;
            }

            if (subjects[i].Group is not { } group)
            {
                return i;
            }

            groupsWithRoom.Remove(group);
            overGroup = i;
        }

        // Of several groups, one with room is enough.
        return groupsWithRoom.Count == 0 ? overGroup : null;
    }

    private LimitBucket BucketOf(string endpointId, LimitSubject subject)
    {
        var key = (endpointId, subject.Limit, subject.Subject);
        if (!_buckets.TryGetValue(key, out var bucket) && _buckets.Count >= MostBuckets)
        {
            key.Subject = "\0others";
        }

        return bucket ?? _buckets.GetOrAdd(key, static (made, self) => new LimitBucket(Interlocked.Increment(ref self._made), LimitWindow.Of(made.Limit.RenewalPeriod)), this);
    }

    // Behind the requests, by one of them, once a minute.
    private void Sweep()
    {
        var last = Volatile.Read(ref _sweptAt);
        if (time.GetElapsedTime(last) < SweepInterval || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), last) != last)
        {
            return;
        }

        _ = Task.Run(() =>
        {
            var now = time.GetUtcNow();
            foreach (var (key, bucket) in _buckets)
            {
                lock (bucket.Gate)
                {
                    if (bucket.TryDrop(now))
                    {
                        _buckets.TryRemove(key, out _);
                    }
                }
            }
        });
    }

    private static Refusal RefusalOf(GatewayEndpoint endpoint, LimitSubject over, LimitWindow window, DateTimeOffset now)
    {
        var seconds = window.SecondsLeftAt(now);
        var amounts = (over.Limit.Requests, over.Limit.Tokens) switch
        {
            ({ } requests, { } tokens) => $"{requests} requests and {tokens} tokens",
            ({ } requests, null) => $"{requests} requests",
            (_, var tokens) => $"{tokens} tokens",
        };
        return new Refusal(429, RefusalCodes.RequestLimitExceeded, $"The endpoint '{endpoint.Name}' admits {amounts} per {window.Name}{WhomOf(over)}. Try again in {seconds} seconds.", seconds);
    }

    private static string WhomOf(LimitSubject subject) => subject.Limit.Key switch
    {
        "USER_DEFAULT" => " for each user",
        "USER" or "SERVICE_PRINCIPAL" => $" for {subject.Limit.Principal}",
        "USER_GROUP" => $" for the group {subject.Limit.Principal}",
        "REQUEST_TAG" => $" for requests with the tag {subject.Limit.RequestTagKey}={subject.Subject}",
        _ => string.Empty,
    };
}
