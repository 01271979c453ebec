using System.Text.Json;
using Shouldly;
using Weir.Accounts.Http;
using Weir.Dashboards.Library;
using Weir.Dashboards.Results;
using Weir.Dashboards.Schedules;
using Xunit;

namespace Weir.Dashboards.Tests.Schedules;

/// <summary>What runs when, once, and what is sent to whom.</summary>
public sealed class ScheduleRunTests
{
    private static CancellationToken Stop => ScheduleServer.Stop;

    [Fact]
    public async Task What_is_due_is_run_once_by_one_of_several_replicas_and_its_next_time_is_set()
    {
        await using var server = await ScheduleServer.StartAsync();
        var schedule = await server.ScheduledAsync();
        schedule.NextRunTime.ShouldBe(new DateTime(2026, 11, 26, 8, 0, 0, DateTimeKind.Utc));
        var replicas = Enumerable.Range(0, 4).Select(_ => server.Replica()).ToList();
        await RunAsync(replicas);
        server.Webhooks.Posted.ShouldBeEmpty("it is not due");

        server.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync(replicas);
        await RunAsync(replicas);
        server.Webhooks.Posted.Count.ShouldBe(1);
        var after = await server.ReadAsync(schedule);
        after.NextRunTime.ShouldBe(new DateTime(2026, 11, 27, 8, 0, 0, DateTimeKind.Utc));
        after.LastRun.ShouldBe(new ScheduleRun(new DateTime(2026, 11, 26, 8, 0, 0, DateTimeKind.Utc), RunStatus.Succeeded, null));
        var audited = server.Audit.Events.ShouldHaveSingleItem();
        (audited.ActionName, audited.Identity, audited.Parameters["status"]).ShouldBe(("sendScheduledDashboard", "admin@example.com", "SUCCEEDED"));
    }

