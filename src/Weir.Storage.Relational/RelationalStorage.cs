using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts;
using Weir.Accounts.Grants;
using Weir.Accounts.OAuth;
using Weir.Accounts.Permissions;
using Weir.Accounts.Previews;
using Weir.Accounts.SignIn;
using Weir.Accounts.Replication;
using Weir.Dashboards.Library;
using Weir.Dashboards.Schedules;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Metering;
using Weir.Spend.Alerts;
using Weir.Spend.Budgets;
using Weir.Spend.Prices;
using Weir.Warehouse.History;
using Weir.Warehouse.SavedQueries;
using Weir.Warehouse.Warehouses;

namespace Weir.Storage.Relational;

/// <summary>The control plane's storage.</summary>
public static class RelationalStorage
{
    /// <summary>Adds the stores of accounts and endpoints, in a SQLite file of their own: SQL can read its own database, and these hold secrets.</summary>
    public static IServiceCollection AddRelationalStorage(this IServiceCollection services, string file)
    {
        services.AddDbContextFactory<WeirDbContext>(options => options.UseSqlite(ConnectionString(file)));
        services.AddSingleton<IAccountStore, AccountStore>();
        services.AddSingleton<IEndpointStore, EndpointStore>();
        services.AddSingleton<IPreviewStore, PreviewStore>();
        services.AddSingleton<IPermissionStore, PermissionStore>();
        services.AddSingleton<IGrantStore, GrantStore>();
        services.AddSingleton<IPasswordStore, PasswordStore>();
        services.AddSingleton<IBatchClaims, BatchClaims>();
        services.AddSingleton<ISigningKeyStore, SigningKeyStore>();
        services.AddSingleton<IPriceStore, PriceStore>();
        services.AddSingleton<IBudgetStore, BudgetStore>();
        services.AddSingleton<IAlertStore, AlertStore>();
        services.AddSingleton<IWarehouseStore, WarehouseStore>();
        services.AddSingleton<ISavedQueryStore, SavedQueryStore>();
        services.AddSingleton<IDashboardStore, DashboardStore>();
        services.AddSingleton<IScheduleStore, ScheduleStore>();
        services.AddSingleton<IStatementHistoryStore, StatementHistoryStore>();
        services.AddSingleton<IStateVersions, StateVersions>();
        return services;
    }

    /// <summary>Brings the database to this version's schema, making it when it is not there.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(context.Database.GetDbConnection().DataSource))!);
        await context.Database.MigrateAsync(cancellationToken);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellationToken);
    }

    private static string ConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, Pooling = true }.ToString();

    // dotnet-ef makes migrations through this.
    private sealed class DesignTimeFactory : IDesignTimeDbContextFactory<WeirDbContext>
    {
        public WeirDbContext CreateDbContext(string[] args) =>
            new(new DbContextOptionsBuilder<WeirDbContext>().UseSqlite("Data Source=design.db").Options);
    }
}
