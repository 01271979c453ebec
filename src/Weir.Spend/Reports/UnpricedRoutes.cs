using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
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

    private static async Task<Ok<UnpricedAnswer>> AnswerAsync(HttpContext context, ISpendQueries queries, TimeProvider time, [FromQuery(Name = "days")] string? text)
    {
        var days = 30;
        if (text is { Length: > 0 } && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > MostDays))
        {
            throw ApiException.Invalid($"'days' must be a number from 1 to {MostDays}.");
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

        return TypedResults.Ok(new UnpricedAnswer(from, rows.Select(row => new UnpricedCallsAnswer(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5] == "true" ? "NO_TOKEN_COUNT" : "NO_PRICE",
            long.Parse(row[6]!, CultureInfo.InvariantCulture),
            row[7] is { } tokens ? long.Parse(tokens, CultureInfo.InvariantCulture) : null,
            row[8]!,
            row[9]!))));
    }
}

/// <summary>The billed calls without a known cost, from a day (UTC) on; those with the most attempts first.</summary>
internal sealed record UnpricedAnswer(DateOnly From, IEnumerable<UnpricedCallsAnswer> Unpriced);

/// <summary>Attempts of one kind, and why their cost is not known: <c>NO_PRICE</c> or <c>NO_TOKEN_COUNT</c>.</summary>
internal sealed record UnpricedCallsAnswer(
    string? Provider,
    string? Model,
    string? ResponseModel,
    string? ServiceTier,
    string? EndpointName,
    string Reason,
    long Attempts,
    long? InputTokens,
    string FirstTime,
    string LastTime);
