using Microsoft.EntityFrameworkCore;
using Weir.Dashboards.Schedules;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class ScheduleStore(IDbContextFactory<WeirDbContext> contexts) : IScheduleStore
{
    private static readonly string Running = nameof(RunStatus.Running);

    public async Task<IReadOnlyList<Schedule>> ListAsync(string dashboardId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.DashboardSchedules.AsNoTracking().Where(row => row.DashboardId == dashboardId).OrderBy(row => row.Id).ToListAsync(cancellationToken)).Select(ScheduleOf)];
    }

    public async Task<Schedule?> FindAsync(string dashboardId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.DashboardSchedules.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.DashboardId == dashboardId, cancellationToken) is { } row ? ScheduleOf(row) : null;
    }

    public async Task<bool> AddAsync(Schedule added, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // SQLite's transactions lock from their beginning, so that what is checked here still holds when it is saved.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.DashboardSchedules.CountAsync(row => row.DashboardId == added.DashboardId, cancellationToken) >= most)
        {
            return false;
        }

        var row = new DashboardScheduleRow
        {
            Id = added.Id,
            DashboardId = added.DashboardId,
            WorkspaceId = added.WorkspaceId,
            CreatorId = added.CreatorId,
            CreateTime = added.CreateTime,
            DisplayName = string.Empty,
            Cron = string.Empty,
            TimeZone = string.Empty,
            Format = string.Empty,
        };
        Set(row, added);
        context.DashboardSchedules.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task<Schedule?> ChangeAsync(string dashboardId, string id, Func<Schedule, Schedule> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.DashboardSchedules.FirstOrDefaultAsync(row => row.Id == id && row.DashboardId == dashboardId, cancellationToken) is not { } row)
        {
            return null;
        }

        Set(row, change(ScheduleOf(row)));
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ScheduleOf(row);
    }

    public async Task<bool> DeleteAsync(string dashboardId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.DashboardSchedules.Where(row => row.Id == id && row.DashboardId == dashboardId).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    public async Task<IReadOnlyList<Schedule>> DueAsync(DateTime now, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.DashboardSchedules.AsNoTracking().Where(row => row.NextRunTime <= now).OrderBy(row => row.NextRunTime).Take(limit).ToListAsync(cancellationToken)).Select(ScheduleOf)];
    }

    public async Task<bool> ClaimAsync(Schedule due, DateTime? next, ScheduleRun run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.DashboardSchedules.Where(row => row.Id == due.Id && row.NextRunTime == due.NextRunTime && row.Version == due.Version).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.NextRunTime, next)
                .SetProperty(row => row.LastRunTime, run.Time)
                .SetProperty(row => row.LastRunStatus, run.Status.ToString())
                .SetProperty(row => row.LastRunMessage, run.Message),
            cancellationToken) > 0;
    }

    public async Task<bool> BeginAsync(string id, ScheduleRun run, DateTime lostBefore, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.DashboardSchedules.Where(row => row.Id == id && (row.LastRunStatus == null || row.LastRunStatus != Running || row.LastRunTime < lostBefore)).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.LastRunTime, run.Time).SetProperty(row => row.LastRunStatus, run.Status.ToString()).SetProperty(row => row.LastRunMessage, run.Message),
            cancellationToken) > 0;
    }

    public async Task EndAsync(string id, ScheduleRun run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.DashboardSchedules.Where(row => row.Id == id && row.LastRunTime == run.Time).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.LastRunStatus, run.Status.ToString()).SetProperty(row => row.LastRunMessage, run.Message),
            cancellationToken);
    }

    public async Task<IReadOnlyList<ScheduleSubscription>> SubscriptionsAsync(string scheduleId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.ScheduleSubscriptions.AsNoTracking().Where(row => row.ScheduleId == scheduleId).OrderBy(row => row.Id).ToListAsync(cancellationToken)).Select(SubscriptionOf)];
    }

    public async Task<SubscriptionOutcome> AddSubscriptionAsync(ScheduleSubscription added, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!await context.DashboardSchedules.AnyAsync(row => row.Id == added.ScheduleId, cancellationToken))
        {
            return SubscriptionOutcome.Gone;
        }

        var kind = added.Kind.ToString();
        if (await context.ScheduleSubscriptions.AnyAsync(row => row.ScheduleId == added.ScheduleId && row.Kind == kind && row.Target == added.Target, cancellationToken))
        {
            return SubscriptionOutcome.Exists;
        }

        if (await context.ScheduleSubscriptions.CountAsync(row => row.ScheduleId == added.ScheduleId, cancellationToken) >= most)
        {
            return SubscriptionOutcome.TooMany;
        }

        context.ScheduleSubscriptions.Add(new ScheduleSubscriptionRow
        {
            Id = added.Id,
            ScheduleId = added.ScheduleId,
            CreatorId = added.CreatorId,
            Kind = kind,
            Target = added.Target,
            ProtectedSecret = added.ProtectedSecret,
            AllowPrivateAddress = added.AllowPrivateAddress,
            CreateTime = added.CreateTime,
        });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return SubscriptionOutcome.Done;
    }

    public async Task<bool> DeleteSubscriptionAsync(string scheduleId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ScheduleSubscriptions.Where(row => row.Id == id && row.ScheduleId == scheduleId).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    private static void Set(DashboardScheduleRow row, Schedule schedule)
    {
        row.DisplayName = schedule.DisplayName;
        row.Cron = schedule.Cron;
        row.TimeZone = schedule.TimeZone;
        row.IsPaused = schedule.IsPaused;
        row.Format = schedule.Format.ToString();
        row.Version = schedule.Version;
        row.UpdateTime = schedule.UpdateTime;
        row.NextRunTime = schedule.NextRunTime;
    }

    private static Schedule ScheduleOf(DashboardScheduleRow row) => new()
    {
        Id = row.Id,
        DashboardId = row.DashboardId,
        WorkspaceId = row.WorkspaceId,
        CreatorId = row.CreatorId,
        DisplayName = row.DisplayName,
        Cron = row.Cron,
        TimeZone = row.TimeZone,
        IsPaused = row.IsPaused,
        Format = Enum.Parse<ReportFormat>(row.Format),
        Version = row.Version,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        NextRunTime = row.NextRunTime,
        LastRun = row.LastRunTime is { } time ? new ScheduleRun(time, Enum.Parse<RunStatus>(row.LastRunStatus!), row.LastRunMessage) : null,
    };

    private static ScheduleSubscription SubscriptionOf(ScheduleSubscriptionRow row) => new()
    {
        Id = row.Id,
        ScheduleId = row.ScheduleId,
        CreatorId = row.CreatorId,
        Kind = Enum.Parse<SubscriberKind>(row.Kind),
        Target = row.Target,
        ProtectedSecret = row.ProtectedSecret,
        AllowPrivateAddress = row.AllowPrivateAddress,
        CreateTime = row.CreateTime,
    };
}
