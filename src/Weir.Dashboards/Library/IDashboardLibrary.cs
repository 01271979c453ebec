using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Library;

/// <summary>Finds dashboards to run, for those who may.</summary>
internal interface IDashboardLibrary
{
    /// <summary>The draft, for who may edit it. It runs with the caller's own rights.</summary>
    /// <exception cref="ApiException">404 for one that is not there or may not be seen, 403 for one that may be viewed alone.</exception>
    Task<DashboardDraft> FindDraftAsync(Caller caller, string dashboardId, CancellationToken cancellationToken);

    /// <summary>The published copy, for who may view it.</summary>
    /// <exception cref="ApiException">404 for one that is not there, may not be seen or was never published.</exception>
    Task<PublishedDashboard> FindPublishedAsync(Caller caller, string dashboardId, CancellationToken cancellationToken);
}

/// <summary>A draft.</summary>
/// <param name="Id">The dashboard.</param>
/// <param name="Document">What it shows.</param>
/// <param name="WarehouseId">What its queries run on; NULL for the warehouse that exists from the start.</param>
/// <param name="Revision">Another text with each change.</param>
internal sealed record DashboardDraft(string Id, DashboardDocument Document, string? WarehouseId, string Revision);

/// <summary>A published copy.</summary>
/// <param name="Id">The dashboard.</param>
/// <param name="Document">What it shows, as it was when it was published.</param>
/// <param name="PublisherId">The principal whose right to use the warehouse it runs with. There may be no such principal any more.</param>
/// <param name="WorkspaceId">The workspace in which the publisher published it, and that has the warehouse.</param>
/// <param name="EmbedCredentials">Whether it reads with the publisher's rights, as they are when it is read; else with each viewer's own.</param>
/// <param name="WarehouseId">What its queries run on.</param>
/// <param name="Revision">Another text with each publication.</param>
internal sealed record PublishedDashboard(string Id, DashboardDocument Document, string PublisherId, string WorkspaceId, bool EmbedCredentials, string WarehouseId, string Revision);
