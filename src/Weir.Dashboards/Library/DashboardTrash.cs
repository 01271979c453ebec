using Microsoft.Extensions.Logging;
using Weir.Accounts;

namespace Weir.Dashboards.Library;

/// <summary>Deletes for good what was in the trash for 30 days.</summary>
internal sealed partial class DashboardTrash(IDashboardStore store, DashboardPermissions permissions, TimeProvider time, ILogger<DashboardTrash> logger) : PeriodicWork(TimeSpan.FromHours(1), time)
{
    /// <summary>How long it is kept there.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    protected override async Task WorkAsync(CancellationToken cancellationToken) =>
        await permissions.ForgetAsync(await store.DeleteTrashAsync((Time.GetUtcNow() - Kept).UtcDateTime, cancellationToken), cancellationToken);

    protected override void Report(Exception failed) => NotEmptied(logger, failed);

    [LoggerMessage(700, LogLevel.Warning, "Old dashboards in the trash could not be deleted; it is tried again")]
    private static partial void NotEmptied(ILogger logger, Exception failed);
}
