using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Weir.Storage.DuckDB.Ingest;
using Weir.Storage.DuckDB.Queries;
using Weir.Usage.Stores;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Process;

/// <summary>What the store's process is asked. An engine that is broken ends the process, since only a new one helps.</summary>
internal sealed class StoreRequests(UsageDatabase database, JournalIngest ingest, ISpendStore spend, DuckDBEngine engine, ITableStatistics statistics, IResultFiles files, Action<string> report, IHostApplicationLifetime lifetime)
{
    /// <summary>Whether the engine has declared itself unusable.</summary>
    public bool IsEngineBroken { get; private set; }

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health", () => Results.Ok());
        app.MapGet("/longest-cancelled", () => engine.LongestCancelled.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        app.MapGet("/position", async (HttpContext context, string replica) =>
            await AnswerAsync(context, async () => await ingest.GetPositionAsync(replica, context.RequestAborted)));
        app.MapPost("/ingest", async (HttpContext context) =>
        {
            var slice = await ReadAsync<JournalSlice>(context);

            // Once begun, a slice is finished: half of one would only be taken again.
            await AnswerAsync(context, async () => await ingest.IngestAsync(slice, CancellationToken.None));
        });
        app.MapPost("/delete-before", async (HttpContext context) =>
        {
            var cutoff = await ReadAsync<DateTime>(context);
            using var stop = StopOf(context);
            await AnswerAsync(context, async () => await ingest.DeleteBeforeAsync(cutoff, stop.Token));
        });
        app.MapPost("/delete-expired-payloads", async (HttpContext context) =>
        {
            var now = await ReadAsync<DateTime>(context);
            using var stop = StopOf(context);
            await AnswerAsync(context, async () => await ingest.DeleteExpiredPayloadsAsync(now, stop.Token));
        });
        app.MapPost("/delete-audit-before", async (HttpContext context) =>
        {
            var cutoff = await ReadAsync<DateTime>(context);
            using var stop = StopOf(context);
            await AnswerAsync(context, async () => await ingest.DeleteAuditBeforeAsync(cutoff, stop.Token));
        });
        app.MapPost("/delete-telemetry-before", async (HttpContext context) =>
        {
            var cutoff = await ReadAsync<DateTime>(context);
            using var stop = StopOf(context);
            await AnswerAsync(context, async () => await ingest.DeleteTelemetryBeforeAsync(cutoff, stop.Token));
        });
        app.MapGet("/spend/price-version", async (HttpContext context) => await AnswerAsync(context, async () => await spend.GetPriceVersionAsync(context.RequestAborted)));
        app.MapPost("/spend/list-prices", async (HttpContext context) => await TakeAsync(context, lines => spend.ReplaceListPricesAsync(lines, CancellationToken.None)));
        app.MapPost("/spend/costs", async (HttpContext context) => await TakeAsync(context, lines => spend.ReplaceCostsAsync(lines, CancellationToken.None)));
        app.MapPost("/spend/sums", async (HttpContext context) =>
        {
            var question = await ReadAsync<SpendQuestion>(context);
            await AnswerAsync(context, async () => await spend.SumAsync(question, context.RequestAborted));
        });
        app.MapPost("/spend/costed", async (HttpContext context) =>
        {
            var page = await ReadAsync<CostedPage>(context);
            await AnswerAsync(context, async () => await spend.ReadCostedAsync(page, context.RequestAborted));
        });
        app.MapGet("/tables/inference", async (HttpContext context) => await AnswerAsync(context, async () => await statistics.ListInferenceTablesAsync(context.RequestAborted)));
        app.MapGet("/tables/statistics", async (HttpContext context, string name) =>
            await AnswerAsync(context, async () => await statistics.MeasureAsync(name, context.RequestAborted)));
        app.MapPost("/query", async (HttpContext context) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            var statement = await ReadAsync<EngineStatement>(context);
            await RunAsync(context, async stop => await QueryFrames.WriteAsync(context.Response.Body, await engine.ExecuteAsync(statement, stop), context.RequestAborted));
        });
        app.MapPost("/parquet", async (HttpContext context) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            var result = await QueryFrames.ReadAsync(context.Request.Body, context.RequestAborted);
            await RunAsync(context, async stop => await context.Response.BodyWriter.WriteAsync(await files.ToParquetAsync(result, stop), context.RequestAborted));
        });
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        (await JsonSerializer.DeserializeAsync<T>(context.Request.Body, JsonSerializerOptions.Web, context.RequestAborted))!;

    private async Task TakeAsync(HttpContext context, Func<ReadOnlyMemory<byte>, Task> take)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        using var lines = new MemoryStream();
        await context.Request.Body.CopyToAsync(lines, context.RequestAborted);
        await AnswerAsync(context, async () =>
        {
            await take(lines.GetBuffer().AsMemory(0, (int)lines.Length));
            return true;
        });
    }

    // A process that is to end does not wait for statements.
    private CancellationTokenSource StopOf(HttpContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);

    private async Task AnswerAsync<T>(HttpContext context, Func<Task<T>> work)
    {
        try
        {
            await context.Response.WriteAsJsonAsync(await work());
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync(failed.Message);
            EndIfBroken(failed);
        }
    }

    private async Task RunAsync(HttpContext context, Func<CancellationToken, Task> work)
    {
        try
        {
            using var stop = StopOf(context);
            await work(stop.Token);
        }
        catch (SqlEngineException refused)
        {
            await RefuseAsync(context, new QueryFailure(refused.ErrorCode, refused.Message, refused.SqlState));
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        catch (Exception defect) when (!context.Response.HasStarted)
        {
            report($"A statement failed in the store: {defect}");
            await RefuseAsync(context, new QueryFailure("INTERNAL_ERROR", "The statement failed in the engine; the gateway's log says why.", null));
            EndIfBroken(defect);
        }
    }

    private static async Task RefuseAsync(HttpContext context, QueryFailure failure)
    {
        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await context.Response.WriteAsJsonAsync(failure);
    }

    private void EndIfBroken(Exception failed)
    {
        if (!IsEngineBroken && UsageDatabase.IsBreakage(failed) && !database.IsUsable())
        {
            IsEngineBroken = true;
            report($"The engine is broken and its process ends, to be started anew: {failed.Message.Split('\n')[0]}");
            lifetime.StopApplication();
        }
    }
}
