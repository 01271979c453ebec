using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Dashboards.Library;

namespace Weir.Dashboards.BuiltIn;

/// <summary>
/// The dashboard that the shipped template is imported as: one for the account, which every workspace has, an ordinary dashboard else. It is published with the
/// rights of the account admin who imported it last, and nobody else may see it until it is granted.
/// </summary>
internal sealed class UsageDashboard(UsageTemplate template, IDashboardStore store, DashboardEditor editor, DashboardPermissions permissions, IDashboardWarehouses warehouses, AccountDirectory accounts)
{
    /// <summary>What a caller may know of it.</summary>
    public async Task<UsageDashboardAnswer> DescribeAsync(Caller caller, CancellationToken cancellationToken) =>
        Answer(await store.FindImportedAsync(cancellationToken) is { } found && permissions.Allows(caller, found.Dashboard, ObjectType.CanRead) ? found : null);

    /// <summary>Makes and publishes it; or, where it is there, sets it to the shipped template and keeps its warehouse, permissions and id.</summary>
    public async Task<UsageDashboardAnswer> ImportAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await store.FindImportedAsync(cancellationToken) is { } before)
        {
            return Answer(await editor.ChangeAsync(before.Dashboard.Id, state => Imported(caller, state), cancellationToken));
        }

        warehouses.RequireUse(caller, warehouses.DefaultId);
        var made = editor.New(caller, UsageTemplate.DisplayName, isShared: true) with { WorkspaceId = null, WarehouseId = warehouses.DefaultId, TemplateVersion = template.Version };
        return Answer(await editor.AddAsync(made, template.Text, Copy(caller, made.DisplayName, caller.WorkspaceId, warehouses.DefaultId), cancellationToken));
    }

    /// <summary>Sets the warehouse of the draft and of the published copy.</summary>
    public async Task<UsageDashboardAnswer> ChangeWarehouseAsync(Caller caller, string? warehouseId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(warehouseId))
        {
            throw ApiException.Invalid("'warehouse_id' is missing. GET /api/2.0/sql/warehouses lists the warehouses.");
        }

        var before = await store.FindImportedAsync(cancellationToken) ?? throw ApiException.NotFound("The dashboard is not there. POST /api/2.0/weir/usage-dashboard makes it.");
        warehouses.RequireUse(caller, warehouseId);
        var after = await editor.ChangeAsync(
            before.Dashboard.Id,
            state => editor.Written(
                state with
                {
                    Dashboard = state.Dashboard with { WarehouseId = warehouseId },

                    // The workspace that has the warehouse is the caller's.
                    Published = state.Published is { } copy ? copy with { WarehouseId = warehouseId, WorkspaceId = caller.WorkspaceId } : null,
                },
                state.Document),
            cancellationToken);
        return Answer(after);
    }

    private DashboardState Imported(Caller caller, DashboardState state)
    {
        // The warehouse stays, and the workspace that has it; with a workspace that was deleted, its warehouses went.
        var (workspace, warehouse) = state.Published is { } copy && accounts.State.FindWorkspace(copy.WorkspaceId) is not null
            ? (copy.WorkspaceId, copy.WarehouseId)
            : (caller.WorkspaceId, state.Published is null ? state.Dashboard.WarehouseId ?? warehouses.DefaultId : warehouses.DefaultId);
        var written = editor.Written(state, template.Text);
        return written with { Dashboard = written.Dashboard with { TemplateVersion = template.Version }, Published = Copy(caller, state.Dashboard.DisplayName, workspace, warehouse) };
    }

    private PublishedCopy Copy(Caller caller, string name, string workspaceId, string warehouseId) =>
        editor.Copy(name, template.Text, caller.PrincipalId, workspaceId, embedsCredentials: true, warehouseId);

    private UsageDashboardAnswer Answer(DashboardState? state) => new(
        state?.Dashboard.Id,
        state?.Dashboard.DisplayName ?? UsageTemplate.DisplayName,
        template.Version,
        state?.Dashboard.TemplateVersion,
        state?.Dashboard.TemplateVersion < template.Version,
        state is null ? null : state.Published?.WarehouseId ?? state.Dashboard.WarehouseId);
}
