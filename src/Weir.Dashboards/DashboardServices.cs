using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Accounts.Permissions;
using Weir.Accounts.Workspaces;
using Weir.Dashboards.BuiltIn;
using Weir.Dashboards.Library;
using Weir.Dashboards.Results;
using Weir.Dashboards.Schedules;

namespace Weir.Dashboards;

/// <summary>Dashboards over HTTP.</summary>
public static class DashboardServices
{
    /// <summary>Adds the services. Needs the account and its permissions, stores of dashboards and schedules, what there is to know of warehouses, where their statements run, webhooks, Data Protection, the audit log and the sessions of reports.</summary>
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
        services.TryAddSingleton(new DashboardResultOptions());
        services.AddSingleton<ResultCache>();
        services.AddSingleton<ViewerLimit>();
        services.AddSingleton<WidgetResults>();
        services.AddSchedules();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapDashboards(this IEndpointRouteBuilder app)
    {
        DashboardRoutes.Map(app);
        UsageDashboardRoutes.Map(app);
        ResultRoutes.Map(app);
        ScheduleRoutes.Map(app);
        SubscriptionRoutes.Map(app);
    }
}
