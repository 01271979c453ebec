using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Tokens;
using Weir.Accounts.Workspaces;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Statements;
using Weir.Warehouse.Warehouses;

namespace Weir.Warehouse;

/// <summary>SQL over HTTP.</summary>
public static class WarehouseServices
{
    /// <summary>Adds the services. Needs an SQL engine and what it knows of its tables, the account, a store of warehouses, permissions, grants, the inference tables' names and the retention of tables.</summary>
    public static IServiceCollection AddWarehouse(this IServiceCollection services)
    {
        services.AddSingleton<ITableGrants, GrantedTables>();
        services.AddSingleton<GrantStatements>();
        services.AddSingleton<CallersCatalog>();
        services.AddSingleton(provider => new DefaultWarehouse(provider.GetRequiredService<AccountDirectory>().State.AccountId));
        services.AddSingleton<WarehouseQueues>();
        services.AddReplicated<WarehouseDirectory>();
        services.AddSingleton<WarehouseAccess>();
        services.AddSingleton<ISecurableObjects, WarehousePermissions>();
        services.AddSingleton<IWorkspaceContents, WorkspaceWarehouses>();
        services.AddSingleton<StatementRegistry>();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapWarehouse(this IEndpointRouteBuilder app)
    {
        StatementRoutes.Map(app);
        CatalogRoutes.Map(app);
        TableDetailsRoutes.Map(app);
        WarehouseRoutes.Map(app);
        app.MapGet("/api/2.0/weir/usage/me", OwnUsage.AnswerAsync).RequireScope(TokenScopes.Sql);
    }
}
