using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Spend.Budgets;
using Weir.Spend.Prices;
using Weir.Usage.Stores;

namespace Weir.Spend.Recosting;

/// <summary><c>POST /api/2.0/weir/recost</c>: prices a page of records anew; <c>weir recost</c> asks for one after the other.</summary>
internal static class RecostRoutes
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/2.0/weir/recost", RunAsync).RequireScope(TokenScopes.Settings).RequireAccountAdmin()
            .Audits("prices", "recost", ["start_time", "end_time", "dry_run"], isAccountLevel: true);

    private static async Task<IResult> RunAsync(HttpContext context, Recoster recoster, BudgetLoader budgets)
    {
        // Read here and not by the route: whoever may not do this is told so first.
        var request = await JsonSerializer.DeserializeAsync<RecostRequest>(context.Request.Body, PriceDocument.Json, context.RequestAborted) ?? throw ApiException.Invalid("The body must be a JSON object.");
        if (request.StartTime is not { } start || request.EndTime is not { } end || start >= end)
        {
            return ApiError.Invalid("Give 'start_time' and, later, 'end_time', such as 2026-01-01T00:00:00Z. Requests from the first on and before the second are priced anew.");
        }

        RecostedPage page;
        try
        {
            var isDryRun = request.DryRun ?? false;
            page = await recoster.PriceAsync(new RecostRange(start.UtcDateTime, request.AfterRequestId ?? string.Empty, end.UtcDateTime), !isDryRun, context.RequestAborted);
            if (!isDryRun && page.Changes.Records > 0)
            {
                await budgets.LoadAsync(isExpectedToDiffer: true, context.RequestAborted);
            }
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new ApiException(503, "TEMPORARILY_UNAVAILABLE", $"The records cannot be read at the moment: {unavailable.Message} What was priced anew stays so; go on from here later.");
        }

        return Results.Json(new
        {
            price_version = page.PriceVersion,
            records = page.Records,
            changed_records = page.Changes.Records,
            changes = page.Changes.ByModel.Select(change => new
            {
                provider = change.Provider,
                model = change.Model,
                response_model = change.ResponseModel,
                service_tier = change.ServiceTier,
                attempts = change.Attempts,
                list_cost_before = change.Before.ToString(CultureInfo.InvariantCulture),
                list_cost_after = change.After.ToString(CultureInfo.InvariantCulture),
                unpriced_before = change.UnpricedBefore,
                unpriced_after = change.UnpricedAfter,
            }),
            next = page.Next is { } next ? new { start_time = next.From, after_request_id = next.After } : null,
        });
    }

    private sealed record RecostRequest(DateTimeOffset? StartTime, string? AfterRequestId, DateTimeOffset? EndTime, bool? DryRun);
}
