using Microsoft.EntityFrameworkCore;
using Weir.Dashboards.Library;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class DashboardStore(IDbContextFactory<WeirDbContext> contexts) : IDashboardStore
{
    public async Task<DashboardState?> FindAsync(string workspaceId, string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await StateAsync(context, Seen(context, workspaceId).Where(row => row.Id == id), cancellationToken);
    }

    public Dashboard? FindHead(string workspaceId, string id)
    {
        using var context = contexts.CreateDbContext();
        return Heads(Seen(context, workspaceId).Where(row => row.Id == id)).FirstOrDefault() is { } row ? HeadOf(row) : null;
    }

    public async Task<DashboardState?> FindImportedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await StateAsync(context, context.Dashboards.Where(row => row.WorkspaceId == null && row.TemplateVersion != null && row.TrashTime == null), cancellationToken);
    }

    public async Task<IReadOnlyList<ListedDashboard>> ListAsync(DashboardListing listing, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Seen(context, listing.WorkspaceId);
        if (listing.Viewer is { } viewer)
        {
            rows = rows.Where(row => row.OwnerId == viewer.PrincipalId || viewer.GrantedIds.Contains(row.Id) || (viewer.IsWorkspaceAdmin && row.WorkspaceId != null));
        }

        if (!listing.IncludesTrash)
        {
            rows = rows.Where(row => row.TrashTime == null);
        }

        if (listing.BeforeId is { } before)
        {
            rows = rows.Where(row => string.Compare(row.Id, before) < 0);
        }

        var heads = await Heads(rows.OrderByDescending(row => row.Id).Take(listing.Limit)).ToListAsync(cancellationToken);
        var ids = heads.Select(row => row.Id).ToList();
        var published = await context.PublishedDashboards.Where(row => ids.Contains(row.DashboardId)).Select(row => new { row.DashboardId, row.RevisionCreateTime }).ToDictionaryAsync(row => row.DashboardId, row => row.RevisionCreateTime, StringComparer.Ordinal, cancellationToken);
        return [.. heads.Select(row => new ListedDashboard(HeadOf(row), published.TryGetValue(row.Id, out var time) ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : null))];
    }

    public async Task<DashboardChange> AddAsync(DashboardState added, int mostOfOwner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // SQLite's transactions lock from their beginning, so that what is checked here still holds when it is saved.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Dashboards.CountAsync(row => row.OwnerId == added.Dashboard.OwnerId, cancellationToken) >= mostOfOwner)
        {
            return new DashboardChange(DashboardOutcome.TooMany);
        }

        if (await IsNameTakenAsync(context, added.Dashboard, cancellationToken))
        {
            return new DashboardChange(DashboardOutcome.NameTaken);
        }

        var row = new DashboardRow { Id = added.Dashboard.Id, OwnerId = string.Empty, DisplayName = string.Empty, Document = string.Empty };
        Set(row, added);
        context.Dashboards.Add(row);
        Publish(context, null, added);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new DashboardChange(DashboardOutcome.Done, added);
    }

    public async Task<DashboardChange> ChangeAsync(string id, Func<DashboardState, DashboardState> change, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Dashboards.FirstOrDefaultAsync(known => known.Id == id, cancellationToken) is not { } row)
        {
            return new DashboardChange(DashboardOutcome.Gone);
        }

        var published = await context.PublishedDashboards.FirstOrDefaultAsync(known => known.DashboardId == id, cancellationToken);
        var after = change(new DashboardState(HeadOf(row), row.Document, published is null ? null : CopyOf(published)));
        if (after.Dashboard.TrashTime is null && await IsNameTakenAsync(context, after.Dashboard, cancellationToken))
        {
            return new DashboardChange(DashboardOutcome.NameTaken);
        }

        Set(row, after);
        Publish(context, published, after);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new DashboardChange(DashboardOutcome.Done, after);
    }

    public Task<IReadOnlyList<string>> DeleteAllAsync(string workspaceId, CancellationToken cancellationToken) =>
        DeleteAsync(rows => rows.Where(row => row.WorkspaceId == workspaceId), cancellationToken);

    public Task<IReadOnlyList<string>> DeleteTrashAsync(DateTime before, CancellationToken cancellationToken) =>
        DeleteAsync(rows => rows.Where(row => row.TrashTime < before), cancellationToken);

    private static IQueryable<DashboardRow> Seen(WeirDbContext context, string workspaceId) =>
        context.Dashboards.AsNoTracking().Where(row => row.WorkspaceId == workspaceId || row.WorkspaceId == null);

    // A document may be large: it is left where it is.
    private static IQueryable<DashboardRow> Heads(IQueryable<DashboardRow> rows) => rows.Select(row => new DashboardRow
    {
        Id = row.Id,
        WorkspaceId = row.WorkspaceId,
        OwnerId = row.OwnerId,
        DisplayName = row.DisplayName,
        IsInSharedFolder = row.IsInSharedFolder,
        WarehouseId = row.WarehouseId,
        Version = row.Version,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        TrashTime = row.TrashTime,
        TemplateVersion = row.TemplateVersion,
        Document = string.Empty,
    });

    private static async Task<DashboardState?> StateAsync(WeirDbContext context, IQueryable<DashboardRow> rows, CancellationToken cancellationToken)
    {
        var found = await (
            from row in rows.AsNoTracking()
            join copy in context.PublishedDashboards.AsNoTracking() on row.Id equals copy.DashboardId into copies
            from published in copies.DefaultIfEmpty()
            select new { row, published }).FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : new DashboardState(HeadOf(found.row), found.row.Document, found.published is null ? null : CopyOf(found.published));
    }

    private static Task<bool> IsNameTakenAsync(WeirDbContext context, Dashboard dashboard, CancellationToken cancellationToken) =>
        context.Dashboards.AnyAsync(
            row => row.Id != dashboard.Id
                && row.TrashTime == null
                && row.WorkspaceId == dashboard.WorkspaceId
                && row.DisplayName == dashboard.DisplayName
                && row.IsInSharedFolder == dashboard.IsInSharedFolder
                && (dashboard.IsInSharedFolder || row.OwnerId == dashboard.OwnerId),
            cancellationToken);

    private static void Publish(WeirDbContext context, PublishedDashboardRow? row, DashboardState state)
    {
        if (state.Published is not { } copy)
        {
            if (row is not null)
            {
                context.PublishedDashboards.Remove(row);
            }

            return;
        }

        if (row is null)
        {
            row = new PublishedDashboardRow { DashboardId = state.Dashboard.Id, Revision = string.Empty, DisplayName = string.Empty, PublisherId = string.Empty, WorkspaceId = string.Empty, WarehouseId = string.Empty, Document = string.Empty };
            context.PublishedDashboards.Add(row);
        }

        row.Revision = copy.Revision;
        row.DisplayName = copy.DisplayName;
        row.PublisherId = copy.PublisherId;
        row.WorkspaceId = copy.WorkspaceId;
        row.EmbedCredentials = copy.EmbedCredentials;
        row.WarehouseId = copy.WarehouseId;
        row.RevisionCreateTime = copy.RevisionCreateTime;
        row.Document = copy.Document;
    }

    private static void Set(DashboardRow row, DashboardState state)
    {
        var dashboard = state.Dashboard;
        row.WorkspaceId = dashboard.WorkspaceId;
        row.OwnerId = dashboard.OwnerId;
        row.DisplayName = dashboard.DisplayName;
        row.IsInSharedFolder = dashboard.IsInSharedFolder;
        row.WarehouseId = dashboard.WarehouseId;
        row.Version = dashboard.Version;
        row.CreateTime = dashboard.CreateTime;
        row.UpdateTime = dashboard.UpdateTime;
        row.TrashTime = dashboard.TrashTime;
        row.TemplateVersion = dashboard.TemplateVersion;
        row.Document = state.Document;
    }

    private static Dashboard HeadOf(DashboardRow row) => new()
    {
        Id = row.Id,
        WorkspaceId = row.WorkspaceId,
        OwnerId = row.OwnerId,
        DisplayName = row.DisplayName,
        IsInSharedFolder = row.IsInSharedFolder,
        WarehouseId = row.WarehouseId,
        Version = row.Version,
        CreateTime = row.CreateTime,
        UpdateTime = row.UpdateTime,
        TrashTime = row.TrashTime,
        TemplateVersion = row.TemplateVersion,
    };

    private static PublishedCopy CopyOf(PublishedDashboardRow row) => new()
    {
        Revision = row.Revision,
        DisplayName = row.DisplayName,
        Document = row.Document,
        PublisherId = row.PublisherId,
        WorkspaceId = row.WorkspaceId,
        EmbedCredentials = row.EmbedCredentials,
        WarehouseId = row.WarehouseId,
        RevisionCreateTime = row.RevisionCreateTime,
    };

    private async Task<IReadOnlyList<string>> DeleteAsync(Func<IQueryable<DashboardRow>, IQueryable<DashboardRow>> which, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var ids = await which(context.Dashboards).Select(row => row.Id).ToListAsync(cancellationToken);
        await context.PublishedDashboards.Where(row => ids.Contains(row.DashboardId)).ExecuteDeleteAsync(cancellationToken);
        await context.Dashboards.Where(row => ids.Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ids;
    }
}
