using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Spend.Alerts;

/// <summary><c>GET /api/2.0/weir/alerts</c>: what came up, and whether somebody was told.</summary>
internal static class AlertRoutes
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/2.0/weir/alerts", async (HttpContext context, IAlertStore store) => TypedResults.Ok(new AlertsAnswer(
            (await store.ListAsync(Most, context.RequestAborted)).Select(alert => new AlertAnswer(
                alert.Id, alert.Type, alert.CreatedTime, alert.State, alert.Attempts, alert.NextAttemptTime, alert.DeliveredTime, alert.LastError, JsonNode.Parse(alert.Body)!.AsObject()))))).RequireScope(TokenScopes.Settings).RequireAccountAdmin();
}

/// <summary>The latest alerts, the newest first.</summary>
internal sealed record AlertsAnswer(IEnumerable<AlertAnswer> Alerts);

/// <summary>An alert, and what has become of telling it. The body is what the webhook is sent.</summary>
internal sealed record AlertAnswer(
    string Id,
    string Type,
    DateTime CreatedTime,
    string State,
    int Attempts,
    DateTime? NextAttemptTime,
    DateTime? DeliveredTime,
    string? LastError,
    JsonObject Body);
