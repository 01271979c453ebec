using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Cursor;

/// <summary>Brings what Cursor's APIs tell of a team while the gateway runs. The lists know nothing of each other: a team without the one has the other.</summary>
internal sealed partial class CursorImport : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly CursorFeed[] _feeds;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<CursorImport> _logger;

    public CursorImport(CursorClient client, ICursorUsers users, ITelemetryJournal journal, CursorOptions options, TimeProvider time, ILogger<CursorImport> logger)
    {
        (_interval, _time, _logger) = (options.Interval, time, logger);
        ICursorSource[] sources = [new DailyUsage(options.WorkspaceId!), new TrackedCommits(options.WorkspaceId!)];
        _feeds = [.. sources.Select(source => new CursorFeed(source, client, users, journal, options.Days, time))];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_feeds.Select(feed => RepeatAsync(feed, stoppingToken)));

    private async Task RepeatAsync(CursorFeed feed, CancellationToken cancellationToken)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                failures = await TryAsync(feed, failures, cancellationToken) ? 0 : failures + 1;
                await Task.Delay(PauseAfter(failures), _time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task<bool> TryAsync(CursorFeed feed, int failures, CancellationToken cancellationToken)
    {
        try
        {
            var counts = await feed.ImportAsync(cancellationToken);
            Imported(_logger, feed.Name, counts.Rows, counts.Told);
            if (counts.NotUnderstood > 0)
            {
                NotUnderstood(_logger, feed.Name, counts.NotUnderstood, counts.Rows);
            }

            return true;
        }
        catch (Exception refused) when (refused is CursorException or IOException)
        {
            NotImported(_logger, feed.Name, refused.Message, PauseAfter(failures + 1));
            return false;
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            Failed(_logger, defect, feed.Name, PauseAfter(failures + 1));
            return false;
        }
    }

    private TimeSpan PauseAfter(int failures)
    {
        var pause = _interval * Math.Pow(2, Math.Clamp(failures - 1, 0, 16));
        return pause > LongestPause ? LongestPause : pause;
    }

    [LoggerMessage(410, LogLevel.Information, "Read from Cursor: {List}, {Rows} rows, {Told} observations written")]
    private static partial void Imported(ILogger logger, string list, int rows, int told);

    [LoggerMessage(411, LogLevel.Warning, "Of Cursor's {List}, {NotUnderstood} of {Rows} rows lack a user, a time or their figures and were left out. Cursor's API may have changed: look for a newer version of Weir")]
    private static partial void NotUnderstood(ILogger logger, string list, int notUnderstood, int rows);

    [LoggerMessage(412, LogLevel.Warning, "Not read from Cursor: {List}. {Reason} It is tried again in {Pause}")]
    private static partial void NotImported(ILogger logger, string list, string reason, TimeSpan pause);

    [LoggerMessage(413, LogLevel.Error, "Not read from Cursor, by a defect: {List}. It is tried again in {Pause}")]
    private static partial void Failed(ILogger logger, Exception defect, string list, TimeSpan pause);
}
