using System.Text;
using System.Text.Json;
using Shouldly;
using Weir.Usage.Auditing;
using Weir.Usage.Journal;
using Xunit;

namespace Weir.Usage.Tests.Auditing;

/// <summary>An audit record is on the disk when its append completes.</summary>
public sealed class AuditJournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_appended_record_is_on_the_disk_before_anything_is_closed()
    {
        await using var requests = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System);
        using var audit = new AuditJournal(requests, TestRecords.Options(_directory.Path), TimeProvider.System);
        await audit.AppendAsync(Record("createEndpoint"));
        var line = Lines().Single();
        line.GetProperty("action_name").GetString().ShouldBe("createEndpoint");
        line.GetProperty("event_date").GetString().ShouldBe("2026-11-24");
        line.GetProperty("response").GetProperty("status_code").GetInt32().ShouldBe(200);
        line.TryGetProperty("user_identity", out _).ShouldBeFalse("nobody known did it");
        audit.RunsAfter(JournalPosition.Start).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_torn_end_is_cut_off_and_what_was_there_before_stays()
    {
        var options = TestRecords.Options(_directory.Path);
        await using var requests = await RequestJournal.OpenAsync(options, TimeProvider.System);
        using (var audit = new AuditJournal(requests, options, TimeProvider.System))
        {
            await audit.AppendAsync(Record("one"));
        }

        await File.AppendAllTextAsync(Files().First(), "{\"request_id\":\"torn", TestContext.Current.CancellationToken);
        using (var audit = new AuditJournal(requests, options, TimeProvider.System))
        {
            await audit.AppendAsync(Record("two"));
        }

        Lines().Select(line => line.GetProperty("action_name").GetString()).ShouldBe(["one", "two"]);
    }

    private static AuditRecord Record(string action) => new()
    {
        RequestId = Guid.NewGuid(), EventId = Guid.NewGuid(), EventTime = new DateTime(2026, 11, 24, 1, 2, 3, DateTimeKind.Utc), AccountId = "account", WorkspaceId = "0",
        ServiceName = "accounts", ActionName = action, StatusCode = 200,
    };

    private IEnumerable<string> Files() => Directory.GetFiles(Path.Combine(_directory.Path, "audit"), "*.ndjson").Order();

    private List<JsonElement> Lines() =>
        [.. Files().SelectMany(file => File.ReadAllText(file).Split('\n')).Select(line => line.Trim('\0')).Where(line => line.Length > 0).Select(line =>
        {
            JournalLine.IsWhole(Encoding.UTF8.GetBytes(line)).ShouldBeTrue();
            return JsonSerializer.Deserialize<JsonElement>(line);
        })];
}
