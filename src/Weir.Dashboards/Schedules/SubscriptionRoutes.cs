using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Dashboards.Schedules;

/// <summary>Who gets what a schedule sends: <c>/api/2.0/lakeview/dashboards/{id}/schedules/{id}/subscriptions</c>.</summary>
internal static class SubscriptionRoutes
{
    private const string ServiceName = "dashboards";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/lakeview/dashboards/{dashboard_id}/schedules/{schedule_id}/subscriptions").RequireScope(TokenScopes.Dashboards);
        group.MapGet("/", async (HttpContext context, ScheduleEditor schedules, SubscriptionEditor editor, AccountDirectory accounts, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId) =>
        {
            var (_, mayEdit) = await schedules.SeenAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            var found = await editor.ListAsync(context.CallerOf(), await schedules.FindAsync(dashboardId, scheduleId, context.RequestAborted), mayEdit, context.RequestAborted);
            return TypedResults.Ok(new SubscriptionsAnswer([.. found.Select(one => AnswerOf(one, dashboardId, accounts, null))], null));
        });
        group.MapPost("/", async (HttpContext context, ScheduleEditor schedules, SubscriptionEditor editor, AccountDirectory accounts, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId) =>
        {
            var (dashboard, _) = await schedules.SeenAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            var schedule = await schedules.FindAsync(dashboardId, scheduleId, context.RequestAborted);
            var (added, secret) = await editor.AddAsync(context.CallerOf(), dashboard.Dashboard, schedule, await context.ReadBodyAsync<SubscriptionRequest>("a subscription"), context.RequestAborted);
            return TypedResults.Ok(AnswerOf(added, dashboardId, accounts, secret));
        }).ReadsBody(typeof(SubscriptionRequest)).Audits(ServiceName, "createSubscription", ["dashboard_id", "schedule_id", "subscriber.user_subscriber.user_id", "subscriber.webhook.url", "subscriber.email.address"], result: "subscription_id");
        group.MapGet("/{subscription_id}", async (HttpContext context, ScheduleEditor schedules, SubscriptionEditor editor, AccountDirectory accounts, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId, [FromRoute(Name = "subscription_id")] string subscriptionId) =>
        {
            var (_, mayEdit) = await schedules.SeenAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            return TypedResults.Ok(AnswerOf(await editor.FindAsync(context.CallerOf(), await schedules.FindAsync(dashboardId, scheduleId, context.RequestAborted), subscriptionId, mayEdit, context.RequestAborted), dashboardId, accounts, null));
        });
        group.MapDelete("/{subscription_id}", async (HttpContext context, ScheduleEditor schedules, SubscriptionEditor editor, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId, [FromRoute(Name = "subscription_id")] string subscriptionId) =>
        {
            var (_, mayEdit) = await schedules.SeenAsync(context.CallerOf(), dashboardId, context.RequestAborted);
            await editor.DeleteAsync(context.CallerOf(), await schedules.FindAsync(dashboardId, scheduleId, context.RequestAborted), subscriptionId, mayEdit, context.RequestAborted);
            return TypedResults.Ok(new EmptyAnswer());
        }).Audits(ServiceName, "deleteSubscription", ["dashboard_id", "schedule_id", "subscription_id"]);
    }

    private static SubscriptionAnswer AnswerOf(ScheduleSubscription subscription, string dashboardId, AccountDirectory accounts, string? secret) => new(
        subscription.Id,
        subscription.ScheduleId,
        dashboardId,
        NumberOf(subscription.CreatorId),
        new SubscriberAnswer(
            subscription.Kind == SubscriberKind.User ? new UserSubscriberAnswer(NumberOf(subscription.Target) ?? 0, accounts.State.FindPrincipal(subscription.Target)?.Name) : null,
            subscription.Kind == SubscriberKind.Webhook ? new WebhookAnswer(subscription.Target, secret) : null,
            subscription.Kind == SubscriberKind.Email ? new EmailAnswer(subscription.Target) : null),
        "1",
        subscription.CreateTime,
        subscription.CreateTime);

    private static long? NumberOf(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
