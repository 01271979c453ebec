using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Library;
using Weir.Dashboards.Schedules.Rendering;

namespace Weir.Dashboards.Schedules.Reports;

/// <summary>Makes the report of a schedule, with the rights that stand when it is made.</summary>
internal sealed class ReportMaker(AccountDirectory accounts, DashboardLibrary library, DashboardPermissions permissions, CounterValues counters, PageRenderer renderer, ServerAddress address, TimeProvider time)
{
    private const long MostBytes = 10 * 1024 * 1024;

    /// <summary>Makes it.</summary>
    /// <returns>The report, and the dashboard as it is.</returns>
    /// <exception cref="ReportException">It cannot be made.</exception>
    public async Task<(Report Report, DashboardState Dashboard)> MakeAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        var maker = accounts.CallerOf(schedule.CreatorId, schedule.WorkspaceId)
            ?? throw new ReportException("Whoever made the schedule may no longer use the workspace. Somebody who may edit the dashboard can make another.");
        var (state, document) = await FindAsync(maker, schedule, cancellationToken);
        var published = state.Published!;
        var started = time.GetUtcNow().UtcDateTime;
        var pages = await counters.OfAsync(maker, schedule.DashboardId, document, schedule.TimeZone, everyWidget: schedule.Format != ReportFormat.Json, cancellationToken);
        var files = schedule.Format == ReportFormat.Json ? [] : await renderer.DrawAsync(maker, schedule, pages, cancellationToken);
        return files.Sum(file => (long)file.Bytes.Length) > MostBytes
            ? throw new ReportException($"The report has more than {MostBytes / 1024 / 1024} MiB, the most that is sent. Take pages out of the dashboard, or choose JSON.")
            : (new Report(schedule, published.DisplayName, $"{address.Public}/ui/dashboards/{schedule.DashboardId}", started, pages, files), state);
    }

    private async Task<(DashboardState State, DashboardDocument Document)> FindAsync(Caller maker, Schedule schedule, CancellationToken cancellationToken)
    {
        DashboardState state;
        try
        {
            state = await library.FindAsync(maker, schedule.DashboardId, cancellationToken);
        }
        catch (ApiException)
        {
            throw NotAllowed();
        }

        if (!permissions.Allows(maker, state.Dashboard, ObjectType.CanEdit))
        {
            throw NotAllowed();
        }

        if (state.Dashboard.TrashTime is not null)
        {
            throw new ReportException("The dashboard is in the trash.") { IsSkip = true };
        }

        if (state.Published is null)
        {
            throw new ReportException("The dashboard is not published, so there is nothing to send. Publish it.") { IsSkip = true };
        }

        return (state, (await library.FindPublishedAsync(maker, schedule.DashboardId, cancellationToken)).Document);
    }

    private static ReportException NotAllowed() => new("Whoever made the schedule may no longer edit the dashboard. Somebody who may can make another.");
}
