using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Tokens;
using Weir.Accounts.Workspaces;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.History;
using Weir.Warehouse.SavedQueries;
using Weir.Warehouse.Statements;

namespace Weir.Warehouse;

/// <summary>SQL over HTTP.</summary>
public static class WarehouseServices
{
    /// <summary>The name of the meter.</summary>
    public static string MeterName => StatementHistory.MeterName;

    /// <summary>Adds the services. Needs an SQL engine, files of results, stores of saved queries and of the history, the account, permissions, grants and the inference tables' names.</summary>
    public static IServiceCollection AddWarehouse(this IServiceCollection services)
    {
        services.AddSingleton<ITableGrants, GrantedTables>();
        services.AddSingleton<GrantStatements>();
        services.AddSingleton<WarehousePermissions>();
        services.AddSingleton<ISecurableObjects>(provider => provider.GetRequiredService<WarehousePermissions>());
        services.AddSingleton<StatementRegistry>();
        services.AddSingleton<PrincipalNames>();
        services.AddSingleton<SavedQueryPermissions>();
        services.AddSingleton<ISecurableObjects>(provider => provider.GetRequiredService<SavedQueryPermissions>());
        services.AddSingleton<IWorkspaceContents>(provider => provider.GetRequiredService<SavedQueryPermissions>());
        services.TryAddSingleton(new StatementHistoryOptions());
        services.AddSingleton<StatementHistory>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StatementHistory>());
        services.AddHostedService<StatementHistorySweep>();
        services.AddSingleton(provider => new WarehouseDescription(provider.GetRequiredService<AccountDirectory>().State.AccountId));
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapWarehouse(this IEndpointRouteBuilder app)
    {
        StatementRoutes.Map(app);
        ResultFileRoutes.Map(app);
        SavedQueryRoutes.Map(app);
        StatementHistoryRoutes.Map(app);
        var group = app.MapGroup("/api/2.0/sql/warehouses").RequireScope(TokenScopes.Sql);
        group.MapGet("/", (HttpContext context, WarehouseDescription warehouse, WarehousePermissions secured, PermissionDirectory permissions) =>
            Results.Json(new { warehouses = permissions.Allows(context.CallerOf(), secured.Secured, ObjectType.CanUse) ? new[] { warehouse.ToJson(context.Request.Host.Host) } : [] }));
        group.MapGet("/{id}", (HttpContext context, WarehouseDescription warehouse, WarehousePermissions secured, PermissionDirectory permissions, string id) =>
        {
            if (id != warehouse.Id)
            {
                return ApiError.NotFound($"The warehouse {id} does not exist.");
            }

            permissions.Require(context.CallerOf(), secured.Secured, ObjectType.CanUse);
            return Results.Json(warehouse.ToJson(context.Request.Host.Host));
        });
        app.MapGet("/api/2.0/weir/usage/me", OwnUsage.AnswerAsync).RequireScope(TokenScopes.Sql);
    }
}
