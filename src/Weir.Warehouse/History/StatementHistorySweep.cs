using Microsoft.Extensions.Logging;
using Weir.Accounts;

namespace Weir.Warehouse.History;

/// <summary>Forgets what the history keeps no longer.</summary>
internal sealed partial class StatementHistorySweep(IStatementHistoryStore store, StatementHistoryOptions options, TimeProvider time, ILogger<StatementHistorySweep> logger) : PeriodicWork(TimeSpan.FromMinutes(10), time)
{
    protected override async Task WorkAsync(CancellationToken cancellationToken) =>
        await store.DeleteAsync(Time.GetUtcNow().AddDays(-options.HistoryDays).ToUnixTimeMilliseconds(), options.HistoryRows, cancellationToken);

    protected override void Report(Exception failed) => NotSwept(logger, failed);

    [LoggerMessage(632, LogLevel.Warning, "Old statements of the history could not be deleted; it is tried again")]
    private static partial void NotSwept(ILogger logger, Exception failed);
}
