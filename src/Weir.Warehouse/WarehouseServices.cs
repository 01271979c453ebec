using Microsoft.AspNetCore.Builder;
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
using Weir.Warehouse.Warehouses;

namespace Weir.Warehouse;

/// <summary>SQL over HTTP.</summary>
public static class WarehouseServices
{
    /// <summary>The name of the meter.</summary>
    public static string MeterName => StatementHistory.MeterName;

    /// <summary>
    /// Adds the services. Needs an SQL engine, what it knows of its tables and how it makes files of results; the account, permissions and grants; stores of warehouses, saved queries and
    /// the history; the inference tables' names and the retention of tables.
    /// </summary>
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
        services.AddSingleton<IWarehouseStatements, WarehouseStatements>();
        services.AddSingleton<PrincipalNames>();
        services.AddSingleton<SavedQueryPermissions>();
        services.AddSingleton<ISecurableObjects>(provider => provider.GetRequiredService<SavedQueryPermissions>());
        services.AddSingleton<IWorkspaceContents>(provider => provider.GetRequiredService<SavedQueryPermissions>());
        services.TryAddSingleton(new StatementHistoryOptions());
        services.AddSingleton<StatementHistory>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StatementHistory>());
        services.AddHostedService<StatementHistorySweep>();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapWarehouse(this IEndpointRouteBuilder app)
    {
        StatementRoutes.Map(app);
        ResultFileRoutes.Map(app);
        SavedQueryRoutes.Map(app);
        StatementHistoryRoutes.Map(app);
        CatalogRoutes.Map(app);
        TableDetailsRoutes.Map(app);
        WarehouseRoutes.Map(app);
        app.MapGet("/api/2.0/weir/usage/me", OwnUsage.AnswerAsync).RequireScope(TokenScopes.Sql);
    }
}
