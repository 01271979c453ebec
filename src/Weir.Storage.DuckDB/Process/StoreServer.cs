using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Storage.DuckDB.Ingest;
using Weir.Storage.DuckDB.Queries;
using Weir.Storage.DuckDB.Spend;
using Weir.Warehouse.Dialect;

namespace Weir.Storage.DuckDB.Process;

/// <summary>
/// The store's process: the one owner of the DuckDB file. It takes journal slices and runs statements, asked over a Unix socket that
/// only its own user can open. One statement can drive an analytical engine into the ground; the data plane must not notice.
/// </summary>
public static class StoreServer
{
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(4);

    /// <summary>Serves until SIGTERM, or until the parent is gone: its end of this process' standard input closes with it.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="socket">The socket's path.</param>
    /// <param name="translator">Checks and translates statements.</param>
    /// <param name="setup">Statements that the dialect needs at opening.</param>
    public static async Task<int> RunAsync(DuckDBStoreOptions options, string socket, IStatementTranslator translator, IReadOnlyList<string> setup)
    {
        var report = new Action<string>(Console.Error.WriteLine);
        using var database = TryOpen(options, setup, report);
        if (database is null)
        {
            return 1;
        }

        using var ingest = new JournalIngest(database, Path.Combine(options.Directory, "quarantine"), report);
        using var engine = new DuckDBEngine(database, translator, options);
        using var statistics = new DuckDBTableStatistics(database);
        using var files = new ParquetFiles(options.Directory);
        File.Delete(socket);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownPatience);
        builder.WebHost.ConfigureKestrelOnSocket(socket);
        var app = builder.Build();
        var requests = new StoreRequests(database, ingest, new DuckDBSpend(database, ingest), engine, statistics, files, report, app.Lifetime);
        requests.Map(app);
        await app.StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _ = WatchParentAsync(app.Lifetime);

        // A statement that cannot be stopped must not keep a process alive that is to end.
        app.Lifetime.ApplicationStopping.Register(() => _ = ExitAfterAsync(ShutdownPatience * 2));
        await app.WaitForShutdownAsync(CancellationToken.None);
        return requests.IsEngineBroken ? 1 : 0;
    }

    private static UsageDatabase? TryOpen(DuckDBStoreOptions options, IReadOnlyList<string> setup, Action<string> report)
    {
        try
        {
            return UsageDatabase.Open(options, setup, report);
        }
        catch (Exception refused) when (refused is DbException or IOException)
        {
            report($"The usage database in {options.Directory} cannot be opened: {refused.Message}");
            return null;
        }
    }

    private static async Task ExitAfterAsync(TimeSpan patience)
    {
        await Task.Delay(patience);
        Environment.Exit(1);
    }

    private static async Task WatchParentAsync(IHostApplicationLifetime lifetime)
    {
        var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer) > 0)
        {
        }

        lifetime.StopApplication();
    }

    private static void ConfigureKestrelOnSocket(this Microsoft.AspNetCore.Hosting.IWebHostBuilder host, string socket) =>
        Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(host, kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socket);
        });
}
