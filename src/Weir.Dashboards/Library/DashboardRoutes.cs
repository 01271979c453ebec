using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Tokens;

namespace Weir.Dashboards.Library;

/// <summary>
/// Dashboards, <c>/api/2.0/lakeview/dashboards</c> (original-product.md 4.1). One that the caller may not see is not there (404); one that may be seen
/// and not changed is refused (403). Its document is in no row of the audit table.
/// </summary>
internal static class DashboardRoutes
{
    private const string ServiceName = "dashboards";
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/lakeview/dashboards").RequireScope(TokenScopes.Dashboards);
        group.MapGet("/", ListAsync);
        group.MapGet("/{dashboard_id}", GetAsync);
        group.MapPost("/", CreateAsync).ReadsBody(typeof(DashboardRequest)).Audits(ServiceName, "createDashboard", ["display_name", "parent_path", "warehouse_id"], result: "dashboard_id");
        group.MapPatch("/{dashboard_id}", UpdateAsync).ReadsBody(typeof(DashboardRequest)).Audits(ServiceName, "updateDashboard", ["dashboard_id", "display_name", "warehouse_id", "lifecycle_state"]);
        group.MapDelete("/{dashboard_id}", async Task<Ok<EmptyAnswer>> (HttpContext context, DashboardEditor editor, [FromRoute(Name = "dashboard_id")] string dashboardId) =>
        {
            await editor.TrashAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            return TypedResults.Ok(new EmptyAnswer());
        }).Audits(ServiceName, "trashDashboard", ["dashboard_id"]);
        group.MapPost("/migrate", Ok<DashboardAnswer> () => throw new ApiException(501, "NOT_IMPLEMENTED", "There are no legacy dashboards here that could be migrated. POST /api/2.0/lakeview/dashboards makes one from a .lvdash.json document."))
            .AuditsNothing("It is always refused.");
        group.MapPost("/{dashboard_id}/revert", async (HttpContext context, DashboardEditor editor, DashboardPermissions permissions, [FromRoute(Name = "dashboard_id")] string dashboardId) =>
            Answer(await editor.RevertAsync(context.CallerOf(), dashboardId, () => ReadAsync(context, new RevertRequest(null)), context.RequestAborted), permissions))
            .ReadsBody(typeof(RevertRequest), isOptional: true).Audits(ServiceName, "revertDashboard", ["dashboard_id"]);
        group.MapGet("/{dashboard_id}/published", GetPublishedAsync);
        group.MapPost("/{dashboard_id}/published", async Task<Ok<PublishedDashboardAnswer>> (HttpContext context, DashboardEditor editor, [FromRoute(Name = "dashboard_id")] string dashboardId) =>
            TypedResults.Ok(PublishedDashboardAnswer.Of(await editor.PublishAsync(context.CallerOf(), dashboardId, () => ReadAsync(context, new PublishRequest(null, null)), context.RequestAborted), withSql: true)))
            .ReadsBody(typeof(PublishRequest), isOptional: true).Audits(ServiceName, "publishDashboard", ["dashboard_id", "embed_credentials", "warehouse_id"]);
        group.MapDelete("/{dashboard_id}/published", async Task<Ok<EmptyAnswer>> (HttpContext context, DashboardEditor editor, [FromRoute(Name = "dashboard_id")] string dashboardId) =>
        {
            await editor.UnpublishAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            return TypedResults.Ok(new EmptyAnswer());
        }).Audits(ServiceName, "unpublishDashboard", ["dashboard_id"]);
    }

    private static async Task<Ok<DashboardsAnswer>> ListAsync(
        HttpContext context,
        IDashboardStore store,
        DashboardPermissions permissions,
        [FromQuery(Name = "page_size")] int? pageSize,
        [FromQuery(Name = "page_token")] string? pageToken,
        [FromQuery(Name = "show_trashed")] bool? showTrashed,
        [FromQuery(Name = "view")] string? view)
    {
        var caller = context.CallerOf();
        var size = pageSize ?? UsualPage;
        if (size is < 1 or > LargestPage)
        {
            throw ApiException.Invalid($"'page_size' must be 1 to {LargestPage}.");
        }

        var token = string.IsNullOrEmpty(pageToken) ? null : pageToken;
        if (token is not null && !Guid.TryParseExact(token, "N", out _))
        {
            throw ApiException.Invalid("'page_token' must be the 'next_page_token' of an answer.");
        }

        if (view is not (null or "" or "DASHBOARD_VIEW_BASIC" or "DASHBOARD_VIEW_UNSPECIFIED"))
        {
            throw ApiException.Invalid("'view' must be DASHBOARD_VIEW_BASIC, which is what a list has.");
        }

        var found = await store.ListAsync(new DashboardListing(caller.WorkspaceId, permissions.ViewerOf(caller), showTrashed == true, token, size + 1), context.RequestAborted);
        return TypedResults.Ok(new DashboardsAnswer([.. found.Take(size).Select(listed => ListedDashboardAnswer.Of(listed, permissions.OwnerOf(listed.Dashboard)))], found.Count > size ? found[size - 1].Dashboard.Id : null));
    }

    private static async Task<Ok<DashboardAnswer>> GetAsync(HttpContext context, DashboardLibrary library, DashboardPermissions permissions, [FromRoute(Name = "dashboard_id")] string dashboardId)
    {
        var found = await library.FindAsync(context.CallerOf(), dashboardId, context.RequestAborted);
        permissions.Require(context.CallerOf(), found.Dashboard, ObjectType.CanEdit);
        return Answer(found, permissions);
    }

    private static async Task<Ok<DashboardAnswer>> CreateAsync(
        HttpContext context,
        DashboardEditor editor,
        DashboardPermissions permissions,
        [FromQuery(Name = "dataset_catalog")] string? catalog,
        [FromQuery(Name = "dataset_schema")] string? schema) =>
        Answer(await editor.CreateAsync(context.CallerOf(), await ReadDashboardAsync(context), catalog, schema, context.RequestAborted), permissions);

    private static async Task<Ok<DashboardAnswer>> UpdateAsync(
        HttpContext context,
        DashboardEditor editor,
        DashboardPermissions permissions,
        [FromRoute(Name = "dashboard_id")] string dashboardId,
        [FromQuery(Name = "dataset_catalog")] string? catalog,
        [FromQuery(Name = "dataset_schema")] string? schema) =>
        Answer(await editor.UpdateAsync(context.CallerOf(), dashboardId, () => ReadDashboardAsync(context), catalog, schema, context.RequestAborted), permissions);

    private static async Task<Ok<PublishedDashboardAnswer>> GetPublishedAsync(HttpContext context, DashboardLibrary library, DashboardPermissions permissions, [FromRoute(Name = "dashboard_id")] string dashboardId)
    {
        var found = await library.FindAsync(context.CallerOf(), dashboardId, context.RequestAborted);
        return TypedResults.Ok(PublishedDashboardAnswer.Of(
            found.Published ?? throw DashboardLibrary.NeverPublished(dashboardId),
            withSql: permissions.Allows(context.CallerOf(), found.Dashboard, ObjectType.CanEdit)));
    }

    private static Ok<DashboardAnswer> Answer(DashboardState state, DashboardPermissions permissions) =>
        TypedResults.Ok(DashboardAnswer.Of(state, permissions.OwnerOf(state.Dashboard)));

    private static Task<DashboardRequest> ReadDashboardAsync(HttpContext context) => ReadAsync(context, new DashboardRequest(null, null, null, null, null, null));

    private static async Task<TBody> ReadAsync<TBody>(HttpContext context, TBody empty)
        where TBody : class =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } ? empty : await JsonSerializer.DeserializeAsync<TBody>(context.Request.Body, cancellationToken: context.RequestAborted) ?? empty;
}
