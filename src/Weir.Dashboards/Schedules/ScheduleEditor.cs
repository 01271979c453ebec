using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Dashboards.Library;
using Weir.Dashboards.Schedules.Rendering;

namespace Weir.Dashboards.Schedules;

/// <summary>Makes and changes schedules, for those who may edit the dashboard.</summary>
internal sealed class ScheduleEditor(IScheduleStore store, DashboardLibrary library, DashboardPermissions permissions, PageRenderer renderer, ScheduleRunner runner, TimeProvider time)
{
    private const int MostOfDashboard = 20;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The dashboard, for who may see it.</summary>
    /// <returns>The dashboard, and whether the caller may edit it.</returns>
    /// <exception cref="ApiException">404.</exception>
    public async Task<(DashboardState Dashboard, bool MayEdit)> SeenAsync(Caller caller, string dashboardId, CancellationToken cancellationToken)
    {
        var dashboard = await library.FindAsync(caller, dashboardId, cancellationToken);
        return (dashboard, permissions.Allows(caller, dashboard.Dashboard, ObjectType.CanEdit));
    }

    /// <summary>The dashboard, for who may edit it.</summary>
    /// <exception cref="ApiException">404 or 403.</exception>
    public async Task<DashboardState> EditableAsync(Caller caller, string dashboardId, CancellationToken cancellationToken)
    {
        var dashboard = await library.FindAsync(caller, dashboardId, cancellationToken);
        permissions.Require(caller, dashboard.Dashboard, ObjectType.CanEdit);
        return dashboard;
    }

    /// <summary>A schedule.</summary>
    /// <exception cref="ApiException">404.</exception>
    public async Task<Schedule> FindAsync(string dashboardId, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(dashboardId, id, cancellationToken) ?? throw NotThere(id);

    /// <summary>Makes a schedule.</summary>
    public async Task<Schedule> CreateAsync(Caller caller, DashboardState dashboard, ScheduleRequest request, CancellationToken cancellationToken)
    {
        RequireActive(dashboard);
        RequireWarehouse(dashboard, request);
        var (cron, zone, times) = CheckedCron(request);
        var isPaused = request.CheckedPause() ?? false;
        var now = Now;
        var schedule = new Schedule
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            DashboardId = dashboard.Dashboard.Id,
            WorkspaceId = caller.WorkspaceId,
            CreatorId = caller.PrincipalId,
            DisplayName = request.CheckedName() ?? dashboard.Dashboard.DisplayName,
            Cron = cron,
            TimeZone = zone,
            IsPaused = isPaused,
            Format = CheckedFormat(request) ?? ReportFormat.Json,
            CreateTime = now.UtcDateTime,
            UpdateTime = now.UtcDateTime,
            NextRunTime = isPaused ? null : times.After(now),
        };
        return await store.AddAsync(schedule, MostOfDashboard, cancellationToken)
            ? schedule
            : throw new ApiException(400, "QUOTA_EXCEEDED", $"The dashboard has {MostOfDashboard} schedules, the most that one may have. Delete one first.");
    }

    /// <summary>Changes a schedule. It stays its maker's, with whose rights it runs.</summary>
    public async Task<Schedule> UpdateAsync(DashboardState dashboard, string id, ScheduleRequest request, CancellationToken cancellationToken)
    {
        RequireWarehouse(dashboard, request);
        var (cron, zone, times) = CheckedCron(request);
        var (name, pause, format) = (request.CheckedName(), request.CheckedPause(), CheckedFormat(request));
        return await store.ChangeAsync(
            dashboard.Dashboard.Id,
            id,
            schedule =>
            {
                RequireEtag(schedule, request.Etag);
                var isPaused = pause ?? schedule.IsPaused;
                return schedule with
                {
                    DisplayName = name ?? schedule.DisplayName,
                    Cron = cron,
                    TimeZone = zone,
                    IsPaused = isPaused,
                    Format = format ?? schedule.Format,
                    Version = schedule.Version + 1,
                    UpdateTime = Now.UtcDateTime,
                    NextRunTime = isPaused ? null : times.After(Now),
                };
            },
            cancellationToken) ?? throw NotThere(id);
    }

    /// <summary>Deletes a schedule with its subscriptions.</summary>
    public async Task DeleteAsync(string dashboardId, string id, string? etag, CancellationToken cancellationToken)
    {
        RequireEtag(await FindAsync(dashboardId, id, cancellationToken), etag);
        if (!await store.DeleteAsync(dashboardId, id, cancellationToken))
        {
            throw NotThere(id);
        }
    }

    /// <summary>Runs a schedule now, paused or not. What does not take the report is not tried again.</summary>
    public async Task<RunOutcome> RunAsync(string dashboardId, string id, CancellationToken cancellationToken)
    {
        var schedule = await FindAsync(dashboardId, id, cancellationToken);
        var run = new ScheduleRun(Now.UtcDateTime, RunStatus.Running, null);
        return await store.BeginAsync(id, run, run.Time - ScheduleRunner.Longest, cancellationToken)
            ? await runner.RunAsync(schedule, run, isAgain: false, cancellationToken)
            : throw new ApiException(409, "RESOURCE_CONFLICT", "The schedule is running. Wait until it has ended.");
    }

    private static ApiException NotThere(string id) => ApiException.NotFound($"The dashboard has no schedule {id}.");

    private static void RequireActive(DashboardState dashboard)
    {
        if (dashboard.Dashboard.TrashTime is not null)
        {
            throw ApiException.Invalid($"The dashboard {dashboard.Dashboard.Id} is in the trash. PATCH it with 'lifecycle_state' ACTIVE to take it out.");
        }
    }

    private static void RequireEtag(Schedule schedule, string? etag)
    {
        if (!string.IsNullOrEmpty(etag) && etag != schedule.Etag)
        {
            throw new ApiException(409, "RESOURCE_CONFLICT", $"The schedule was changed meanwhile: its etag is {schedule.Etag}, and not {etag}. Read it again, and make your change to what it is now.");
        }
    }

    private static void RequireWarehouse(DashboardState dashboard, ScheduleRequest request)
    {
        if (!string.IsNullOrEmpty(request.WarehouseId) && request.WarehouseId != dashboard.Published?.WarehouseId)
        {
            throw ApiException.Invalid("'warehouse_id' must be left out, or be the warehouse that the dashboard was published with: a schedule runs on that one. Publish the dashboard with another to change it.");
        }
    }

    private (string Cron, string Zone, CronTimes Times) CheckedCron(ScheduleRequest request) =>
        (request.CronSchedule ?? throw ApiException.Invalid("'cron_schedule' must say when it runs: {\"quartz_cron_expression\": \"0 0 8 ? * MON-FRI\", \"timezone_id\": \"Europe/Berlin\"}.")).Checked(Now);

    private ReportFormat? CheckedFormat(ScheduleRequest request) =>
        request.CheckedFormat() is not { } format ? null
        : format == ReportFormat.Json || renderer.IsThere ? format
        : throw ApiException.Invalid(PageRenderer.Missing);
}
