using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
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
        app.MapPost("/api/2.0/weir/recost", RunAsync).ReadsBody(typeof(RecostRequest)).RequireScope(TokenScopes.Settings).RequireAccountAdmin()
            .Audits("prices", "recost", ["start_time", "end_time", "dry_run"], isAccountLevel: true);

    private static async Task<Ok<RecostAnswer>> RunAsync(HttpContext context, Recoster recoster, BudgetLoader budgets)
    {
        // Read here and not by the route: whoever may not do this is told so first.
        var request = await JsonSerializer.DeserializeAsync<RecostRequest>(context.Request.Body, PriceDocument.Json, context.RequestAborted) ?? throw ApiException.Invalid("The body must be a JSON object.");
        if (request.StartTime is not { } start || request.EndTime is not { } end || start >= end)
        {
            throw ApiException.Invalid("Give 'start_time' and, later, 'end_time', such as 2026-01-01T00:00:00Z. Requests from the first on and before the second are priced anew.");
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

        return TypedResults.Ok(new RecostAnswer(
            page.PriceVersion,
            page.Records,
            page.Changes.Records,
            page.Changes.ByModel.Select(change => new RecostChangeAnswer(
                change.Provider,
                change.Model,
                change.ResponseModel,
                change.ServiceTier,
                change.Attempts,
                change.Before.ToString(CultureInfo.InvariantCulture),
                change.After.ToString(CultureInfo.InvariantCulture),
                change.UnpricedBefore,
                change.UnpricedAfter)),
            page.Next is { } next ? new RecostPlaceAnswer(next.From, next.After) : null));
    }

    private sealed record RecostRequest(DateTimeOffset? StartTime, string? AfterRequestId, DateTimeOffset? EndTime, bool? DryRun);
}
