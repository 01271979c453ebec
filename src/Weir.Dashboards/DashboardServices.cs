using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Permissions;
using Weir.Accounts.Workspaces;
using Weir.Dashboards.BuiltIn;
using Weir.Dashboards.Library;

namespace Weir.Dashboards;

/// <summary>Dashboards over HTTP.</summary>
public static class DashboardServices
{
    /// <summary>Adds the services. Needs the account and its permissions, a store of dashboards, and what there is to know of warehouses.</summary>
    public static IServiceCollection AddDashboards(this IServiceCollection services)
    {
        services.AddSingleton<DashboardPermissions>();
        services.AddSingleton<ISecurableObjects>(provider => provider.GetRequiredService<DashboardPermissions>());
        services.AddSingleton<IWorkspaceContents>(provider => provider.GetRequiredService<DashboardPermissions>());
        services.AddSingleton<DashboardLibrary>();
        services.AddSingleton<IDashboardLibrary>(provider => provider.GetRequiredService<DashboardLibrary>());
        services.AddSingleton<DashboardEditor>();
        services.AddHostedService<DashboardTrash>();
        services.AddSingleton(_ => UsageTemplate.Shipped());
        services.AddSingleton<UsageDashboard>();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapDashboards(this IEndpointRouteBuilder app)
    {
        DashboardRoutes.Map(app);
        UsageDashboardRoutes.Map(app);
    }
}
