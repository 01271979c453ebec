namespace Weir.Dashboards.Results;

/// <summary>
/// Results that were calculated a short time ago or from tables that have not changed since, and those that are being calculated: whoever asks for the same meanwhile waits for the same statement. It is cancelled when
/// the last who waits is gone. Kept within a number of bytes, the newest.
/// </summary>
internal sealed class ResultCache(DashboardResultOptions options, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>A result that is kept, or the one that <paramref name="run"/> calculates.</summary>
    /// <param name="key">What the result depends on: the statement, its parameters, and the rights that it reads with.</param>
    /// <param name="freshness">What the result depends on beside the key, as it is now.</param>
    /// <param name="runner">With whose right to the warehouse it runs, should it run.</param>
    /// <param name="run">Calculates it.</param>
    /// <param name="cancellationToken">Of who asks, who may go away alone.</param>
    public async Task<ShownRows> GetAsync(string key, ResultFreshness freshness, string runner, Func<CancellationToken, Task<DashboardRows>> run, CancellationToken cancellationToken)
    {
        var flightKey = $"{key} {runner}";
        Flight flight;
        lock (_lock)
        {
            Forget();
            if (_entries.TryGetValue(key, out var kept) && IsFresh(kept.Value, freshness))
            {
                return new ShownRows(kept.Value.Rows, kept.Value.Computed, true);
            }

            if (!_flights.TryGetValue(flightKey, out flight!))
            {
                flight = new Flight();
                _flights[flightKey] = flight;
                flight.Result = Task.Run(() => FlyAsync(key, freshness, flightKey, flight, run), CancellationToken.None);
            }

            flight.Waiting++;
        }

        try
        {
            return await flight.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                if (--flight.Waiting == 0 && _flights.GetValueOrDefault(flightKey) == flight)
                {
                    // Who asks from now on starts anew.
                    _flights.Remove(flightKey);
                    flight.Cancellation.Cancel();
                }
            }
        }
    }

    private async Task<ShownRows> FlyAsync(string key, ResultFreshness freshness, string flightKey, Flight flight, Func<CancellationToken, Task<DashboardRows>> run)
    {
        try
        {
            // The rows are as of its beginning.
            var started = time.GetUtcNow();
            var rows = await run(flight.Cancellation.Token);
            lock (_lock)
            {
                Keep(new Entry(key, rows, started, freshness));
            }

            return new ShownRows(rows, started, false);
        }
        finally
        {
            lock (_lock)
            {
                if (_flights.GetValueOrDefault(flightKey) == flight)
                {
                    _flights.Remove(flightKey);
                }
            }
        }
    }

    private void Keep(Entry entry)
    {
        if (options.ResultAgeSeconds <= 0 || entry.Bytes > Limit)
        {
            return;
        }

        if (_entries.TryGetValue(entry.Key, out var before))
        {
            Remove(before);
        }

        _entries[entry.Key] = _byAge.AddLast(entry);
        _bytes += entry.Bytes;
        while (_bytes > Limit)
        {
            Remove(_byAge.First!);
        }
    }

    private void Forget()
    {
        var oldest = time.GetUtcNow() - Longest;
        for (var node = _byAge.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Computed <= oldest)
            {
                Remove(node);
            }

            node = next;
        }
    }

    private bool IsFresh(Entry kept, ResultFreshness now) =>
        time.GetUtcNow() - kept.Computed < TimeSpan.FromSeconds(options.ResultAgeSeconds) || (kept.Freshness == now && !now.ChangesWithTime);

    private void Remove(LinkedListNode<Entry> node)
    {
        _byAge.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private long Limit => options.ResultCacheMb * 1024L * 1024L;

    private sealed record Entry(string Key, DashboardRows Rows, DateTimeOffset Computed, ResultFreshness Freshness)
    {
        private const int Overhead = 1024;

        public long Bytes => Rows.Rows.Length + Overhead;
    }

    private sealed class Flight
    {
        public CancellationTokenSource Cancellation { get; } = new();

        public Task<ShownRows> Result { get; set; } = null!;

        public int Waiting { get; set; }
    }
}

/// <summary>What a result is as old as.</summary>
/// <param name="TablesVersion">Which state of the tables it is of.</param>
/// <param name="ChangesWithTime">Whether it changes with time, though the tables do not.</param>
internal readonly record struct ResultFreshness(long TablesVersion, bool ChangesWithTime);

/// <summary>Rows and their age.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Computed">As of when they are.</param>
/// <param name="IsCached">Whether they were there already.</param>
internal sealed record ShownRows(DashboardRows Rows, DateTimeOffset Computed, bool IsCached);
