using System.Text;
using Shouldly;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>The stream of audit records becomes rows, each once.</summary>
public sealed class AuditIngestTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slice_taken_twice_is_in_the_table_once_and_goes_when_its_time_is_over()
    {
        using var store = new TestStore();
        var slice = Slice(store, "2026-01-01T00:00:00.000001");
        await store.Ingest.IngestAsync(slice, Stop);
        await store.Ingest.IngestAsync(slice, Stop);
        (await store.RowsAsync("SELECT action_name, request_params['name'], response.status_code, user_identity.email, event_date FROM access.audit", Stop)).Single().ShouldBe(["createEndpoint", "chat", "200", "ann@example.com", "2026-01-01"]);
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        (await store.Ingest.DeleteAuditBeforeAsync(time, Stop)).ShouldBe(0);
        (await store.Ingest.DeleteAuditBeforeAsync(time.AddSeconds(1), Stop)).ShouldBe(1);
        (await store.Ingest.GetPositionAsync("replica-1/audit", Stop)).ShouldBe(new JournalPosition(1, slice.To));
    }

    private static JournalSlice Slice(TestStore store, string time)
    {
        var line = TestJournal.Line(Encoding.UTF8.GetBytes($$"""{"request_id":"{{Guid.NewGuid()}}","event_time":"{{time}}","event_date":"{{time[..10]}}","user_identity":{"email":"ann@example.com","subject_name":"ann@example.com"},"action_name":"createEndpoint","request_params":{"name":"chat"},"response":{"status_code":200,"error_message":null,"result":null} }"""));
        return store.Journal.AppendBytes(1, line) with { Replica = "replica-1/audit", Stream = JournalStreams.Audit };
    }
}
