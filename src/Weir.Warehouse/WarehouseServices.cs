using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Statements;

namespace Weir.Warehouse;

/// <summary>SQL over HTTP.</summary>
public static class WarehouseServices
{
    /// <summary>Adds the services. Needs an SQL engine, the account and the inference tables' names.</summary>
    public static IServiceCollection AddWarehouse(this IServiceCollection services)
    {
        services.AddSingleton<ITableGrants, AccountAdminGrants>();
        services.AddSingleton<StatementRegistry>();
        services.AddSingleton(provider => new WarehouseDescription(provider.GetRequiredService<AccountDirectory>().State.AccountId));
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapWarehouse(this IEndpointRouteBuilder app)
    {
        StatementRoutes.Map(app);
        var group = app.MapGroup("/api/2.0/sql/warehouses").RequireScope(TokenScopes.Sql);
        group.MapGet("/", (HttpContext context, WarehouseDescription warehouse) =>
            Results.Json(new { warehouses = new[] { warehouse.ToJson(context.Request.Host.Host) } }));
        group.MapGet("/{id}", (HttpContext context, WarehouseDescription warehouse, string id) =>
            id == warehouse.Id ? Results.Json(warehouse.ToJson(context.Request.Host.Host)) : ApiError.NotFound($"The warehouse {id} does not exist."));
    }
}
