using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Accounts.Http;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary>
/// <c>GET /api/2.0/weir/usage/me</c>: the caller's own requests, tokens and list cost by day and endpoint, and what is left of the budgets they are charged to, which everyone may see. The statement is
/// the product's and has the right to the table; what a caller sends are values of parameters, and never whose rows they are.
/// </summary>
internal static class OwnUsage
{
    private const string Sql = """
        WITH used AS (
          SELECT CAST(event_time AS DATE) AS day, endpoint_name, count(*) AS requests, sum(input_tokens) AS input, sum(output_tokens) AS output, sum(total_tokens) AS total
          FROM system.ai_gateway.usage
          WHERE requester = :requester AND requester_type = :requester_type AND event_time >= :start AND event_time < :end
          GROUP BY 1, 2),
        spent AS (
          SELECT usage_date AS day, endpoint_name, sum(list_cost) AS cost, count(*) - count(list_cost) AS unpriced
          FROM system.ai_gateway.spend
          WHERE requester = :requester AND requester_type = :requester_type AND event_time >= :start AND event_time < :end
          GROUP BY 1, 2)
        SELECT used.day, used.endpoint_name, requests, input, output, total, cost, coalesce(unpriced, 0)
        FROM used LEFT JOIN spent ON used.day = spent.day AND used.endpoint_name = spent.endpoint_name
        ORDER BY 1, 2
        """;

    private const int MostDays = 366;

    public static async Task<Ok<OwnUsageAnswer>> AnswerAsync(HttpContext context, ISqlEngine engine, IOwnBudgets budgets, TimeProvider time, string? start_date, string? end_date)
    {
        var caller = context.CallerOf();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var end = Read("end_date", end_date) ?? today;
        var start = Read("start_date", start_date) ?? end.AddDays(-Math.Min(29, end.DayNumber));
        if (start > end || end.DayNumber - start.DayNumber >= MostDays)
        {
            throw ApiException.Invalid($"'start_date' must not be after 'end_date', and the window at most {MostDays} days.");
        }

        var statement = new EngineStatement(
            Guid.NewGuid().ToString(),
            Sql,
            [
                new("requester", caller.PrincipalName, "STRING"),
                new("requester_type", caller.PrincipalType == Accounts.PrincipalType.User ? "USER" : "SERVICE_PRINCIPAL", "STRING"),
                new("start", Text(start), "TIMESTAMP"),
                new("end", Text(end.AddDays(end == DateOnly.MaxValue ? 0 : 1)), "TIMESTAMP"),
            ],
            null,
            null,
            null,
            25 * 1024 * 1024,
            10_000,
            caller.PrincipalName,
            [TableCatalog.Usage, TableCatalog.Spend]);
        EngineResult result;
        try
        {
            result = await engine.ExecuteAsync(statement, context.RequestAborted);
        }
        catch (SqlEngineException unavailable)
        {
            throw new ApiException(503, "TEMPORARILY_UNAVAILABLE", $"The usage table cannot be read at the moment: {unavailable.Message}");
        }

        var rows = result.Chunks.SelectMany(chunk => JsonNode.Parse(Encoding.UTF8.GetString(chunk.DataArray))!.AsArray()).Select(row => new OwnUsageOfDay(
            (string?)row![0],
            (string?)row[1],
            Number(row[2]),
            Number(row[3]),
            Number(row[4]),
            Number(row[5]),
            (string?)row[6],
            Number(row[7])));
        return TypedResults.Ok(new OwnUsageAnswer(caller.PrincipalName, Text(start), Text(end), [.. rows], budgets.Of(caller)));
    }

    private static DateOnly? Read(string name, string? asked) => asked switch
    {
        null or "" => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        _ => throw ApiException.Invalid($"'{name}' must be a date such as 2026-01-31."),
    };

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static long? Number(JsonNode? value) => value is null ? null : long.Parse((string)value!, CultureInfo.InvariantCulture);
}
