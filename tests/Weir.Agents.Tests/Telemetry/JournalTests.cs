using System.Net;
using System.Text.Json;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>What is answered for is in the journal's files.</summary>
public sealed class JournalTests
{
    [Fact]
    public async Task What_was_acknowledged_is_on_the_disk()
    {
        var directory = Directory.CreateTempSubdirectory("weir-test-").FullName;
        try
        {
            var options = new JournalOptions { Directory = directory };
            await using var requests = await RequestJournal.OpenAsync(options, TimeProvider.System);
            using var journal = new TelemetryJournal(requests, options, TimeProvider.System);
            await using var server = await TelemetryServer.StartAsync(journal: journal);
            await server.PostAsync(Capture.Of("codex/otlp/tools-json"));

            var lines = ReadLines(Path.Combine(directory, "telemetry"));
            lines.GroupBy(line => line.Text("line")).ToDictionary(table => table.Key!, table => table.Count(), StringComparer.Ordinal).ShouldContainKeyAndValue(TelemetryTable.Observations, 6);
            lines.Count(line => line.Text("line") == TelemetryTable.Logs && line.Attribute("event.name") == "codex.tool_result").ShouldBe(3);
            lines.Select(line => line.Text("request_id")).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_disk_that_does_not_take_it_is_told_to_the_sender()
    {
        var directory = Directory.CreateTempSubdirectory("weir-test-").FullName;
        try
        {
            // Each append needs a new file, for which there is no directory any more.
            var options = new JournalOptions { Directory = directory, SegmentBytes = 1 };
            await using var requests = await RequestJournal.OpenAsync(options, TimeProvider.System);
            using var journal = new TelemetryJournal(requests, options, TimeProvider.System);
            await using var server = await TelemetryServer.StartAsync(journal: journal);
            var body = OtlpJson.Bytes(OtlpJson.Counter("m", string.Empty));
            using var taken = await server.PostAsync("/v1/metrics", body);
            taken.StatusCode.ShouldBe(HttpStatusCode.OK);

            Directory.Move(Path.Combine(directory, "telemetry"), Path.Combine(directory, "gone"));
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 5; i++)
            {
                using var answer = await server.PostAsync("/v1/metrics", body);
                statuses.Add(answer.StatusCode);
            }

            statuses.ShouldContain(HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static List<JsonElement> ReadLines(string directory)
    {
        var lines = new List<JsonElement>();
        foreach (var file in Directory.GetFiles(directory).Order(StringComparer.Ordinal))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);

            // The rest of a file is room for more.
            while (reader.ReadLine() is ['{', ..] line)
            {
                JournalLine.IsWhole(System.Text.Encoding.UTF8.GetBytes(line)).ShouldBeTrue();
                lines.Add(JsonElement.Parse(line));
            }
        }

        return lines;
    }
}
