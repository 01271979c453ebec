using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Dashboards.Library;
using Weir.Dashboards.Schedules.Mail;
using Weir.Dashboards.Schedules.Rendering;

namespace Weir.Dashboards.Schedules;

/// <summary>
/// Schedules, <c>/api/2.0/lakeview/dashboards/{id}/schedules</c>, and their subscriptions, as the original's clients know them (original-product.md 4.1), with what it has no word
/// for as further members, and <c>POST .../run</c>. Those who may edit the dashboard make them; those who may see it see them and subscribe themselves.
/// </summary>
internal static class ScheduleRoutes
{
    private const string ServiceName = "dashboards";
    private const string Body = "a schedule";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/lakeview/dashboards/{dashboard_id}/schedules").RequireScope(TokenScopes.Dashboards);
        group.MapGet("/", ListAsync);
        group.MapPost("/", CreateAsync).ReadsBody(typeof(ScheduleRequest)).Audits(ServiceName, "createSchedule", ["dashboard_id", "display_name", "cron_schedule.quartz_cron_expression", "format"], result: "schedule_id");
        group.MapGet("/{schedule_id}", GetAsync);
        group.MapPut("/{schedule_id}", UpdateAsync).ReadsBody(typeof(ScheduleRequest)).Audits(ServiceName, "updateSchedule", ["dashboard_id", "schedule_id", "display_name", "cron_schedule.quartz_cron_expression", "pause_status", "format"]);
        group.MapDelete("/{schedule_id}", DeleteAsync).Audits(ServiceName, "deleteSchedule", ["dashboard_id", "schedule_id"]);
        group.MapPost("/{schedule_id}/run", RunAsync).Audits(ServiceName, "runSchedule", ["dashboard_id", "schedule_id"]);
    }

    private static async Task<Ok<SchedulesAnswer>> ListAsync(HttpContext context, ScheduleEditor editor, IScheduleStore store, PageRenderer renderer, ReportMail mail, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId)
    {
        var (dashboard, mayEdit) = await editor.SeenAsync(context.CallerOf(), dashboardId, context.RequestAborted);
        var schedules = await store.ListAsync(dashboardId, context.RequestAborted);
        return TypedResults.Ok(new SchedulesAnswer([.. schedules.Select(schedule => AnswerOf(schedule, dashboard, mayEdit, time))], null, renderer.IsThere ? ["JSON", "PNG", "PDF"] : ["JSON"], mail.IsSet));
    }

    private static async Task<Ok<ScheduleAnswer>> GetAsync(HttpContext context, ScheduleEditor editor, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId)
    {
        var (dashboard, mayEdit) = await editor.SeenAsync(context.CallerOf(), dashboardId, context.RequestAborted);
        return TypedResults.Ok(AnswerOf(await editor.FindAsync(dashboardId, scheduleId, context.RequestAborted), dashboard, mayEdit, time));
    }

    private static async Task<Ok<ScheduleAnswer>> CreateAsync(HttpContext context, ScheduleEditor editor, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId)
    {
        var dashboard = await editor.EditableAsync(context.CallerOf(), dashboardId, context.RequestAborted);
        var made = await editor.CreateAsync(context.CallerOf(), dashboard, await context.ReadBodyAsync<ScheduleRequest>(Body), context.RequestAborted);
        return TypedResults.Ok(AnswerOf(made, dashboard, true, time));
    }

    private static async Task<Ok<ScheduleAnswer>> UpdateAsync(HttpContext context, ScheduleEditor editor, TimeProvider time, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId)
    {
        var dashboard = await editor.EditableAsync(context.CallerOf(), dashboardId, context.RequestAborted);
        var changed = await editor.UpdateAsync(dashboard, scheduleId, await context.ReadBodyAsync<ScheduleRequest>(Body), context.RequestAborted);
        return TypedResults.Ok(AnswerOf(changed, dashboard, true, time));
    }

    private static async Task<Ok<EmptyAnswer>> DeleteAsync(HttpContext context, ScheduleEditor editor, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId, [FromQuery(Name = "etag")] string? etag)
    {
        await editor.EditableAsync(context.CallerOf(), dashboardId, context.RequestAborted);
        await editor.DeleteAsync(dashboardId, scheduleId, etag, context.RequestAborted);
        return TypedResults.Ok(new EmptyAnswer());
    }

    private static async Task<Ok<RunOutcomeAnswer>> RunAsync(HttpContext context, ScheduleEditor editor, IHostApplicationLifetime lifetime, [FromRoute(Name = "dashboard_id")] string dashboardId, [FromRoute(Name = "schedule_id")] string scheduleId)
    {
        await editor.EditableAsync(context.CallerOf(), dashboardId, context.RequestAborted);

        // What has begun is sent to all, also when nobody waits for the answer any more.
        var outcome = await editor.RunAsync(dashboardId, scheduleId, lifetime.ApplicationStopping);
        return TypedResults.Ok(new RunOutcomeAnswer(
            outcome.Run.Time,
            ScheduleWords.Of(outcome.Run.Status),
            outcome.Run.Message,
            [.. outcome.Deliveries.Select(one => new DeliveryAnswer(one.SubscriptionId, one.Target, one.Fault is null ? "DELIVERED" : "FAILED", one.Fault))]));
    }

    private static ScheduleAnswer AnswerOf(Schedule schedule, DashboardState dashboard, bool mayEdit, TimeProvider time) => new(
        schedule.Id,
        schedule.DashboardId,
        schedule.DisplayName,
        new CronAnswer(schedule.Cron, schedule.TimeZone),
        schedule.IsPaused ? "PAUSED" : "UNPAUSED",
        dashboard.Published?.WarehouseId,
        schedule.Etag,
        schedule.CreateTime,
        schedule.UpdateTime,
        ScheduleWords.Of(schedule.Format),
        schedule.NextRunTime,
        schedule.LastRun is { } run ? AnswerOf(run, mayEdit, time) : null);

    private static RunAnswer AnswerOf(ScheduleRun run, bool mayEdit, TimeProvider time) =>
        run.Status == RunStatus.Running && run.Time + ScheduleRunner.Longest < time.GetUtcNow().UtcDateTime
            ? new RunAnswer(run.Time, "FAILED", mayEdit ? "The server was stopped while it ran." : null)
            : new RunAnswer(run.Time, ScheduleWords.Of(run.Status), mayEdit ? run.Message : null);
}
