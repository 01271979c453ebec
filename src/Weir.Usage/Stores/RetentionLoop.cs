using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Usage.Stores;

/// <summary>Deletes rows that are older than the setting, once at start and then every six hours.</summary>
public sealed partial class RetentionLoop(IEnumerable<ITableStore> stores, RetentionOptions options, TimeProvider time, ILogger<RetentionLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    /// <summary>Deletes once.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var cutoff = time.GetUtcNow().UtcDateTime.AddDays(-options.Days);
        foreach (var store in stores)
        {
            await store.DeleteExpiredPayloadsAsync(time.GetUtcNow().UtcDateTime, cancellationToken);
            await store.DeleteAuditBeforeAsync(time.GetUtcNow().UtcDateTime.AddDays(-options.AuditDays), cancellationToken);
            await store.DeleteTelemetryBeforeAsync(time.GetUtcNow().UtcDateTime.AddDays(-options.DaysOfTelemetry), cancellationToken);
            var deleted = await store.DeleteBeforeAsync(cutoff, cancellationToken);
            if (deleted > 0)
            {
                Deleted(logger, deleted, cutoff);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = TimeSpan.FromMinutes(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                await RunOnceAsync(stoppingToken);
                wait = Interval;
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                Failed(logger, trouble.Message);
            }
        }
    }

    [LoggerMessage(110, LogLevel.Information, "Retention deleted {Rows} rows from before {Cutoff:u}")]
    private static partial void Deleted(ILogger logger, long rows, DateTime cutoff);

    [LoggerMessage(111, LogLevel.Warning, "Retention did not run: {Reason}. It is tried again")]
    private static partial void Failed(ILogger logger, string reason);
}

/// <summary>The section <c>Retention</c> of the configuration.</summary>
public sealed class RetentionOptions
{
    /// <summary>Rows whose event time is older than this many days are deleted.</summary>
    public int Days { get; set; } = 365;

    /// <summary>Rows of <c>system.access.audit</c> that are older than this many days are deleted.</summary>
    public int AuditDays { get; set; } = 365;

    /// <summary>Rows of <c>coding_agent_activity</c> and of OpenTelemetry's tables that are older than this many days are deleted. Unless it is set they are kept as long as the requests beside which dashboards show them.</summary>
    public int? TelemetryDays { get; set; }

    /// <summary>How many days telemetry is kept.</summary>
    public int DaysOfTelemetry => TelemetryDays ?? Days;
}
