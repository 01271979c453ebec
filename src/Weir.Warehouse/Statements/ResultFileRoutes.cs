using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary><c>GET /api/2.0/weir/sql/statements/{id}/result.parquet</c>: the kept result of the caller's own statement as a file.</summary>
internal static class ResultFileRoutes
{
    private const string ContentType = "application/vnd.apache.parquet";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/2.0/weir/sql/statements/{id}/result.parquet", ParquetAsync).RequireScope(TokenScopes.Sql).Produces(StatusCodes.Status200OK, contentType: ContentType);

    private static async Task<FileContentHttpResult> ParquetAsync(HttpContext context, StatementRegistry registry, IResultFiles files, string id)
    {
        var execution = registry.Find(context.CallerOf(), id);
        var result = execution.Outcome.Result ?? throw new ApiException(400, "BAD_REQUEST", $"The statement has no result; its state is {execution.Outcome.State}.");
        if (result.Columns.Count == 0)
        {
            throw new ApiException(400, "BAD_REQUEST", "The statement has no columns to put in a file.");
        }

        try
        {
            return TypedResults.File(await files.ToParquetAsync(result, context.RequestAborted), ContentType, string.Create(CultureInfo.InvariantCulture, $"result-{execution.Submitted.UtcDateTime:yyyy-MM-ddTHHmmss}.parquet"));
        }
        catch (SqlEngineException refused)
        {
            throw new ApiException(refused.ErrorCode switch { "RESOURCE_EXHAUSTED" => 429, "BAD_REQUEST" => 400, _ => 503 }, refused.ErrorCode, refused.Message);
        }
    }
}
