using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;

namespace Weir.Dashboards.Library;

/// <summary>Makes and changes dashboards.</summary>
internal sealed class DashboardEditor(IDashboardStore store, DashboardLibrary library, DashboardPermissions permissions, IDashboardWarehouses warehouses, TimeProvider time)
{
    private const int MostOfOwner = 1000;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes a dashboard.</summary>
    /// <exception cref="ApiException">The request is not right.</exception>
    public async Task<DashboardState> CreateAsync(Caller caller, DashboardRequest request, string? catalog, string? schema, CancellationToken cancellationToken)
    {
        var name = request.CheckedName();
        var isShared = DashboardFolder.IsShared(caller, request.ParentPath);
        var text = string.IsNullOrEmpty(request.SerializedDashboard) ? DashboardText.Empty : DashboardText.Checked(request.SerializedDashboard, catalog, schema);
        return await AddAsync(New(caller, name, isShared) with { WarehouseId = CheckedWarehouse(caller, request.WarehouseId, null) }, text, null, cancellationToken);
    }

    /// <summary>A dashboard of a caller that was not written yet.</summary>
    public Dashboard New(Caller caller, string name, bool isShared)
    {
        var now = time.GetUtcNow();
        return new Dashboard
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            WorkspaceId = caller.WorkspaceId,
            OwnerId = caller.PrincipalId,
            DisplayName = name,
            IsInSharedFolder = isShared,
            CreateTime = now.UtcDateTime,
            UpdateTime = now.UtcDateTime,
        };
    }

    /// <summary>Keeps a new dashboard.</summary>
    public async Task<DashboardState> AddAsync(Dashboard dashboard, string text, PublishedCopy? published, CancellationToken cancellationToken) =>
        Done(await store.AddAsync(new DashboardState(dashboard, text, published), MostOfOwner, cancellationToken), dashboard.Id);

    /// <summary>Sets what a request names.</summary>
    /// <exception cref="ApiException">The caller may not, the etag is another, or the request is not right.</exception>
    public async Task<DashboardState> UpdateAsync(Caller caller, string id, Func<Task<DashboardRequest>> read, string? catalog, string? schema, CancellationToken cancellationToken)
    {
        var before = await EditableAsync(caller, id, cancellationToken);
        var request = await read();
        var isRestored = request.LifecycleState == "ACTIVE";
        if (isRestored && before.Dashboard.TrashTime is not null)
        {
            permissions.Require(caller, before.Dashboard, ObjectType.CanManage);
        }

        var name = request.DisplayName is null ? null : request.CheckedName();
        var warehouse = CheckedWarehouse(caller, request.WarehouseId, before.Dashboard.WarehouseId);
        var sent = string.IsNullOrEmpty(request.SerializedDashboard) ? null : request.SerializedDashboard;
        var checkedText = sent is null ? null : DashboardText.Checked(sent, catalog, schema);
        return await ChangeAsync(
            id,
            state =>
            {
                RequireEtag(state.Dashboard, request.Etag);
                if (!isRestored)
                {
                    RequireActive(state.Dashboard);
                }

                var changed = state.Dashboard with
                {
                    DisplayName = name ?? state.Dashboard.DisplayName,
                    WarehouseId = request.WarehouseId is null ? state.Dashboard.WarehouseId : warehouse,
                    TrashTime = null,
                };
                var text = checkedText ?? (string.IsNullOrEmpty(catalog) && string.IsNullOrEmpty(schema) ? state.Document : DashboardText.Checked(state.Document, catalog, schema));
                return Written(state with { Dashboard = changed }, text);
            },
            cancellationToken);
    }

    /// <summary>Puts a dashboard into the trash, and takes its published copy away.</summary>
    public async Task TrashAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var before = await library.FindAsync(caller, id, cancellationToken);
        permissions.Require(caller, before.Dashboard, ObjectType.CanManage);
        await ChangeAsync(id, state => state.Dashboard.TrashTime is not null ? state : state with { Dashboard = state.Dashboard with { TrashTime = Now }, Published = null }, cancellationToken);
    }

    /// <summary>Makes the draft what viewers see, with the caller as its publisher.</summary>
    public async Task<PublishedCopy> PublishAsync(Caller caller, string id, Func<Task<PublishRequest>> read, CancellationToken cancellationToken)
    {
        var before = await EditableAsync(caller, id, cancellationToken);
        var request = await read();
        var warehouse = string.IsNullOrEmpty(request.WarehouseId) ? before.Dashboard.WarehouseId ?? warehouses.DefaultId : request.WarehouseId;
        warehouses.RequireUse(caller, warehouse);
        var after = await ChangeAsync(
            id,
            state =>
            {
                RequireActive(state.Dashboard);
                return state with { Published = Copy(state.Dashboard.DisplayName, state.Document, caller.PrincipalId, caller.WorkspaceId, request.EmbedCredentials ?? true, warehouse) };
            },
            cancellationToken);
        return after.Published!;
    }

    /// <summary>A published copy as of now.</summary>
    public PublishedCopy Copy(string name, string document, string publisherId, string workspaceId, bool embedsCredentials, string warehouseId) => new()
    {
        Revision = Guid.NewGuid().ToString("N"),
        DisplayName = name,
        Document = document,
        PublisherId = publisherId,
        WorkspaceId = workspaceId,
        EmbedCredentials = embedsCredentials,
        WarehouseId = warehouseId,
        RevisionCreateTime = Now,
    };

    /// <summary>Takes the published copy away.</summary>
    public async Task UnpublishAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        await EditableAsync(caller, id, cancellationToken);
        await ChangeAsync(id, state => state.Published is null ? throw DashboardLibrary.NeverPublished(id) : state with { Published = null }, cancellationToken);
    }

    /// <summary>Sets the draft's document to the published one.</summary>
    public async Task<DashboardState> RevertAsync(Caller caller, string id, Func<Task<RevertRequest>> read, CancellationToken cancellationToken)
    {
        await EditableAsync(caller, id, cancellationToken);
        var request = await read();
        return await ChangeAsync(
            id,
            state =>
            {
                RequireEtag(state.Dashboard, request.Etag);
                return Written(state, (state.Published ?? throw DashboardLibrary.NeverPublished(id)).Document);
            },
            cancellationToken);
    }

    /// <summary>Sets a dashboard to what <paramref name="change"/> makes of it.</summary>
    /// <exception cref="ApiException">It is gone, or its new name is taken.</exception>
    public async Task<DashboardState> ChangeAsync(string id, Func<DashboardState, DashboardState> change, CancellationToken cancellationToken) =>
        Done(await store.ChangeAsync(id, change, cancellationToken), id);

    /// <summary>A dashboard whose draft was written once more.</summary>
    public DashboardState Written(DashboardState state, string text) =>
        state with { Document = text, Dashboard = state.Dashboard with { Version = state.Dashboard.Version + 1, UpdateTime = Now } };

    private static void RequireEtag(Dashboard dashboard, string? etag)
    {
        if (!string.IsNullOrEmpty(etag) && etag != dashboard.Etag)
        {
            throw new ApiException(409, "RESOURCE_CONFLICT", $"The dashboard was changed meanwhile: its etag is {dashboard.Etag}, and not {etag}. Read it again, and make your change to what it is now.");
        }
    }

    private static void RequireActive(Dashboard dashboard)
    {
        if (dashboard.TrashTime is not null)
        {
            throw ApiException.Invalid($"The dashboard {dashboard.Id} is in the trash. PATCH it with 'lifecycle_state' ACTIVE to take it out.");
        }
    }

    private static DashboardState Done(DashboardChange change, string id) => change.Outcome switch
    {
        DashboardOutcome.Done => change.State!,
        DashboardOutcome.Gone => throw DashboardLibrary.NotThere(id),
        DashboardOutcome.NameTaken => throw new ApiException(409, "RESOURCE_ALREADY_EXISTS", "The folder has a dashboard of that name already. Choose another name, or change that one."),
        _ => throw new ApiException(400, "QUOTA_EXCEEDED", $"The owner has {MostOfOwner} dashboards, the most that one may have, those in the trash included. They are deleted for good after {DashboardTrash.Kept.Days} days there."),
    };

    private async Task<DashboardState> EditableAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var found = await library.FindAsync(caller, id, cancellationToken);
        permissions.Require(caller, found.Dashboard, ObjectType.CanEdit);
        return found;
    }

    // One that stays what it was is not asked about: whoever edits the rest need not have a right to it.
    private string? CheckedWarehouse(Caller caller, string? asked, string? before)
    {
        if (!string.IsNullOrEmpty(asked) && asked != before)
        {
            warehouses.RequireUse(caller, asked);
        }

        return string.IsNullOrEmpty(asked) ? null : asked;
    }
}
