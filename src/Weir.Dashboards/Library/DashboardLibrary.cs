using Microsoft.Extensions.Caching.Memory;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Dashboards.Documents;

namespace Weir.Dashboards.Library;

/// <summary>Dashboards for those who may see them. A document is parsed once for each revision, as long as there is room.</summary>
internal sealed class DashboardLibrary(IDashboardStore store, DashboardPermissions permissions) : IDashboardLibrary, IDisposable
{
    private const long ParsedCharacters = 32 * 1024 * 1024;
    private readonly MemoryCache _parsed = new(new MemoryCacheOptions { SizeLimit = ParsedCharacters });

    /// <summary>A dashboard that the caller may see, in the trash or not.</summary>
    /// <exception cref="ApiException">404.</exception>
    public async Task<DashboardState> FindAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(caller.WorkspaceId, id, cancellationToken) is { } found && permissions.Allows(caller, found.Dashboard, ObjectType.CanRead)
            ? found
            : throw NotThere(id);

    /// <inheritdoc/>
    public async Task<DashboardDraft> FindDraftAsync(Caller caller, string dashboardId, CancellationToken cancellationToken)
    {
        var (dashboard, document, _) = await FindAsync(caller, dashboardId, cancellationToken);
        permissions.Require(caller, dashboard, ObjectType.CanEdit);
        return dashboard.TrashTime is null
            ? new DashboardDraft(dashboard.Id, Parsed(dashboard.Id, dashboard.Etag, document), dashboard.WarehouseId, dashboard.Etag)
            : throw NotThere(dashboardId);
    }

    /// <inheritdoc/>
    public async Task<PublishedDashboard> FindPublishedAsync(Caller caller, string dashboardId, CancellationToken cancellationToken)
    {
        var copy = (await FindAsync(caller, dashboardId, cancellationToken)).Published ?? throw NeverPublished(dashboardId);
        return new PublishedDashboard(dashboardId, Parsed(dashboardId, copy.Revision, copy.Document), copy.PublisherId, copy.WorkspaceId, copy.EmbedCredentials, copy.WarehouseId, copy.Revision);
    }

    /// <summary>That there is no such dashboard.</summary>
    public static ApiException NotThere(string id) => ApiException.NotFound($"There is no dashboard {id} in this workspace that you may see.");

    /// <summary>That a dashboard has no published copy.</summary>
    public static ApiException NeverPublished(string id) => ApiException.NotFound($"Unable to find published dashboard [{id}]");

    /// <inheritdoc/>
    public void Dispose() => _parsed.Dispose();

    private DashboardDocument Parsed(string id, string revision, string text) =>
        _parsed.GetOrCreate((id, revision), entry =>
        {
            entry.Size = text.Length;
            return DashboardDocument.Parse(text);
        })!;
}
