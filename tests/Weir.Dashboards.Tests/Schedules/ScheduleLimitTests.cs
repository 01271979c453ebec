using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Sessions;
using Weir.Dashboards.Schedules;
using Weir.Dashboards.Schedules.Mail;
using Weir.Dashboards.Schedules.Rendering;
using Xunit;

namespace Weir.Dashboards.Tests.Schedules;

/// <summary>What is refused, and what the server's own browser may ask for.</summary>
public sealed class ScheduleLimitTests
{
    private static CancellationToken Stop => ScheduleServer.Stop;

    [Fact]
    public async Task A_dashboard_has_at_most_20_schedules_and_a_schedule_at_most_100_subscribers_each_once()
    {
        await using var server = await ScheduleServer.StartAsync();
        var first = await server.ScheduledAsync();
        (await Should.ThrowAsync<ApiException>(() => server.SubscribeAsync(first, "https://hook.example.com/take"))).Status.ShouldBe(409);
        for (var i = 1; i < 100; i++)
        {
            (await server.SubscribeAsync(first, $"https://hook.example.com/{i}"))!.ShouldStartWith("whsec_");
        }

        (await Should.ThrowAsync<ApiException>(() => server.SubscribeAsync(first, "https://hook.example.com/more"))).ErrorCode.ShouldBe("QUOTA_EXCEEDED");
        for (var i = 1; i < 20; i++)
        {
            await server.ScheduledAsync();
        }

        (await Should.ThrowAsync<ApiException>(() => server.ScheduledAsync())).ErrorCode.ShouldBe("QUOTA_EXCEEDED");
    }

    [Fact]
    public async Task A_picture_needs_a_Chromium_and_e_mail_a_server_for_it()
    {
        await using var server = await ScheduleServer.StartAsync();
        var editor = server.Get<ScheduleEditor>();
        var cron = new CronDocument("0 0 8 * * ?", "Europe/Berlin");
        foreach (var format in new[] { "PNG", "PDF" })
        {
            (await Should.ThrowAsync<ApiException>(() => editor.CreateAsync(server.Admin, server.Dashboard, new ScheduleRequest(null, cron, null, null, null, format), Stop))).Message.ShouldContain("WEIR_CHROMIUM");
        }

        var made = await editor.CreateAsync(server.Admin, server.Dashboard, new ScheduleRequest(null, cron, "PAUSED", null, null, "JSON"), Stop);
        (made.DisplayName, made.NextRunTime, made.TimeZone).ShouldBe(("Harbour", null, "Europe/Berlin"));
        var subscriptions = server.Get<SubscriptionEditor>();
        var mail = new SubscriptionRequest(new SubscriberDocument(null, null, null, new EmailDocument("team@example.com")));
        (await Should.ThrowAsync<ApiException>(() => subscriptions.AddAsync(server.Admin, server.Dashboard.Dashboard, made, mail, Stop))).Message.ShouldBe(ReportMail.NotSet);

        var changed = await editor.UpdateAsync(server.Dashboard, made.Id, new ScheduleRequest("Noon", new CronDocument("0 0 12 * * ?", null), "UNPAUSED", null, "1", null), Stop);
        (changed.DisplayName, changed.Etag, changed.NextRunTime).ShouldBe(("Noon", "2", new DateTime(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc)));
        (await Should.ThrowAsync<ApiException>(() => editor.UpdateAsync(server.Dashboard, made.Id, new ScheduleRequest(null, cron, null, null, "1", null), Stop))).Status.ShouldBe(409);
        (await Should.ThrowAsync<ApiException>(() => editor.UpdateAsync(server.Dashboard, made.Id, new ScheduleRequest(null, cron, null, "another", null, null), Stop))).Message.ShouldContain("'warehouse_id'");
    }

    [Theory]
    [InlineData("""{"webhook":{"url":"ftp://example.com"}}""")]
    [InlineData("""{"webhook":{"url":"https://user:password@example.com/"}}""")]
    [InlineData("""{"webhook":{"url":"/relative"}}""")]
    [InlineData("""{"webhook":{}}""")]
    [InlineData("""{"email":{"address":"a@example.com, b@example.com"}}""")]
    [InlineData("""{"email":{"address":"A <a@example.com>"}}""")]
    [InlineData("""{"email":{"address":"a@example.com\r\nBcc: b@example.com"}}""")]
    [InlineData("""{"email":{"address":"nobody"}}""")]
    [InlineData("""{"user_subscriber":{"user_id":1.5}}""")]
    [InlineData("""{"destination_subscriber":{"destination_id":"x"}}""")]
    [InlineData("""{"webhook":{"url":"https://example.com"},"email":{"address":"a@example.com"}}""")]
    [InlineData("{}")]
    public void What_is_no_subscriber_is_refused(string json) =>
        Should.Throw<ApiException>(() => JsonSerializer.Deserialize<SubscriberDocument>(json)!.Checked()).Status.ShouldBe(400);