    [Fact]
    public async Task A_missed_run_is_made_once_while_it_is_less_than_an_hour_late_and_else_left_out()
    {
        await using var server = await ScheduleServer.StartAsync();
        var schedule = await server.ScheduledAsync("0 0/10 8 * * ?");

        // At 8:55 six runs were missed, the first of them 55 minutes ago: one is made.
        server.Time.Advance(TimeSpan.FromMinutes(115));
        await RunAsync([server.Replica()]);
        server.Webhooks.Posted.Count.ShouldBe(1);
        (await server.ReadAsync(schedule)).NextRunTime.ShouldBe(new DateTime(2026, 11, 27, 8, 0, 0, DateTimeKind.Utc));

        // The next day from 8:00 until 9:01 no server ran.
        server.Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(6));
        await RunAsync([server.Replica()]);
        server.Webhooks.Posted.Count.ShouldBe(1);
        var after = await server.ReadAsync(schedule);
        after.LastRun!.Status.ShouldBe(RunStatus.Skipped);
        after.LastRun.Message.ShouldBe("The run of 2026-11-27 08:00 UTC was left out: no server ran then, and it would be more than an hour late.");
        after.NextRunTime.ShouldBe(new DateTime(2026, 11, 28, 8, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task The_body_has_the_counters_of_every_page_in_the_order_of_reading()
    {
        await using var server = await ScheduleServer.StartAsync();
        server.Queries.Answer = query => query.Sql.Contains("SUM", StringComparison.Ordinal) ? "1234567890123456789.10" : "7";
        var schedule = await server.ScheduledAsync();
        var outcome = await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop);
        outcome.Run.Status.ShouldBe(RunStatus.Succeeded);
        outcome.Deliveries.ShouldHaveSingleItem().Target.ShouldBe("https://hook.example.com/take");
        var posted = server.Webhooks.Posted.ShouldHaveSingleItem();
        posted.AllowPrivateAddress.ShouldBeTrue("an account admin added it");
        posted.Body.ShouldBe(
            $$"""{"type":"dashboard.report","dashboard_id":"{{schedule.DashboardId}}","display_name":"Harbour","schedule_id":"{{schedule.Id}}","schedule_display_name":"Morning","format":"JSON","computed_time":"2026-11-26T07:00:00Z","url":"https://weir.example.com/ui/dashboards/{{schedule.DashboardId}}","pages":[{"name":"one","display_name":"First","counters":[{"widget":"calls","title":"Requests","value":7},{"widget":"cost","title":"Cost","value":1234567890123456789.10}]},{"name":"empty","display_name":"Empty","counters":[]}],"files":[]}""");
        server.Queries.Asked.Select(query => query.Sql).ShouldNotContain(sql => sql.Contains("`x`", StringComparison.Ordinal), "a table is in no JSON");
    }

    [Fact]
    public async Task A_counter_whose_statement_is_wrong_says_so_in_its_place_and_what_may_not_be_read_fails_the_run()
    {
        await using var server = await ScheduleServer.StartAsync();
        var schedule = await server.ScheduledAsync();
        server.Queries.Answer = query => query.Sql.Contains("SUM", StringComparison.Ordinal) ? throw new DashboardQueryException("There is no column 'cost'.") : "7";
        await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop);
        var counters = JsonSerializer.Deserialize<JsonElement>(server.Webhooks.Posted.Single().Body).GetProperty("pages")[0].GetProperty("counters");
        counters[1].ToString().ShouldBe("""{"widget":"cost","title":"Cost","value":null,"error":"There is no column \u0027cost\u0027."}""");

        server.Time.Advance(TimeSpan.FromMinutes(10));
        server.Queries.Answer = _ => throw new DashboardQueryException("no") { Denied = "Table 'secret.table'" };
        var outcome = await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop);
        outcome.Run.Status.ShouldBe(RunStatus.Failed);
        outcome.Run.Message.ShouldBe("The dashboard's publisher may no longer read Table 'secret.table'. Somebody who may read it and edit the dashboard can publish it again.");
        outcome.Deliveries.ShouldBeEmpty();
        server.Webhooks.Posted.Count.ShouldBe(1, "nothing is sent of a run that fails");
    }

    [Fact]
    public async Task A_webhook_that_does_not_take_it_is_tried_again_by_a_timed_run_and_not_by_one_that_is_asked_for()
    {
        await using var server = await ScheduleServer.StartAsync();
        var schedule = await server.ScheduledAsync();
        server.Webhooks.Answer = _ => "It answered 500.";
        var outcome = await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop);
        (outcome.Run.Status, outcome.Run.Message).ShouldBe((RunStatus.Failed, "1 of 1 subscribers did not get it. https://hook.example.com/take: It answered 500."));
        server.Webhooks.Posted.Count.ShouldBe(1);

        server.Time.Advance(TimeSpan.FromHours(1));
        var replica = server.Replica();
        await replica.TakeAsync(Stop);
        await EventuallyAsync(() => server.Webhooks.Posted.Count == 2);
        server.Webhooks.Answer = _ => null;
        await EventuallyAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));
            return server.Webhooks.Posted.Count == 3;
        });
        await replica.WhenIdleAsync();
        server.Webhooks.Posted.Skip(1).Select(posted => posted.Id).Distinct().ShouldHaveSingleItem("a receiver knows the second attempt again");
        (await server.ReadAsync(schedule)).LastRun!.Status.ShouldBe(RunStatus.Succeeded);
    }

    [Fact]
    public async Task Only_one_run_of_a_schedule_is_asked_for_at_a_time_and_one_that_was_lost_with_its_server_blocks_nothing_for_long()
    {
        await using var server = await ScheduleServer.StartAsync();
        var schedule = await server.ScheduledAsync();
        var store = server.Get<IScheduleStore>();
        var now = server.Time.GetUtcNow().UtcDateTime;
        (await store.BeginAsync(schedule.Id, new ScheduleRun(now, RunStatus.Running, null), now - ScheduleRunner.Longest, Stop)).ShouldBeTrue();
        var editor = server.Get<ScheduleEditor>();
        (await Should.ThrowAsync<ApiException>(() => editor.RunAsync(schedule.DashboardId, schedule.Id, Stop))).Status.ShouldBe(409);
        server.Time.Advance(ScheduleRunner.Longest + TimeSpan.FromSeconds(1));
        (await editor.RunAsync(schedule.DashboardId, schedule.Id, Stop)).Run.Status.ShouldBe(RunStatus.Succeeded);
    }

    [Fact]
    public async Task A_dashboard_that_is_not_published_or_in_the_trash_is_not_sent_and_neither_is_one_without_subscribers()
    {
        await using var server = await ScheduleServer.StartAsync();
        var schedule = await server.ScheduledAsync();
        var editor = server.Get<ScheduleEditor>();
        var dashboards = server.Get<DashboardEditor>();
        await dashboards.UnpublishAsync(server.Admin, schedule.DashboardId, Stop);
        var outcome = await editor.RunAsync(schedule.DashboardId, schedule.Id, Stop);
        (outcome.Run.Status, outcome.Run.Message).ShouldBe((RunStatus.Skipped, "The dashboard is not published, so there is nothing to send. Publish it."));

        await dashboards.TrashAsync(server.Admin, schedule.DashboardId, Stop);
        server.Time.Advance(TimeSpan.FromHours(1));
        await RunAsync([server.Replica()]);
        (await server.ReadAsync(schedule)).LastRun.ShouldBe(new ScheduleRun(new DateTime(2026, 11, 26, 8, 0, 0, DateTimeKind.Utc), RunStatus.Skipped, "The dashboard is in the trash."));
        server.Webhooks.Posted.ShouldBeEmpty();

        var store = server.Get<IScheduleStore>();
        await store.DeleteSubscriptionAsync(schedule.Id, (await store.SubscriptionsAsync(schedule.Id, Stop)).Single().Id, Stop);
        (await editor.RunAsync(schedule.DashboardId, schedule.Id, Stop)).Run.Message.ShouldBe("Nobody is subscribed to it.");
    }

    [Fact]
    public async Task What_each_reads_with_their_own_rights_goes_to_those_alone_whom_the_schedule_s_maker_added()
    {
        await using var server = await ScheduleServer.StartAsync(embedsCredentials: false);
        var schedule = await server.ScheduledAsync();
        var store = server.Get<IScheduleStore>();
        var (own, _) = (await store.SubscriptionsAsync(schedule.Id, Stop)) switch { var all => (all.Single(), 0) };
        await store.AddSubscriptionAsync(own with { Id = "another", CreatorId = "1111222233334444", Target = "https://other.example.com/" }, 100, Stop);
        var outcome = await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop);
        server.Webhooks.Posted.ShouldHaveSingleItem().Url.Host.ShouldBe("hook.example.com");
        outcome.Deliveries.Single(delivery => delivery.SubscriptionId == "another").Fault!.ShouldContain("everybody reads with their own rights");
        server.Queries.Asked.ShouldAllBe(query => query.Reader.PrincipalId == server.Admin.PrincipalId);

        server.Time.Advance(TimeSpan.FromMinutes(10));
        server.Queries.Answer = _ => throw new DashboardQueryException("no") { Denied = "Table 'secret.table'" };
        (await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop)).Run.Message.ShouldBe("Whoever made the schedule may not read Table 'secret.table', and the dashboard is published so that everybody reads with their own rights.");
    }

    [Fact]
    public async Task A_schedule_of_somebody_who_is_gone_fails_and_says_so()
    {
        await using var server = await ScheduleServer.StartAsync();
        var schedule = await server.ScheduledAsync();
        var gone = schedule with { Id = Guid.NewGuid().ToString("N"), CreatorId = "1111222233334444" };
        await server.Get<IScheduleStore>().AddAsync(gone, 20, Stop);
        await server.SubscribeAsync(gone, "https://hook.example.com/take");
        (await server.Get<ScheduleEditor>().RunAsync(gone.DashboardId, gone.Id, Stop)).Run.ShouldSatisfyAllConditions(
            run => run.Status.ShouldBe(RunStatus.Failed),
            run => run.Message.ShouldBe("Whoever made the schedule may no longer use the workspace. Somebody who may edit the dashboard can make another."));
        server.Webhooks.Posted.ShouldBeEmpty();
    }

    private static async Task RunAsync(IReadOnlyList<ScheduleWork> replicas)
    {
        await Task.WhenAll(replicas.Select(replica => replica.TakeAsync(Stop)));
        await Task.WhenAll(replicas.Select(replica => replica.WhenIdleAsync()));
    }

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 500 && !isSo(); i++)
        {
            await Task.Delay(20, Stop);
        }

        isSo().ShouldBeTrue();
    }
}
