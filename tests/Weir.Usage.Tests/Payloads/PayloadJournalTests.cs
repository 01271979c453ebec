using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Payloads;
using Xunit;

namespace Weir.Usage.Tests.Payloads;

/// <summary>Payloads: bounded, never waited for, and what is dropped is marked.</summary>
public sealed class PayloadJournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly IMeterFactory _meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_stop_writes_everything_that_was_offered()
    {
        await using (var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System))
        await using (var payloads = Open(journal))
        {
            for (var i = 0; i < 200; i++)
            {
                payloads.Offer(Of($"request {i}", "answer"));
            }
        }

        var lines = Lines();
        lines.Select(line => line.GetProperty("request").GetString()).ShouldBe(Enumerable.Range(0, 200).Select(i => $"request {i}"));
        lines[0].GetProperty("delete_after").GetDateTime().ShouldBe(lines[0].GetProperty("event_time").GetDateTime().AddDays(30));
    }

    [Fact]
    public async Task What_the_memory_does_not_hold_is_dropped_and_marked()
    {
        var gate = new ManualResetEventSlim();
        await using (var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System))
        await using (var payloads = Open(journal, mostPending: 100_000))
        {
            // The first one keeps the writer busy until all have been offered.
            payloads.Offer(Of("first", "answer") with { Aggregate = answer =>
            {
                gate.Wait(TestContext.Current.CancellationToken);
                return answer;
            } });
            for (var i = 0; i < 20; i++)
            {
                payloads.Offer(Of(new string('x', 20_000), "answer"));
            }

            gate.Set();
        }

        var lines = Lines();
        var dropped = lines.Where(line => line.GetProperty("logging_error_codes").EnumerateArray().Any(code => code.GetString() == "PAYLOAD_DROPPED")).ToList();
        dropped.ShouldNotBeEmpty();
        dropped.SelectMany(line => line.EnumerateObject()).Select(member => member.Name).ShouldNotContain("request");
        (lines.Count - dropped.Count).ShouldBeInRange(4, 6, "about a hundred thousand bytes of twenty thousand each, and the first");
    }

    [Fact]
    public async Task A_torn_end_is_cut_off_at_the_next_start_and_writing_goes_on()
    {
        var options = TestRecords.Options(_directory.Path);
        await using (var journal = await RequestJournal.OpenAsync(options, TimeProvider.System))
        await using (var payloads = Open(journal))
        {
            payloads.Offer(Of("one", "answer"));
        }

        var file = Directory.GetFiles(Path.Combine(_directory.Path, "payloads"), "*.ndjson").Order().First();
        await File.AppendAllTextAsync(file, "{\"request_id\":\"torn", TestContext.Current.CancellationToken);
        await using (var journal = await RequestJournal.OpenAsync(options, TimeProvider.System))
        await using (var payloads = Open(journal))
        {
            payloads.Offer(Of("two", "answer"));
        }

        Lines().Select(line => line.GetProperty("request").GetString()).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_become_text()
    {
        await using (var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System))
        await using (var payloads = Open(journal))
        {
            payloads.Offer(Of("x", "y") with { Response = new byte[] { 0xFF, 0x41 } });
        }

        Lines().Single().GetProperty("response").GetString().ShouldBe("\uFFFDA");
    }

    private PayloadJournal Open(RequestJournal journal, long mostPending = 1_000_000_000)
    {
        var options = TestRecords.Options(_directory.Path);
        options.MaxPendingPayloadBytes = mostPending;
        return new PayloadJournal(journal, options, _meters, TimeProvider.System);
    }

    private static Payload Of(string request, string response) => new()
    {
        Table = "main.default.chat_payload", RequestId = Guid.NewGuid(), EventTime = new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Utc), RetentionDays = 30, Requester = "ann@example.com",
        Request = Encoding.UTF8.GetBytes(request), Response = Encoding.UTF8.GetBytes(response),
    };

    private List<JsonElement> Lines() =>
        [.. Directory.GetFiles(Path.Combine(_directory.Path, "payloads"), "*.ndjson").Order().SelectMany(File.ReadAllLines).Select(line =>
        {
            JournalLine.IsWhole(Encoding.UTF8.GetBytes(line)).ShouldBeTrue();
            return JsonSerializer.Deserialize<JsonElement>(line);
        })];
}