    [Theory]
    [InlineData("", "", null)]
    [InlineData("smtp://host:25", "weir@example.com", null)]
    [InlineData("smtps://user:p%40ss@host", "Weir <weir@example.com>", null)]
    [InlineData("host:25", "weir@example.com", "WEIR_Mail__Url")]
    [InlineData("http://host", "weir@example.com", "WEIR_Mail__Url")]
    [InlineData("smtp://host", "", "WEIR_Mail__From")]
    public void Settings_of_e_mail_are_checked_at_the_start(string url, string from, string? fault)
    {
        var options = new MailOptions { Url = url, From = from };
        (options.Fault ?? string.Empty).ShouldStartWith(fault ?? string.Empty);
        (options.Fault is null).ShouldBe(fault is null);
    }

    [Fact]
    public void A_password_is_sent_over_an_encrypted_connection_alone()
    {
        new MailOptions { Url = "smtp://user:pw@mail.example.com" }.Security.ShouldBe(MailKit.Security.SecureSocketOptions.StartTls);
        new MailOptions { Url = "smtps://user:pw@mail.example.com" }.Security.ShouldBe(MailKit.Security.SecureSocketOptions.SslOnConnect);
        new MailOptions { Url = "smtp://mail.example.com" }.Security.ShouldBe(MailKit.Security.SecureSocketOptions.StartTlsWhenAvailable);
    }

    [Fact]
    public void The_browser_s_session_opens_its_dashboard_alone_and_ends()
    {
        var time = new FakeTimeProvider();
        var sessions = new ReportSessions(time);
        var caller = new Caller("a", "w", "p", "admin@example.com", PrincipalType.User, true, string.Empty);
        var session = sessions.Begin(caller, TimeSpan.FromMinutes(2), request => PageRenderer.IsOfDashboard(request, "d1"));
        foreach (var (method, path, opens) in new[]
        {
            ("GET", "/api/2.0/lakeview/dashboards/d1/published", true),
            ("POST", "/api/2.0/weir/dashboards/d1/published/widgets/w/result", true),
            ("POST", "/api/2.0/weir/dashboards/d1/published/widgets/w/statement", false),
            ("POST", "/api/2.0/weir/dashboards/d1/widgets/w/result", false),
            ("POST", "/api/2.0/weir/dashboards/d2/published/widgets/w/result", false),
            ("GET", "/api/2.0/lakeview/dashboards/d1", false),
            ("DELETE", "/api/2.0/lakeview/dashboards/d1/published", false),
            ("POST", "/api/2.0/lakeview/dashboards/d1/published", false),
            ("POST", "/api/2.0/token/create", false),
            ("GET", "/api/2.0/weir/session", false),
        })
        {
            var request = new DefaultHttpContext().Request;
            (request.Method, request.Path) = (method, path);
            request.Headers[ReportSessions.HeaderName] = session.Secret;
            sessions.Authenticate(request, out var refusal).ShouldBe(caller);
            (refusal is null).ShouldBe(opens, $"{method} {path}");
        }

        var again = new DefaultHttpContext().Request;
        again.Headers[ReportSessions.HeaderName] = session.Secret + "0";
        sessions.Authenticate(again, out _).ShouldBeNull();
        again.Headers[ReportSessions.HeaderName] = session.Secret;
        time.Advance(TimeSpan.FromMinutes(2));
        sessions.Authenticate(again, out _).ShouldBeNull("it is over after its time");
        using (var other = sessions.Begin(caller, TimeSpan.FromMinutes(2), _ => true))
        {
            again.Headers[ReportSessions.HeaderName] = other.Secret;
            sessions.Authenticate(again, out _).ShouldNotBeNull();
        }

        sessions.Authenticate(again, out _).ShouldBeNull("it is over when it is disposed");
    }
}
