using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Relational.Rows;
using Weir.Warehouse.SavedQueries;

namespace Weir.Storage.Relational;

internal sealed class SavedQueryStore(IDbContextFactory<WeirDbContext> contexts) : ISavedQueryStore
{
    public async Task<SavedQuery?> FindAsync(string workspaceId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.SavedQueries.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.WorkspaceId == workspaceId, cancellationToken) is { } row ? QueryOf(row) : null;
    }

    public string? FindOwner(string workspaceId, string id)
    {
        using var context = contexts.CreateDbContext();
        return context.SavedQueries.Where(row => row.Id == id && row.WorkspaceId == workspaceId).Select(row => row.OwnerId).FirstOrDefault();
    }

    public async Task<IReadOnlyList<SavedQuery>> ListAsync(SavedQueryPage page, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.SavedQueries.AsNoTracking().Where(row => row.WorkspaceId == page.WorkspaceId);
        if (page.OwnerId is { } owner)
        {
            rows = rows.Where(row => row.OwnerId == owner || page.SharedIds.Contains(row.Id));
        }

        if (page.BeforeId is { } before)
        {
            rows = rows.Where(row => string.Compare(row.Id, before) < 0);
        }

        return [.. (await rows.OrderByDescending(row => row.Id).Take(page.Limit).ToListAsync(cancellationToken)).Select(QueryOf)];
    }

    public async Task<SavedQueryChange> AddAsync(SavedQuery query, int mostOfOwner, bool resolvesName, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // SQLite's transactions lock from their beginning, so that what is checked here still holds when it is saved.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.SavedQueries.CountAsync(row => row.OwnerId == query.OwnerId, cancellationToken) >= mostOfOwner)
        {
            return new SavedQueryChange(SavedQueryOutcome.TooMany);
        }

        var name = await FreeNameAsync(context, query, resolvesName, cancellationToken);
        if (name is null)
        {
            return new SavedQueryChange(SavedQueryOutcome.NameTaken);
        }

        var kept = query with { DisplayName = name };
        var row = new SavedQueryRow { Id = kept.Id, WorkspaceId = kept.WorkspaceId, OwnerId = kept.OwnerId, LastModifierId = string.Empty, DisplayName = string.Empty, QueryText = string.Empty, Tags = string.Empty };
        Set(row, kept);
        context.SavedQueries.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SavedQueryChange(SavedQueryOutcome.Done, kept);
    }

    public async Task<SavedQueryChange> UpdateAsync(string workspaceId, string id, bool resolvesName, Func<SavedQuery, SavedQuery> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var row = await context.SavedQueries.FirstOrDefaultAsync(known => known.Id == id && known.WorkspaceId == workspaceId, cancellationToken);
        if (row is null)
        {
            return new SavedQueryChange(SavedQueryOutcome.Gone);
        }

        var changed = change(QueryOf(row));
        var name = await FreeNameAsync(context, changed, resolvesName, cancellationToken);
        if (name is null)
        {
            return new SavedQueryChange(SavedQueryOutcome.NameTaken);
        }

        var kept = changed with { DisplayName = name };
        Set(row, kept);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SavedQueryChange(SavedQueryOutcome.Done, kept);
    }

    public async Task DeleteAsync(string workspaceId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.SavedQueries.Where(row => row.Id == id && row.WorkspaceId == workspaceId).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<string>> DeleteAllAsync(string workspaceId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = await context.SavedQueries.Where(row => row.WorkspaceId == workspaceId).Select(row => row.Id).ToListAsync(cancellationToken);
        await context.SavedQueries.Where(row => row.WorkspaceId == workspaceId).ExecuteDeleteAsync(cancellationToken);
        return ids;
    }

    private static async Task<string?> FreeNameAsync(WeirDbContext context, SavedQuery query, bool resolvesName, CancellationToken cancellationToken)
    {
        var taken = (await context.SavedQueries
            .Where(row => row.WorkspaceId == query.WorkspaceId && row.OwnerId == query.OwnerId && row.Id != query.Id && row.DisplayName.StartsWith(query.DisplayName))
            .Select(row => row.DisplayName)
            .ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(query.DisplayName))
        {
            return query.DisplayName;
        }

        return resolvesName
            ? Enumerable.Range(1, taken.Count + 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"{query.DisplayName} ({number})")).First(name => !taken.Contains(name))
            : null;
    }

    private static void Set(SavedQueryRow row, SavedQuery query)
    {
        row.LastModifierId = query.LastModifierId;
        row.DisplayName = query.DisplayName;
        row.QueryText = query.QueryText;
        row.Description = query.Description;
        row.WarehouseId = query.WarehouseId;
        row.Catalog = query.Catalog;
        row.Schema = query.Schema;
        row.Parameters = query.Parameters;
        row.Tags = JsonSerializer.Serialize(query.Tags);
        row.CreateTime = query.CreateTime;
        row.UpdateTime = query.UpdateTime;
    }

    private static SavedQuery QueryOf(SavedQueryRow row) => new()
    {
        Id = row.Id,
        WorkspaceId = row.WorkspaceId,
        OwnerId = row.OwnerId,
        LastModifierId = row.LastModifierId,
        DisplayName = row.DisplayName,
        QueryText = row.QueryText,
        Description = row.Description,
        WarehouseId = row.WarehouseId,
        Catalog = row.Catalog,
        Schema = row.Schema,
        Parameters = row.Parameters,
        Tags = JsonSerializer.Deserialize<List<string>>(row.Tags)!,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
    };
}
