using Microsoft.EntityFrameworkCore;
using Weir.Spend.Alerts;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class AlertStore(IDbContextFactory<WeirDbContext> contexts) : IAlertStore
{
    private const int MostAtOnce = 20;

    public async Task<bool> AddAsync(Alert alert, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.ExecuteSqlAsync(
            $"INSERT INTO alerts (\"Id\", \"Type\", \"BudgetId\", \"Body\", \"CreatedTime\", \"Attempts\", \"NextAttemptTime\") VALUES ({alert.Id}, {alert.Type}, {alert.BudgetId}, {alert.Body}, {alert.CreatedTime}, 0, {alert.NextAttemptTime}) ON CONFLICT DO NOTHING",
            cancellationToken) > 0;
    }

    public async Task<IReadOnlyList<Alert>> DueAsync(DateTime now, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Alerts.AsNoTracking().Where(row => row.NextAttemptTime <= now).OrderBy(row => row.NextAttemptTime).Take(MostAtOnce).Select(row => AlertOf(row)).ToListAsync(cancellationToken);
    }

    public async Task<bool> ReplaceAsync(Alert before, Alert after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Alerts.Where(row => row.Id == before.Id && row.NextAttemptTime == before.NextAttemptTime).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Attempts, after.Attempts).SetProperty(row => row.NextAttemptTime, after.NextAttemptTime).SetProperty(row => row.DeliveredTime, after.DeliveredTime).SetProperty(row => row.LastError, after.LastError),
            cancellationToken) > 0;
    }

    public async Task<IReadOnlyList<Alert>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Alerts.AsNoTracking().OrderByDescending(row => row.CreatedTime).ThenBy(row => row.Id).Take(limit).Select(row => AlertOf(row)).ToListAsync(cancellationToken);
    }

    public async Task DeleteBeforeAsync(DateTime time, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Alerts.Where(row => row.CreatedTime < time).ExecuteDeleteAsync(cancellationToken);
    }

    private static Alert AlertOf(AlertRow row) => new(row.Id, row.Type, row.BudgetId, row.Body, row.CreatedTime)
    {
        Attempts = row.Attempts,
        NextAttemptTime = row.NextAttemptTime,
        DeliveredTime = row.DeliveredTime,
        LastError = row.LastError,
    };
}
