using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Agents.Tests.Telemetry;
using Weir.Usage.Agents;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Cursor;

/// <summary>What Cursor's APIs tell becomes observations. Against a stand-in that answers as they are documented to; the real ones were never asked.</summary>
public sealed class ImportTests
{
    private const string Today = "2026-11-26";
    private const string Yesterday = "2026-11-25";

    [Fact]
    public async Task All_pages_of_the_last_thirty_days_are_asked_for_with_the_key_as_user_name()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.PageSize = 2;
        cursor.Usage.AddRange([CursorStandIn.Day("ada@example.com", Today, 1, 0), CursorStandIn.Day("bob@example.com", Today, 2, 0), CursorStandIn.Day("cy@example.com", Today, 4, 0), CursorStandIn.Day("dan@example.com", Today, 8, 0), CursorStandIn.Day("eve@example.com", Today, 16, 0)]);
        cursor.Commits.AddRange([Commit("a1"), Commit("a2"), Commit("a3")]);

        await using var run = await CursorRun.ImportAsync(cursor);

        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(CursorRun.Key + ":"));
        var (first, now) = (new DateTimeOffset(2026, 10, 28, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString(), CursorRun.Start.ToUnixTimeMilliseconds().ToString());
        cursor.UsageAsked.ShouldBe([new(basic, first, now, 1, 100), new(basic, first, now, 2, 100), new(basic, first, now, 3, 100)]);
        const string from = "2026-10-28T00:00:00.000Z";
        const string to = "2026-11-26T10:20:00.000Z";
        cursor.CommitsAsked.ShouldBe([new(basic, from, to, 1, 500), new(basic, from, to, 2, 500)]);
        run.Journal.Sum("edit", "lines_added").ShouldBe(31);
        run.Journal.Sum("commit", "commits").ShouldBe(3);
        run.Complaints.ShouldBeEmpty();

        static JsonObject Commit(string hash) => CursorStandIn.Commit(hash, "ada@example.com", "2026-11-26T09:00:00.000Z");
    }

    [Fact]
    public async Task More_than_thirty_days_are_asked_for_in_calls_of_thirty()
    {
        await using var cursor = await CursorStandIn.StartAsync();

        await using var run = await CursorRun.ImportAsync(cursor, configure: options => options.Days = 61);

        cursor.CommitsAsked.Select(asked => (asked.Start, asked.End)).ShouldBe([
            ("2026-09-27T00:00:00.000Z", "2026-10-26T23:59:59.999Z"), ("2026-10-27T00:00:00.000Z", "2026-11-25T23:59:59.999Z"), ("2026-11-26T00:00:00.000Z", "2026-11-26T10:20:00.000Z")]);
        cursor.UsageAsked.ShouldAllBe(asked => long.Parse(asked.End) - long.Parse(asked.Start) < TimeSpan.FromDays(30).TotalMilliseconds);
    }

    [Fact]
    public async Task A_user_is_named_as_the_account_names_it_and_what_was_told_before_is_not_told_again()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.AddRange([CursorStandIn.Day("ada@acme.example", Today, 7, 0), CursorStandIn.Day("Bob@acme.example", Today, 5, 0)]);
        cursor.Commits.Add(CursorStandIn.Commit("a1", "ADA@acme.example", "2026-11-26T09:00:00.000Z"));
        var journal = new CollectingJournal();
        await using (var before = await CursorRun.ImportAsync(cursor, journal))
        {
            before.Journal.Rows(TelemetryTable.Observations).Select(row => row.Text("requester")).Distinct().Order(StringComparer.Ordinal).ShouldBe(["ada@acme.example", "bob@acme.example"]);
        }

        // The account comes, and with it the spelling: the same things told again are the same.
        await using var again = await CursorRun.ImportAsync(cursor, users: "Ada@Acme.example");
        again.Journal.Rows(TelemetryTable.Observations).Select(row => row.Text("requester")).Distinct().Order(StringComparer.Ordinal).ShouldBe(["Ada@Acme.example", "bob@acme.example"]);
        again.Journal.Observations("commit").Single().Text("requester").ShouldBe("Ada@Acme.example");
        again.Journal.Rows(TelemetryTable.Observations).Select(row => row.Text("observation_id")).Order(StringComparer.Ordinal).ShouldBe(journal.Rows(TelemetryTable.Observations).Select(row => row.Text("observation_id")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_day_is_told_as_totals_of_a_series_without_a_session()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.AddRange([CursorStandIn.Day("Ada@Example.com", Yesterday, 10, 3, accepts: 5, rejects: 2), CursorStandIn.Day("Ada@Example.com", Today, 7, 0)]);

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Edits.Count.ShouldBe(2);
        var over = run.Edits[0];
        over.Text("event_time").ShouldBe("2026-11-25T23:59:59.999000");
        over.Text("requester").ShouldBe("ada@example.com");
        over.Text("workspace_id").ShouldBe(CursorRun.Workspace);
        over.Text("agent").ShouldBe("Cursor");
        over.Text("agent_version").ShouldBe("0.25.1");
        over.Text("source").ShouldBe("VENDOR_API");
        over.Text("session_id").ShouldBeNull();
        over.GetProperty("lines_added").GetInt64().ShouldBe(10);
        over.GetProperty("lines_removed").GetInt64().ShouldBe(3);
        run.Edits[1].Text("event_time").ShouldBe("2026-11-26T10:20:00.000000");
        run.Edits[1].Text("series").ShouldNotBe(over.Text("series"));
        var decision = run.Journal.Observations("edit_decision").Single();
        decision.GetProperty("accepted_edits").GetInt64().ShouldBe(5);
        decision.GetProperty("rejected_edits").GetInt64().ShouldBe(2);
        decision.Text("series").ShouldNotBe(over.Text("series"));
    }

    [Fact]
    public async Task A_day_that_grows_is_told_again_as_a_higher_total_of_the_same_series()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.Add(CursorStandIn.Day("ada@example.com", Today, 10, 2));
        await using var run = await CursorRun.ImportAsync(cursor);

        cursor.Usage[0] = CursorStandIn.Day("ada@example.com", Today, 14, 2);
        await run.AgainAsync();

        run.Edits.Select(edit => (edit.GetProperty("lines_added").GetInt64(), edit.Text("event_time"))).ShouldBe([(10, "2026-11-26T10:20:00.000000"), (14, "2026-11-26T11:20:00.000000")]);
        run.Edits.Select(edit => edit.Text("series")).Distinct().Count().ShouldBe(1);
        using var database = TableTests.Open(run.Journal);
        TableTests.Activity(database, "sum(lines_added), sum(lines_removed), count(DISTINCT session_id)").ShouldBe(["14", "2", "0"]);
    }

    [Fact]
    public async Task What_is_read_again_is_told_once()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.AddRange([CursorStandIn.Day("ada@example.com", Today, 10, 2, accepts: 1), CursorStandIn.Day("ada@example.com", "2026-11-01", 5, 5)]);
        cursor.Commits.Add(CursorStandIn.Commit("a1", "ada@example.com", "2026-11-26T09:00:00.000Z"));
        var journal = new CollectingJournal();
        await using (var first = await CursorRun.ImportAsync(cursor, journal))
        {
        }

        var ids = Ids();
        await using var restarted = await CursorRun.ImportAsync(cursor, journal);
        Ids().ShouldBe(ids);

        // In one run not even the journal gets it again. (An hour more is over by then: the day's totals stand for that too.)
        var lines = journal.LinesTaken;
        cursor.Usage.RemoveAt(1);
        await restarted.AgainAsync();
        journal.LinesTaken.ShouldBe(lines + 1);
        cursor.UsageAsked.Last().Start.ShouldBe(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds().ToString());

        List<string?> Ids() => [.. journal.Rows("observation").Select(row => row.Text("observation_id")).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_commit_has_its_repository_without_credentials_and_no_lines()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Commits.AddRange([
            CursorStandIn.Commit("a1", "Ada@example.com", "2026-11-26T09:00:00.000Z"),
            CursorStandIn.Commit("a2", "ada@example.com", "2026-11-26T11:00:00.000+02:00", "https://ada:secret@git.example.com/company/repo?token=secret"),
            CursorStandIn.Commit("a3", "ada@example.com", "2026-11-26T09:10:00.000Z", repository: null),
            CursorStandIn.Commit("a1", "ada@example.com", "2026-11-26T09:00:00.000Z")]);
        var undated = CursorStandIn.Commit("a4", "ada@example.com", string.Empty);
        undated["commitTs"] = null;
        cursor.Commits.Add(undated);

        await using var run = await CursorRun.ImportAsync(cursor);

        var commits = run.Journal.Observations("commit");
        commits.Select(commit => (commit.Text("requester"), commit.Text("event_time"), commit.Text("repository"))).ShouldBe([
            ("ada@example.com", "2026-11-26T09:00:00.000000", "company/repo"),
            ("ada@example.com", "2026-11-26T09:00:00.000000", "https://git.example.com/company/repo"),
            ("ada@example.com", "2026-11-26T09:10:00.000000", null),
            ("ada@example.com", "2026-11-26T09:00:30.000000", "company/repo")]);
        commits.Select(commit => commit.GetProperty("commits").GetInt64()).ShouldAllBe(count => count == 1);
        commits.SelectMany(commit => commit.EnumerateObject()).Select(member => member.Name).ShouldNotContain("lines_added");
    }

    [Fact]
    public async Task Days_without_activity_tell_nothing()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        var inactive = CursorStandIn.Day("ada@example.com", Today, 3, 3);
        inactive["isActive"] = false;
        cursor.Usage.AddRange([inactive, CursorStandIn.Day("bob@example.com", Today, 0, 0)]);

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Journal.LinesTaken.ShouldBe(0);
        run.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_and_missing_members_and_strange_values_break_nothing()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        var newer = CursorStandIn.Day("ada@example.com", Today, 10, 2);
        newer["linesByTheMoon"] = new JsonObject { ["deep"] = new JsonArray(1, 2) };
        newer["clientVersion"] = 7;
        newer["totalAccepts"] = "many";
        newer.Remove("isActive");
        var older = CursorStandIn.Day("bob@example.com", Today, 5, 1);
        older.Remove("day");
        older.Remove("acceptedLinesDeleted");
        older.Remove("userId");
        older.Remove("clientVersion");
        var nobody = CursorStandIn.Day("x", Today, 100, 0);
        nobody["email"] = null;
        var never = CursorStandIn.Day("cy@example.com", Today, 100, 0);
        (never["day"], never["date"]) = ("soon", 1e300);
        var negative = CursorStandIn.Day("dan@example.com", Today, -4, 0);
        var renamed = new JsonObject { ["email"] = "eve@example.com", ["day"] = Today, ["isActive"] = true, ["lines"] = 3 };
        cursor.Usage.AddRange([newer, JsonValue.Create("no row"), older, nobody, never, CursorStandIn.Day("fay@example.com", "9999-12-31", 100, 0), negative, renamed]);
        cursor.Commits.AddRange([new JsonObject { ["commitHash"] = "a1" }, CursorStandIn.Commit("a2", "ada@example.com", "2026-11-26T09:00:00.000Z")]);

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Edits.Select(edit => (edit.Text("requester"), edit.GetProperty("lines_added").GetInt64(), edit.GetProperty("lines_removed").GetInt64(), edit.Text("agent_version")))
            .ShouldBe([("ada@example.com", 10, 2, null), ("bob@example.com", 5, 0, null)]);
        run.Journal.Sum("commit", "commits").ShouldBe(1);
        run.Complaints.Order(StringComparer.Ordinal).ShouldBe([
            "Of Cursor's commits, 1 of 2 rows lack a user, a time or their figures and were left out. Cursor's API may have changed: look for a newer version of Weir ",
            "Of Cursor's daily usage, 5 of 8 rows lack a user, a time or their figures and were left out. Cursor's API may have changed: look for a newer version of Weir "]);
    }

    [Fact]
    public async Task What_passed_through_the_gateway_on_a_day_that_Cursor_tells_of_is_not_added()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.AddRange([CursorStandIn.Day("ada@example.com", Yesterday, 10, 3), CursorStandIn.Day("bob@example.com", Yesterday, 0, 0, accepts: 2)]);
        cursor.Commits.Add(CursorStandIn.Commit("a1", "ada@example.com", "2026-11-25T02:10:00.000Z"));
        var journal = new CollectingJournal();
        using var passed = Passed(
            ("ada@example.com", "2026-11-25T02:00:00", 6), ("ada@example.com", "2026-11-25T13:37:00", 6), ("ada@example.com", "2026-11-24T12:00:00", 1),
            ("bob@example.com", "2026-11-25T13:37:00", 2));
        await journal.AppendAsync(passed);

        await using var run = await CursorRun.ImportAsync(cursor, journal);

        using var database = TableTests.Open(run.Journal);
        TableTests.Activity(database, "sum(lines_added), sum(lines_added) FILTER (source = 'TRAFFIC'), sum(commits)").ShouldBe(["13", "3", "1"]);
        run.Journal.Observations("telemetry").Count(row => row.Text("requester") == "ada@example.com").ShouldBe(24);
    }

    [Fact]
    public async Task Totals_of_today_stand_for_the_hours_that_are_over()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.Add(CursorStandIn.Day("ada@example.com", Today, 10, 3));

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Journal.Observations("telemetry").Select(row => row.Text("event_time")!).ShouldBe(Enumerable.Range(0, 10).Select(hour => $"2026-11-26T{hour:00}:30:00.000000"));
    }

    [Fact]
    public async Task The_journal_gets_at_most_a_thousand_lines_at_once()
    {
        await using var cursor = await CursorStandIn.StartAsync();
        cursor.Usage.AddRange(Enumerable.Range(0, 90).Select(user => CursorStandIn.Day($"u{user}@example.com", Yesterday, 10, 3)));

        await using var run = await CursorRun.ImportAsync(cursor);

        run.Journal.LinesTaken.ShouldBe(90 * 25);
        run.Journal.LargestBatch.ShouldBe(1000);
    }

    private static TelemetryBatch Passed(params (string User, string Time, int Lines)[] edits)
    {
        var batch = new TelemetryBatch(Guid.NewGuid());
        foreach (var (user, time, lines) in edits)
        {
            batch.Add(new AgentObservation
            {
                Id = Guid.NewGuid(),
                EventTime = DateTime.Parse(time, CultureInfo.InvariantCulture),
                WorkspaceId = CursorRun.Workspace,
                Requester = user,
                Agent = "Cursor",
                Kind = "edit",
                Source = ObservationSource.Traffic,
                LinesAdded = lines,
            });
        }

        return batch;
    }
}
