using Microsoft.EntityFrameworkCore;
using Weir.Storage.Relational.Rows;
using Weir.Warehouse.History;

namespace Weir.Storage.Relational;

internal sealed class StatementHistoryStore(IDbContextFactory<WeirDbContext> contexts) : IStatementHistoryStore
{
    public async Task AddAsync(IReadOnlyList<PastStatement> statements, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.StatementHistory.AddRange(statements.Select(RowOf));
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<PastStatement>> ListAsync(StatementHistoryQuestion question, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.StatementHistory.AsNoTracking().Where(row => row.WorkspaceId == question.WorkspaceId);
        if (question.UserIds is { } users)
        {
            rows = rows.Where(row => users.Contains(row.UserId));
        }

        if (question.Statuses is { } statuses)
        {
            rows = rows.Where(row => statuses.Contains(row.Status));
        }

        if (question.WarehouseIds is { } warehouses)
        {
            rows = rows.Where(row => warehouses.Contains(row.WarehouseId));
        }

        if (question.From is { } from)
        {
            rows = rows.Where(row => row.StartTime >= from);
        }

        if (question.To is { } to)
        {
            rows = rows.Where(row => row.StartTime <= to);
        }

        if (question.Before is { } before)
        {
            rows = rows.Where(row => row.StartTime < before.StartTime || (row.StartTime == before.StartTime && string.Compare(row.Id, before.Id) < 0));
        }

        return [.. (await rows.OrderByDescending(row => row.StartTime).ThenByDescending(row => row.Id).Take(question.Limit).ToListAsync(cancellationToken)).Select(StatementOf)];
    }

    public async Task<int> DeleteAsync(long before, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var deleted = await context.StatementHistory.Where(row => row.StartTime < before).ExecuteDeleteAsync(cancellationToken);
        var first = await context.StatementHistory.OrderByDescending(row => row.StartTime).ThenByDescending(row => row.Id).Skip(most).Select(row => (long?)row.StartTime).FirstOrDefaultAsync(cancellationToken);
        return first is { } time ? deleted + await context.StatementHistory.Where(row => row.StartTime <= time).ExecuteDeleteAsync(cancellationToken) : deleted;
    }

    private static StatementHistoryRow RowOf(PastStatement statement) => new()
    {
        Id = statement.Id,
        WorkspaceId = statement.WorkspaceId,
        UserId = statement.UserId,
        UserName = statement.UserName,
        WarehouseId = statement.WarehouseId,
        Text = statement.Text,
        Status = statement.Status,
        StartTime = statement.StartTime,
        EndTime = statement.EndTime ?? statement.StartTime,
        Duration = statement.Duration,
        RowsProduced = statement.RowsProduced,
        ErrorMessage = statement.ErrorMessage,
    };

    private static PastStatement StatementOf(StatementHistoryRow row) => new(row.Id, row.WorkspaceId, row.UserId, row.UserName, row.WarehouseId, row.Text, row.StartTime)
    {
        Status = row.Status,
        EndTime = row.EndTime,
        Duration = row.Duration,
        RowsProduced = row.RowsProduced,
        ErrorMessage = row.ErrorMessage,
    };
}
