using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Usage.Journal;

namespace Weir.Usage.Stores;

/// <summary>
/// Brings the journal to the table stores, each at its own pace: a store that is down costs disk, not rows and not requests.
/// Segments that every store has are deleted.
/// <para>States: feeding (from start), draining (from <see cref="StopAsync"/>, until every store has everything or the host's
/// patience ends), stopped. Whatever is left waits in the journal for the next start.</para>
/// </summary>
public sealed partial class JournalFeeder(IJournalStream journal, IEnumerable<ITableStore> stores, TimeProvider time, ILogger<JournalFeeder> logger) : IHostedService, IDisposable
{
    private const long LargestSlice = 8 * 1024 * 1024;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(5);

    private readonly ITableStore[] _stores = [.. stores];
    private readonly Dictionary<string, JournalPosition> _positions = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _feeding = Task.CompletedTask;

    /// <summary>Bytes of the journal that the slowest store does not have yet.</summary>
    public long LagBytes => journal.RunsAfter(Slowest()).Sum(run => run.To - run.From);

    /// <summary>One of <see cref="JournalStreams"/>.</summary>
    public string Stream => journal.Stream;

    /// <summary>When the first line happened (UTC) that the slowest store does not have yet; NULL when they have all.</summary>
    public DateTime? OldestWaitingTime => OldestWaiting.TimeOf(journal.RunsAfter(Slowest()));

    /// <summary>When a store last took something since the start, or NULL.</summary>
    public DateTimeOffset? LastTakenTime { get; private set; }

    /// <summary>The last trouble with a store, or NULL when all is well.</summary>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _feeding = Task.WhenAll(_stores.Select(store => Task.Run(() => FeedAsync(store, _stop.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DrainAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LeftBehind(logger, LagBytes);
        }

        await _stop.CancelAsync();
        await _feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Completes when every store has what was journaled when this was called.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var target = journal.DurablePosition;
        while (Slowest() < target && journal.RunsAfter(Slowest()).Any())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task FeedAsync(ITableStore store, CancellationToken cancellationToken)
    {
        var backOff = ShortestBackOff;
        JournalPosition? known = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var position = known ?? await store.GetPositionAsync(journal.Name, cancellationToken);
                known = position;
                Remember(store, position);
                foreach (var run in journal.RunsAfter(position))
                {
                    for (var from = run.From; from < run.To;)
                    {
                        var to = run.To - from <= LargestSlice ? run.To : LineEnd(run.Path, from + LargestSlice, run.To);
                        position = await store.IngestAsync(new JournalSlice(journal.Name, run.Segment, run.Path, from, to, journal.Stream), cancellationToken);
                        from = to;
                        known = position;
                        LastTakenTime = time.GetUtcNow();
                        Remember(store, position);
                        backOff = ShortestBackOff;
                    }
                }

                Trouble = null;
                journal.DeleteTaken(Slowest());
                await journal.WaitForAdvanceAsync(position, cancellationToken);
                await Task.Delay(Pace, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception trouble)
            {
                // What the store took before it failed is not known here: it is asked anew.
                known = null;
                Trouble = $"{store.Name}: {trouble.Message}";
                StoreFailed(logger, store.Name, trouble.Message);
                await Task.Delay(backOff, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
            }
        }
    }

    private JournalPosition Slowest()
    {
        lock (_lock)
        {
            return _positions.Count < _stores.Length || _stores.Length == 0 ? JournalPosition.Start : _positions.Values.Min();
        }
    }

    private void Remember(ITableStore store, JournalPosition position)
    {
        lock (_lock)
        {
            _positions[store.Name] = position;
        }
    }

    private static long LineEnd(string path, long around, long limit)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[64 * 1024];
        for (var at = around; at < limit;)
        {
            var read = RandomAccess.Read(file, buffer, at);
            var end = buffer.AsSpan(0, read).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Math.Min(at + end + 1, limit);
            }

            if (read == 0)
            {
                break;
            }

            at += read;
        }

        return limit;
    }

    [LoggerMessage(100, LogLevel.Warning, "Table store {Store} did not take the journal: {Reason}. Records wait on disk")]
    private static partial void StoreFailed(ILogger logger, string store, string reason);

    [LoggerMessage(101, LogLevel.Warning, "Stopped with {Bytes} bytes of the journal not yet in every table store; the next start brings them")]
    private static partial void LeftBehind(ILogger logger, long bytes);
}
