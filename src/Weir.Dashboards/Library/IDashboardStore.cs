namespace Weir.Dashboards.Library;

/// <summary>Keeps dashboards. They are read from the store each time: nothing on the data plane needs them.</summary>
public interface IDashboardStore
{
    /// <summary>A dashboard of a workspace, or of all of them, or NULL.</summary>
    Task<DashboardState?> FindAsync(string workspaceId, string id, CancellationToken cancellationToken);

    /// <summary>The same without its documents.</summary>
    Dashboard? FindHead(string workspaceId, string id);

    /// <summary>The dashboard that the shipped template was imported as and that is not in the trash, or NULL.</summary>
    Task<DashboardState?> FindImportedAsync(CancellationToken cancellationToken);

    /// <summary>Dashboards of a workspace and those that every workspace has, the newest first.</summary>
    Task<IReadOnlyList<ListedDashboard>> ListAsync(DashboardListing listing, CancellationToken cancellationToken);

    /// <summary>Keeps a new dashboard, unless its owner has <paramref name="mostOfOwner"/> already or its folder one of its name.</summary>
    Task<DashboardChange> AddAsync(DashboardState added, int mostOfOwner, CancellationToken cancellationToken);

    /// <summary>Sets a dashboard to what <paramref name="change"/> makes of it, unless its folder has another of the name that it gets. No other change comes between.</summary>
    Task<DashboardChange> ChangeAsync(string id, Func<DashboardState, DashboardState> change, CancellationToken cancellationToken);

    /// <summary>Deletes every dashboard of a workspace.</summary>
    /// <returns>Their ids.</returns>
    Task<IReadOnlyList<string>> DeleteAllAsync(string workspaceId, CancellationToken cancellationToken);

    /// <summary>Deletes what was put into the trash before a time.</summary>
    /// <returns>Their ids.</returns>
    Task<IReadOnlyList<string>> DeleteTrashAsync(DateTime before, CancellationToken cancellationToken);
}

/// <summary>Which dashboards are asked for.</summary>
/// <param name="WorkspaceId">Of this workspace, and of all of them.</param>
/// <param name="Viewer">Those that this principal may see; NULL for all.</param>
/// <param name="IncludesTrash">Whether those in the trash are meant too.</param>
/// <param name="BeforeId">Those that come after this one in the list; NULL to begin.</param>
/// <param name="Limit">How many at most.</param>
public sealed record DashboardListing(string WorkspaceId, DashboardViewer? Viewer, bool IncludesTrash, string? BeforeId, int Limit);

/// <summary>A dashboard in a list.</summary>
/// <param name="Dashboard">What is kept beside its documents.</param>
/// <param name="PublishedTime">When it was last published, UTC; NULL when it is not.</param>
public sealed record ListedDashboard(Dashboard Dashboard, DateTime? PublishedTime);

/// <summary>Who may not see everything.</summary>
/// <param name="PrincipalId">It sees its own dashboards.</param>
/// <param name="GrantedIds">It sees these too.</param>
/// <param name="IsWorkspaceAdmin">Whether it sees all that are the workspace's own.</param>
public sealed record DashboardViewer(string PrincipalId, IReadOnlyList<string> GrantedIds, bool IsWorkspaceAdmin);

/// <summary>What became of a change.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="State">The dashboard as it is kept now, when it was.</param>
public sealed record DashboardChange(DashboardOutcome Outcome, DashboardState? State = null);

/// <summary>Whether a change was made; if not, nothing is changed.</summary>
public enum DashboardOutcome
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>The dashboard is gone.</summary>
    Gone,

    /// <summary>Its folder has another dashboard of that name.</summary>
    NameTaken,

    /// <summary>The owner has as many as one may have.</summary>
    TooMany,
}
