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
        app.MapGet("/api/2.0/weir/alerts", async (HttpContext context, IAlertStore store) => Results.Json(new
        {
            alerts = (await store.ListAsync(Most, context.RequestAborted)).Select(alert => new
            {
                id = alert.Id,
                type = alert.Type,
                created_time = alert.CreatedTime,
                state = alert.State,
                attempts = alert.Attempts,
                next_attempt_time = alert.NextAttemptTime,
                delivered_time = alert.DeliveredTime,
                last_error = alert.LastError,
                body = JsonNode.Parse(alert.Body),
            }),
        })).RequireScope(TokenScopes.Settings).RequireAccountAdmin();
}
