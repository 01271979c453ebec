using System.Text;
using Shouldly;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>What people and models wrote is dropped before a line is written, unless an admin asks for it.</summary>
public sealed class ContentTests
{
    [Theory]
    [InlineData("codex/otlp/tools-json", "Create hello.py", "def hello", "feat: add hello", "269d97b")]
    [InlineData("codex/otlp/tools-codemode", "def hello", "await tools.apply_patch", "feat: add hello", "Success. Updated")]
    [InlineData("gemini-cli/otlp/tools-http", "Create hello.py", "def hello", "SECRET", "git commit")]
    [InlineData("claude-code/otlp/commits-pr-tool-details", "git commit -m", "Working on it", "failing commit", "/home/dev/work-1/a.txt")]
    public async Task Nothing_of_it_is_in_any_line(string run, params string[] content)
    {
        await using var dropping = await TelemetryServer.StartAsync();
        await using var keeping = await TelemetryServer.StartAsync(options => options.KeepContent = true);
        await dropping.PostAsync(Capture.Of(run));
        await keeping.PostAsync(Capture.Of(run));

        foreach (var text in content)
        {
            TextOf(keeping.Journal).ShouldContain(text, Case.Sensitive);
            TextOf(dropping.Journal).ShouldNotContain(text, Case.Sensitive);
        }

        // What is observed is the same, and so is which rows there are.
        Ids(dropping.Journal).ShouldBe(Ids(keeping.Journal));
    }

    [Fact]
    public async Task Of_claude_codes_tool_parameters_only_what_is_no_content_stays()
    {
        await using var server = await TelemetryServer.StartAsync();
        await server.PostAsync(Capture.Of("claude-code/otlp/commits-pr-tool-details", "logs"));

        server.Journal.Rows(TelemetryTable.Logs).Select(row => row.Attribute("tool_parameters")).ShouldContain("""{"bash_command":"git","git_commit_id":"da7d488","git_branch":"main"}""");
    }

    [Fact]
    public async Task Messages_of_errors_stay_and_long_texts_are_cut_and_marked()
    {
        await using var server = await TelemetryServer.StartAsync();
        var body = OtlpJson.Log(ReportTests.Attributes(("error", "Shell command failed"), ("error.message", "no route to host"), ("note", new string('x', 5000)), ("gen_ai.prompt.0.content", "SECRET"), ("gen_ai.usage.input_tokens", "7")), rest: "\"body\":{\"stringValue\":\"" + new string('y', 3000) + "\"}");
        using var answer = await server.PostAsync("/v1/logs", OtlpJson.Bytes(body));

        var row = server.Journal.Rows(TelemetryTable.Logs).Single();
        row.Attribute("error").ShouldBe("Shell command failed");
        row.Attribute("error.message").ShouldBe("no route to host");
        row.Attribute("note").ShouldBe(new string('x', 1024) + "... [cut: 5000 characters]");
        row.Text("body").ShouldBe(new string('y', 1024) + "... [cut: 3000 characters]");
        row.Attribute("gen_ai.usage.input_tokens").ShouldBe("7");
        row.Attribute("gen_ai.prompt.0.content").ShouldBeNull();
    }

    [Fact]
    public async Task Content_within_values_bodies_spans_and_exemplars_is_dropped_too()
    {
        await using var server = await TelemetryServer.StartAsync();
        var secret = OtlpJson.Text("prompt", "SECRET");
        var nested = $$$$"""{"key":"call","value":{"kvlistValue":{"values":[{{{{OtlpJson.Text("arguments", "SECRET")}}}},{{{{OtlpJson.Text("name", "f")}}}}]}}}""";
        string[] bodies =
        [
            OtlpJson.Log($"{nested},{OtlpJson.Text("event.name", "x")}", resource: secret, rest: """ "body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"SECRET"}}]}} """),
            OtlpJson.Log(OtlpJson.Text("event.name", "gen_ai.user.message"), rest: """ "body":{"stringValue":"SECRET"} """),
            OtlpJson.Metrics($$$$"""{"name":"m","metadata":[{{{{secret}}}}],"sum":{"dataPoints":[{"asInt":1,"attributes":[{{{{secret}}}}],"exemplars":[{"asInt":1,"filteredAttributes":[{{{{secret}}}}]}]}]}}"""),
            $$$$"""{"resourceSpans":[{"scopeSpans":[{"scope":{"attributes":[{{{{secret}}}}]},"spans":[{"traceId":"969646d92396b2d0b8e71482c8f742d8","spanId":"d509d526d3baa30b","attributes":[{{{{secret}}}}],"events":[{"attributes":[{{{{secret}}}}]}],"links":[{"attributes":[{{{{secret}}}}]}]}]}]}]}""",
        ];
        foreach (var body in bodies)
        {
            using var answer = await server.PostAsync("/", OtlpJson.Bytes(body));
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }

        server.Journal.LinesTaken.ShouldBe(4);
        TextOf(server.Journal).ShouldNotContain("SECRET");
        server.Journal.Rows(TelemetryTable.Logs)[0].Attribute("call").ShouldBe("""{"name":"f"}""");
    }

    [Fact]
    public async Task A_large_resource_is_not_repeated_whole_in_each_row()
    {
        await using var server = await TelemetryServer.StartAsync();
        var resource = string.Join(',', Enumerable.Range(0, 200).Select(i => OtlpJson.Text($"key{i}", new string('v', 1000))));
        var points = string.Join(',', Enumerable.Range(0, 50).Select(i => $$$$"""{"asInt":{{{{i}}}},"timeUnixNano":"{{{{i + 1}}}}"}"""));
        using var answer = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(OtlpJson.Metrics($$$$"""{"name":"m","gauge":{"dataPoints":[{{{{points}}}}]}}""", resource)));

        var row = server.Journal.Rows(TelemetryTable.Metrics)[0];
        server.Journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(50);
        row.GetRawText().Length.ShouldBeLessThan(20_000);
        row.GetProperty("resource").GetProperty("dropped_attributes_count").GetInt32().ShouldBeGreaterThan(180);
    }

    private static string TextOf(CollectingJournal journal)
    {
        var text = new StringBuilder();
        foreach (var table in new[] { TelemetryTable.Metrics, TelemetryTable.Logs, TelemetryTable.Spans, TelemetryTable.Observations })
        {
            journal.Rows(table).ToList().ForEach(row => text.AppendLine(row.GetRawText()));
        }

        return text.ToString();
    }

    private static IReadOnlyList<string?> Ids(CollectingJournal journal) =>
        [.. journal.Rows(TelemetryTable.Observations).Select(row => row.Text("observation_id")), .. journal.Rows(TelemetryTable.Logs).Select(row => row.Text("record_id"))];
}
