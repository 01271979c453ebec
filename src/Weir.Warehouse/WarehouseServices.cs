using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Tokens;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Statements;

namespace Weir.Warehouse;

/// <summary>SQL over HTTP.</summary>
public static class WarehouseServices
{
    /// <summary>Adds the services. Needs an SQL engine and what it knows of its tables, the account, permissions, grants, the inference tables' names and the retention of tables.</summary>
    public static IServiceCollection AddWarehouse(this IServiceCollection services)
    {
        services.AddSingleton<ITableGrants, GrantedTables>();
        services.AddSingleton<GrantStatements>();
        services.AddSingleton<CallersCatalog>();
        services.AddSingleton<WarehousePermissions>();
        services.AddSingleton<ISecurableObjects>(provider => provider.GetRequiredService<WarehousePermissions>());
        services.AddSingleton<StatementRegistry>();
        services.AddSingleton(provider => new WarehouseDescription(provider.GetRequiredService<AccountDirectory>().State.AccountId));
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapWarehouse(this IEndpointRouteBuilder app)
    {
        StatementRoutes.Map(app);
        CatalogRoutes.Map(app);
        TableDetailsRoutes.Map(app);
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
