namespace Weir.Dashboards.Library;

/// <summary>A dashboard with its draft.</summary>
internal sealed record DashboardAnswer(
    string DashboardId,
    string DisplayName,
    string Path,
    string ParentPath,
    string Etag,
    string SerializedDashboard,
    string? WarehouseId,
    string LifecycleState,
    DateTime CreateTime,
    DateTime UpdateTime)
{
    public static DashboardAnswer Of(DashboardState state, string? owner)
    {
        var dashboard = state.Dashboard;
        var parent = DashboardFolder.PathOf(dashboard, owner);
        return new DashboardAnswer(
            dashboard.Id,
            dashboard.DisplayName,
            $"{parent}/{dashboard.DisplayName}.lvdash.json",
            parent,
            dashboard.Etag,
            state.Document,
            dashboard.WarehouseId,
            LifecycleOf(dashboard),
            dashboard.CreateTime,
            dashboard.UpdateTime);
    }

    /// <summary><c>ACTIVE</c> or <c>TRASHED</c>.</summary>
    public static string LifecycleOf(Dashboard dashboard) => dashboard.TrashTime is null ? "ACTIVE" : "TRASHED";
}

/// <summary>A dashboard in a list.</summary>
/// <param name="DashboardId">Its id.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="WarehouseId">What its draft runs on.</param>
/// <param name="LifecycleState"><c>ACTIVE</c> or <c>TRASHED</c>.</param>
/// <param name="CreateTime">When it was made.</param>
/// <param name="CreatorUserName">Who made it and manages it; NULL for one who was deleted. A member of our own, as the next one.</param>
/// <param name="PublishedTime">When it was last published; NULL when it is not.</param>
internal sealed record ListedDashboardAnswer(string DashboardId, string DisplayName, string? WarehouseId, string LifecycleState, DateTime CreateTime, string? CreatorUserName, DateTime? PublishedTime)
{
    public static ListedDashboardAnswer Of(ListedDashboard listed, string? owner) => new(
        listed.Dashboard.Id, listed.Dashboard.DisplayName, listed.Dashboard.WarehouseId, DashboardAnswer.LifecycleOf(listed.Dashboard), listed.Dashboard.CreateTime, owner, listed.PublishedTime);
}

/// <summary>A page of dashboards.</summary>
/// <param name="Dashboards">The dashboards, the newest first.</param>
/// <param name="NextPageToken">What asks for the next page; NULL on the last.</param>
internal sealed record DashboardsAnswer(IReadOnlyList<ListedDashboardAnswer> Dashboards, string? NextPageToken);

/// <summary>A published copy.</summary>
/// <param name="DisplayName">Its name as it was published.</param>
/// <param name="WarehouseId">What its queries run on.</param>
/// <param name="EmbedCredentials">Whether viewers read with the publisher's rights.</param>
/// <param name="RevisionCreateTime">When it was published.</param>
/// <param name="SerializedDashboard">The document; without the SQL of its datasets for who may not edit the dashboard.</param>
internal sealed record PublishedDashboardAnswer(string DisplayName, string WarehouseId, bool EmbedCredentials, DateTime RevisionCreateTime, string SerializedDashboard)
{
    public static PublishedDashboardAnswer Of(PublishedCopy copy, bool withSql) =>
        new(copy.DisplayName, copy.WarehouseId, copy.EmbedCredentials, copy.RevisionCreateTime, withSql ? copy.Document : DashboardText.WithoutSql(copy.Document));
}
