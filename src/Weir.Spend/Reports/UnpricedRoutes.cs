using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Usage.Stores;

namespace Weir.Spend.Reports;

/// <summary><c>GET /api/2.0/weir/spend/unpriced</c>: which billed calls have no known cost, and why, so that somebody can enter a price.</summary>
internal static class UnpricedRoutes
{
    private const string Sql = """
        SELECT provider, model, coalesce(response_model, model), price_tier, endpoint_name, usage_source IN ('NONE'), count(*), sum(coalesce(uncached_input_tokens, 0) + coalesce(cache_read_tokens, 0)), min(event_time), max(event_time)
        FROM system.ai_gateway.spend
        WHERE list_cost IS NULL AND event_time >= :since
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 7 DESC LIMIT 1000
        """;

    private const int MostDays = 366;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/2.0/weir/spend/unpriced", AnswerAsync).RequireScope(TokenScopes.Settings).RequireAccountAdmin();

    private static async Task<IResult> AnswerAsync(HttpContext context, ISpendQueries queries, TimeProvider time)
    {
        var days = 30;
        if (context.Request.Query["days"].ToString() is { Length: > 0 } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > MostDays))
        {
            return ApiError.Invalid($"'days' must be a number from 1 to {MostDays}.");
        }

        var from = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - days);
        IReadOnlyList<IReadOnlyList<string?>> rows;
        try
        {
            rows = await queries.RunAsync(Sql, new Dictionary<string, DateOnly>(StringComparer.Ordinal) { ["since"] = from }, context.RequestAborted);
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new ApiException(503, "TEMPORARILY_UNAVAILABLE", $"The table of costs cannot be read at the moment: {unavailable.Message}");
        }

        return Results.Json(new
        {
            from,
            unpriced = rows.Select(row => new
            {
                provider = row[0],
                model = row[1],
                response_model = row[2],
                service_tier = row[3],
                endpoint_name = row[4],
                reason = row[5] == "true" ? "NO_TOKEN_COUNT" : "NO_PRICE",
                attempts = long.Parse(row[6]!, CultureInfo.InvariantCulture),
                input_tokens = row[7] is { } tokens ? long.Parse(tokens, CultureInfo.InvariantCulture) : (long?)null,
                first_time = row[8],
                last_time = row[9],
            }),
        });
    }
}
