using System.Text;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Weir.Agents.Cursor;
using Weir.Agents.Tests.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Cursor;

/// <summary>What happens where Cursor does not give what is asked for. Against a stand-in that answers as its APIs are documented to.</summary>
public sealed class RefusalTests
{
    private const string Today = "2026-11-26";

    [Fact]
    public async Task A_key_that_is_not_accepted_is_reported_without_the_key_and_tried_ever_more_rarely()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            cursor.UsageRefusals.Enqueue(CursorStandIn.Refusal(401, "Invalid API key"));
            cursor.CommitRefusals.Enqueue(CursorStandIn.Refusal(401, $"{CursorRun.Key} is no key"));
        }

        await using var run = await CursorRun.StartAsync(cursor);

        foreach (var hours in new[] { 1, 2, 4, 8, 16, 24, 24 })
        {
            (await run.RestAsync()).ShouldBe([TimeSpan.FromHours(hours), TimeSpan.FromHours(hours)]);
            run.Clock.Advance(TimeSpan.FromHours(hours));
        }

        // The refusals are over: it goes on as ever.
        (await run.RestAsync()).ShouldBe([TimeSpan.FromHours(1), TimeSpan.FromHours(1)]);
        run.Complaints.Count.ShouldBe(14);
        run.Complaints.ShouldContain("Not read from Cursor: daily usage. 401: Cursor does not accept WEIR_Cursor__ApiKey. Make a key in the team's settings at Cursor. The key must be a team's API key that may read the Admin API. Cursor says: 'Invalid API key'. It is tried again in 01:00:00 ");
        run.Everything.ShouldNotContain(CursorRun.Key);
        run.Everything.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(CursorRun.Key + ":")));
    }

    [Fact]
    public async Task A_team_without_commits_has_its_lines()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.Add(CursorStandIn.Day("ada@example.com", Today, 10, 2));
        cursor.CommitRefusals.Enqueue(CursorStandIn.Refusal(403, "You must be a member of an enterprise team to access this resource"));

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Journal.Sum("edit", "lines_added").ShouldBe(10);
        run.Complaints.Single().ShouldContain("AI Code Tracking API, which Cursor has for Enterprise teams alone");
    }

    [Theory]
    [InlineData("37", 37)]
    [InlineData("Thu, 26 Nov 2026 10:22:00 GMT", 120)]
    [InlineData("0", 1)]
    [InlineData(null, 60)]
    [InlineData("999999", 3600)]
    public async Task Who_is_asked_to_wait_waits_as_long_and_asks_for_the_same_page(string? retryAfter, int seconds)
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.Add(CursorStandIn.Day("ada@example.com", Today, 10, 2));
        cursor.UsageRefusals.Enqueue(CursorStandIn.Refusal(429, "Rate limit exceeded", retryAfter));
        await using var run = await CursorRun.StartAsync(cursor, configure: options => options.Interval = TimeSpan.FromHours(2));

        (await run.RestAsync()).ShouldBe([TimeSpan.FromSeconds(seconds), TimeSpan.FromHours(2)]);
        cursor.UsageAsked.Count.ShouldBe(1);
        run.Clock.Advance(TimeSpan.FromSeconds(seconds));
        (await run.Clock.PauseAsync()).ShouldBe(TimeSpan.FromHours(2));

        cursor.UsageAsked.Select(asked => asked.Page).ShouldBe([1, 1]);
        run.Journal.Sum("edit", "lines_added").ShouldBe(10);
        run.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_asked_to_wait_again_and_again_gives_up_until_the_next_time()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            cursor.UsageRefusals.Enqueue(CursorStandIn.Refusal(429, "Rate limit exceeded", "5"));
        }

        await using var run = await CursorRun.StartAsync(cursor);
        (await run.RestAsync()).ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)]);
        for (var i = 0; i < 3; i++)
        {
            run.Clock.Advance(TimeSpan.FromSeconds(5));
            (await run.Clock.PauseAsync()).ShouldBe(TimeSpan.FromSeconds(5));
        }

        run.Clock.Advance(TimeSpan.FromSeconds(5));
        (await run.Clock.PauseAsync()).ShouldBe(TimeSpan.FromHours(1));
        run.Complaints.Single().ShouldContain("429: Cursor asks to wait, again and again.");
    }

    [Theory]
    [InlineData("{\"data\": [", "An answer is no JSON.")]
    [InlineData("<html>Sign in</html>", "An answer is no JSON.")]
    [InlineData("", "An answer is no JSON.")]
    [InlineData("[]", "An answer has no list 'data'.")]
    [InlineData("{\"data\": {}}", "An answer has no list 'data'.")]
    public async Task What_is_no_answer_is_reported_and_asked_for_again(string body, string complaint)
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.Add(CursorStandIn.Day("ada@example.com", Today, 10, 2));
        cursor.UsageRefusals.Enqueue(context => context.Response.WriteAsync(body));
        await using var run = await CursorRun.ImportAsync(cursor);
        run.Complaints.Single().ShouldContain(complaint);
        run.Journal.LinesTaken.ShouldBe(0);

        await run.AgainAsync();

        run.Journal.Sum("edit", "lines_added").ShouldBe(10);
        cursor.UsageAsked.Select(asked => asked.Start).Distinct().Count().ShouldBe(1, "The first import's days are still to be read.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_not_read(bool hasLength)
    {
        await using var cursor = await CursorStandIn.StartAsync();
        // A body without an end: whoever reads all of it never comes back.
        cursor.UsageRefusals.Enqueue(async context =>
        {
            var piece = new byte[1024 * 1024];
            Array.Fill(piece, (byte)' ');
            context.Response.ContentLength = hasLength ? long.MaxValue : null;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Complaints.Single().ShouldContain("An answer has more than 16 MB, which is not read.");
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.CommitRefusals.Enqueue(context =>
        {
            context.Response.Redirect("http://127.0.0.1:9/elsewhere");
            return Task.CompletedTask;
        });

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Complaints.Single().ShouldContain("302: Cursor's API may have changed.");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_reported()
    {
        var cursor = await CursorStandIn.StartAsync();
        await cursor.DisposeAsync();

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Complaints.Count.ShouldBe(2);
        foreach (var complaint in run.Complaints)
        {
            complaint.ShouldContain($"{cursor.Url}/ cannot be reached");
        }
    }

    [Fact]
    public async Task What_the_disk_did_not_take_is_told_the_next_time()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.Add(CursorStandIn.Day("ada@example.com", Today, 10, 2));
        var journal = new CollectingJournal { Failure = new IOException("No space left on device.") };
        await using var run = await CursorRun.ImportAsync(cursor, journal);
        run.Complaints.Single().ShouldContain("No space left on device.");

        journal.Failure = null;
        await run.AgainAsync();

        journal.Sum("edit", "lines_added").ShouldBe(10);
    }

    [Theory]
    [InlineData("crsr_x", "https://api.cursor.com", "1234567890123456", 60, 30, null)]
    [InlineData("crsr_x\n", "http://127.0.0.1:9000/cursor/", "1234567890123456", 60, 30, null)]
    [InlineData("", "nonsense", null, 0, 0, null)]
    [InlineData("crsr_x", "https://api.cursor.com", null, 60, 30, "WEIR_Cursor__WorkspaceId")]
    [InlineData("crsr_x", "https://api.cursor.com", "main", 60, 30, "WEIR_Cursor__WorkspaceId")]
    [InlineData("crsr_x:y", "https://api.cursor.com", "1234567890123456", 60, 30, "WEIR_Cursor__ApiKey")]
    [InlineData("crsr_x", "api.cursor.com", "1234567890123456", 60, 30, "WEIR_Cursor__BaseUrl")]
    [InlineData("crsr_x", "http://api.cursor.com", "1234567890123456", 60, 30, "WEIR_Cursor__BaseUrl")]
    [InlineData("crsr_x", "https://me:pw@api.cursor.com", "1234567890123456", 60, 30, "WEIR_Cursor__BaseUrl")]
    [InlineData("crsr_x", "https://api.cursor.com", "1234567890123456", 0, 30, "WEIR_Cursor__Interval")]
    [InlineData("crsr_x", "https://api.cursor.com", "1234567890123456", 60, 0, "WEIR_Cursor__Days")]
    public void A_wrong_setting_is_named_and_the_key_is_not(string key, string url, string? workspace, int minutes, int days, string? setting)
    {
        var options = new CursorOptions { ApiKey = key, BaseUrl = url, WorkspaceId = workspace, Interval = TimeSpan.FromMinutes(minutes), Days = days };
        if (setting is null)
        {
            options.Fault.ShouldBeNull();
            return;
        }

        options.Fault.ShouldNotBeNull().ShouldStartWith(setting);
        options.Fault!.ShouldNotContain(key);
    }
}
