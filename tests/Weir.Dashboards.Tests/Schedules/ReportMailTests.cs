using System.Text;
using MimeKit;
using Shouldly;
using Weir.Dashboards.Schedules;
using Weir.Dashboards.Schedules.Mail;
using Weir.EndToEnd;
using Xunit;

namespace Weir.Dashboards.Tests.Schedules;

/// <summary>Reports by e-mail, over a real SMTP server.</summary>
public sealed class ReportMailTests
{
    private static CancellationToken Stop => ScheduleServer.Stop;

    [Fact]
    public async Task A_report_comes_by_e_mail_with_its_counters_and_its_file()
    {
        await using var receiver = MailReceiver.Start();
        await using var server = await ScheduleServer.StartAsync(new MailOptions { Url = receiver.Url, From = "Weir <weir@example.com>", AllowedDomains = "example.com, example.org" });
        var schedule = await server.Get<ScheduleEditor>().CreateAsync(server.Admin, server.Dashboard, new ScheduleRequest("Morning", new CronDocument("0 0 8 * * ?", "Europe/Berlin"), null, null, null, null), Stop);
        var subscriptions = server.Get<SubscriptionEditor>();
        foreach (var subscriber in new[]
        {
            new SubscriberDocument(null, null, null, new EmailDocument("team@example.com")),
            new SubscriberDocument(new UserSubscriberDocument(System.Text.Json.JsonSerializer.SerializeToElement(server.Admin.PrincipalId)), null, null, null),
        })
        {
            await subscriptions.AddAsync(server.Admin, server.Dashboard.Dashboard, schedule, new SubscriptionRequest(subscriber), Stop);
        }

        var outcome = await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop);
        outcome.Run.Message.ShouldBeNull();
        receiver.Taken.Select(taken => taken.To).ShouldBe(["team@example.com", "admin@example.com"], ignoreOrder: true);
        var message = receiver.Taken.First().Message;
        (message.Subject, message.From.ToString()).ShouldBe(("Harbour", "\"Weir\" <weir@example.com>"));
        message.TextBody!.ReplaceLineEndings("\n").ShouldBe(
            $"Harbour, 2026-11-26 08:00 Europe/Berlin\nhttps://weir.example.com/ui/dashboards/{schedule.DashboardId}\n\nFirst\n  Requests: 42\n  Cost: 42\n\nSent by the schedule 'Morning' of the dashboard.\n");
        var file = message.Attachments.OfType<MimePart>().ShouldHaveSingleItem();
        file.FileName.ShouldBe("report.json");
        using var content = new MemoryStream();
        await file.Content!.DecodeToAsync(content, Stop);
        Encoding.UTF8.GetString(content.ToArray()).ShouldStartWith("{\"type\":\"dashboard.report\"");

        var elsewhere = new SubscriptionRequest(new SubscriberDocument(null, null, null, new EmailDocument("x@elsewhere.example")));
        (await Should.ThrowAsync<Weir.Accounts.Http.ApiException>(() => subscriptions.AddAsync(server.Admin, server.Dashboard.Dashboard, schedule, elsewhere, Stop))).Message.ShouldContain("WEIR_Mail__AllowedDomains");
    }

    [Fact]
    public async Task A_mail_server_that_refuses_or_is_not_there_is_named_without_its_password()
    {
        await using var receiver = MailReceiver.Start();
        foreach (var (url, words) in new[] { (receiver.Url.Replace("p%40", "wrong-secret", StringComparison.Ordinal), "refused the user or the password"), ("smtp://weir:wrong-secret@127.0.0.1:1", "did not take it") })
        {
            await using var server = await ScheduleServer.StartAsync(new MailOptions { Url = url, From = "weir@example.com" });
            var schedule = await server.Get<ScheduleEditor>().CreateAsync(server.Admin, server.Dashboard, new ScheduleRequest(null, new CronDocument("0 0 8 * * ?", null), null, null, null, null), Stop);
            await server.Get<SubscriptionEditor>().AddAsync(server.Admin, server.Dashboard.Dashboard, schedule, new SubscriptionRequest(new SubscriberDocument(null, null, null, new EmailDocument("team@example.com"))), Stop);
            var run = (await server.Get<ScheduleEditor>().RunAsync(schedule.DashboardId, schedule.Id, Stop)).Run;
            run.Message.ShouldNotBeNull().ShouldContain(words);
            run.Message!.ShouldNotContain("wrong-secret");
        }

        receiver.Taken.ShouldBeEmpty();
    }
}
