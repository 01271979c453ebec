using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Dashboards.BuiltIn;

/// <summary>The built-in dashboard, <c>/api/2.0/weir/usage-dashboard</c>: everybody may ask whether they have one, account admins make and change it.</summary>
internal static class UsageDashboardRoutes
{
    private const string ServiceName = "dashboards";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir/usage-dashboard").RequireScope(TokenScopes.Dashboards);
        group.MapGet("/", async (HttpContext context, UsageDashboard dashboard) => TypedResults.Ok(await dashboard.DescribeAsync(context.CallerOf(), context.RequestAborted)));
        group.MapPost("/", async Task<Ok<UsageDashboardAnswer>> (HttpContext context, UsageDashboard dashboard) =>
        {
            RequireAdmin(context);
            return TypedResults.Ok(await dashboard.ImportAsync(context.CallerOf(), context.RequestAborted));
        }).Audits(ServiceName, "importUsageDashboard", [], result: "dashboard_id", isAccountLevel: true);
        group.MapPatch("/", async Task<Ok<UsageDashboardAnswer>> (HttpContext context, UsageDashboard dashboard) =>
        {
            RequireAdmin(context);
            var request = await JsonSerializer.DeserializeAsync<UsageDashboardRequest>(context.Request.Body, cancellationToken: context.RequestAborted);
            return TypedResults.Ok(await dashboard.ChangeWarehouseAsync(context.CallerOf(), request?.WarehouseId, context.RequestAborted));
        }).ReadsBody(typeof(UsageDashboardRequest)).Audits(ServiceName, "updateUsageDashboard", ["warehouse_id"], isAccountLevel: true);
    }

    private static void RequireAdmin(HttpContext context)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can make the usage dashboard, import it again and change its warehouse.");
        }
    }
}

/// <summary>The body of PATCH.</summary>
/// <param name="WarehouseId">What all later queries of the dashboard run on.</param>
internal sealed record UsageDashboardRequest([property: JsonPropertyName("warehouse_id")] string? WarehouseId);

/// <summary>The built-in dashboard.</summary>
/// <param name="DashboardId">The dashboard; NULL when there is none that the caller may see.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="TemplateVersion">The version of the template that is shipped.</param>
/// <param name="ImportedVersion">The version that the dashboard was imported from; NULL where there is none.</param>
/// <param name="IsUpdateAvailable">Whether a newer template is shipped than was imported.</param>
/// <param name="WarehouseId">What its queries run on; NULL where there is none.</param>
internal sealed record UsageDashboardAnswer(string? DashboardId, string DisplayName, int TemplateVersion, int? ImportedVersion, bool IsUpdateAvailable, string? WarehouseId);
