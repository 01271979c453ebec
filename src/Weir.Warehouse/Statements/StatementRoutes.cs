using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Warehouse.Warehouses;

namespace Weir.Warehouse.Statements;

/// <summary>The statement execution API, <c>/api/2.0/sql/statements</c> (original-product.md 5.1).</summary>
internal static class StatementRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/sql/statements").RequireScope(TokenScopes.Sql);
        group.MapPost("/", SubmitAsync).ReadsBody(typeof(StatementRequest)).Produces<StatementSchema>().AuditsNothing("A statement reads; one that grants is audited where it grants, one that is denied where it runs.");
        group.MapGet("/{id}", (HttpContext context, StatementRegistry registry, string id) =>
            WriteAsync(context, registry.Find(context.CallerOf(), id))).Produces<StatementSchema>();
        group.MapGet("/{id}/result/chunks/{index:int}", ChunkAsync).Produces<StatementChunkSchema>();
        group.MapPost("/{id}/cancel", (HttpContext context, StatementRegistry registry, string id) =>
        {
            registry.Find(context.CallerOf(), id).Cancel();
            return TypedResults.Ok(new DoneAnswer());
        }).AuditsNothing("A cancelled statement changes nothing.");
    }

    private static async Task SubmitAsync(HttpContext context, StatementRegistry registry, WarehouseAccess access)
    {
        var request = await context.ReadBodyAsync<StatementRequest>("a statement request");
        request.Check();
        var warehouse = await access.ToRunOnAsync(context.CallerOf(), request.WarehouseId, context.RequestAborted);
        var execution = registry.Submit(context.CallerOf(), request, warehouse);
        await Task.WhenAny(execution.Completion, Task.Delay(request.Wait, context.RequestAborted));
        if (execution.IsActive && request.CancelOnTimeout)
        {
            execution.Cancel();
            await Task.WhenAny(execution.Completion, Task.Delay(TimeSpan.FromSeconds(5), context.RequestAborted));
        }

        await WriteAsync(context, execution);
    }

    private static async Task ChunkAsync(HttpContext context, StatementRegistry registry, string id, int index)
    {
        var execution = registry.Find(context.CallerOf(), id);
        var result = execution.Outcome.Result ?? throw new ApiException(400, "BAD_REQUEST", $"The statement has no result; its state is {execution.Outcome.State}.");
        if (index < 0 || index >= Math.Max(1, result.Chunks.Count))
        {
            throw new ApiException(404, "NOT_FOUND", $"There is no chunk {index}; the result has {Math.Max(1, result.Chunks.Count)}.");
        }

        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        StatementAnswer.WriteChunk(json, id, result, index);
    }

    private static async Task WriteAsync(HttpContext context, StatementExecution execution)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        StatementAnswer.Write(json, execution);
    }
}
