using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Weir.Usage.Stores;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Process;

/// <summary>The embedded store, in a process of its own.</summary>
public static class DuckDBStore
{
    // sun_path takes 108 bytes.
    private const int LongestSocketPath = 100;

    /// <summary>Adds the table store, the SQL engine, files of results, and the supervisor of their process.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">The settings.</param>
    /// <param name="command">Makes the command of the process, given the socket's path.</param>
    public static IServiceCollection AddDuckDBStore(this IServiceCollection services, DuckDBStoreOptions options, Func<string, ProcessStartInfo> command)
    {
        var connection = new StoreConnection(SocketPath(options.Directory));
        services.AddSingleton(connection);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<StoreSupervisor>(provider, (Func<ProcessStartInfo>)(() => command(connection.Socket))));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StoreSupervisor>());
        services.AddSingleton<TableVersion>();
        services.AddSingleton<ITableStore, RemoteTableStore>();
        services.AddSingleton<ISpendStore, RemoteSpendStore>();
        services.AddSingleton<ISqlEngine, RemoteSqlEngine>();
        services.AddSingleton<ITableStatistics, RemoteTableStatistics>();
        services.AddSingleton<IResultFiles, RemoteResultFiles>();
        return services;
    }

    private static string SocketPath(string directory)
    {
        StoreDirectory.Create(directory);
        var path = Path.Combine(Path.GetFullPath(directory), "store.sock");
        if (path.Length <= LongestSocketPath)
        {
            return path;
        }

        var temporary = Directory.CreateTempSubdirectory("weir-").FullName;
        return Path.Combine(temporary, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}.sock"));
    }
}
