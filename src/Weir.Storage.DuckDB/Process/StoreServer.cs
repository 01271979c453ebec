using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Storage.DuckDB.Ingest;
using Weir.Storage.DuckDB.Queries;
using Weir.Usage.Stores;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Process;

/// <summary>
/// The store's process: the one owner of the DuckDB file. It takes journal slices and runs statements, asked over a Unix socket that
/// only its own user can open. One statement can drive an analytical engine into the ground; the data plane must not notice.
/// </summary>
public static class StoreServer
{
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
        File.Delete(socket);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrelOnSocket(socket);
        var app = builder.Build();
        Map(app, ingest, engine);
        await app.StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _ = WatchParentAsync(app.Lifetime);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
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

    private static async Task WatchParentAsync(IHostApplicationLifetime lifetime)
    {
        var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (await input.ReadAsync(buffer) > 0)
        {
        }

        lifetime.StopApplication();

        // A statement that cannot be stopped must not keep an orphan alive.
        await Task.Delay(TimeSpan.FromSeconds(5));
        Environment.Exit(1);
    }

    private static void Map(IEndpointRouteBuilder app, JournalIngest ingest, DuckDBEngine engine)
    {
        app.MapGet("/health", () => Results.Ok());

        // Statements whose client has gone but which have not stopped.
        app.MapGet("/cancelled", () => engine.CancelledStatements.ToString(CultureInfo.InvariantCulture));
        app.MapGet("/position", async (HttpContext context, string replica) =>
            await AnswerAsync(context, async () => await ingest.GetPositionAsync(replica, context.RequestAborted)));
        app.MapPost("/ingest", async (HttpContext context) =>
        {
            var slice = await JsonSerializer.DeserializeAsync<JournalSlice>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted);

            // Once begun, a slice is finished: half of one would only be taken again.
            await AnswerAsync(context, async () => await ingest.IngestAsync(slice!, CancellationToken.None));
        });
        app.MapPost("/delete-before", async (HttpContext context) =>
        {
            var cutoff = await JsonSerializer.DeserializeAsync<DateTime>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted);
            await AnswerAsync(context, async () => await ingest.DeleteBeforeAsync(cutoff, context.RequestAborted));
        });
        app.MapPost("/query", async (HttpContext context) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            var statement = await JsonSerializer.DeserializeAsync<EngineStatement>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted);
            await QueryAsync(context, engine, statement!);
        });
    }

    private static async Task AnswerAsync<T>(HttpContext context, Func<Task<T>> work)
    {
        try
        {
            await context.Response.WriteAsJsonAsync(await work());
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(failed.Message);
        }
    }

    private static async Task QueryAsync(HttpContext context, DuckDBEngine engine, EngineStatement statement)
    {
        try
        {
            var result = await engine.ExecuteAsync(statement, context.RequestAborted);
            await QueryFrames.WriteAsync(context.Response.Body, result, context.RequestAborted);
        }
        catch (SqlEngineException refused)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await context.Response.WriteAsJsonAsync(new QueryFailure(refused.ErrorCode, refused.Message, refused.SqlState));
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (Exception defect)
        {
            await Console.Error.WriteLineAsync($"A statement failed in the store: {defect}");
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await context.Response.WriteAsJsonAsync(new QueryFailure("INTERNAL_ERROR", "The statement failed in the engine; the gateway's log says why.", null));
        }
    }

    private static void ConfigureKestrelOnSocket(this Microsoft.AspNetCore.Hosting.IWebHostBuilder host, string socket) =>
        Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(host, kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socket);
        });
}
