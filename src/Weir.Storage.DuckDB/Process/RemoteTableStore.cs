using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Process;

/// <summary>The table store as the gateway's process sees it.</summary>
internal sealed class RemoteTableStore(StoreConnection connection, TableVersion version) : ITableStore
{
    // A store that takes longer than this for 8 MB hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetentionPatience = TimeSpan.FromHours(1);

    public string Name => "duckdb";

    public Task<JournalPosition> GetPositionAsync(string replica, CancellationToken cancellationToken) =>
        connection.AskAsync<JournalPosition>(HttpMethod.Get, "/position?replica=" + Uri.EscapeDataString(replica), null, Patience, cancellationToken);

    public Task<JournalPosition> IngestAsync(JournalSlice slice, CancellationToken cancellationToken) =>
        ChangingAsync(() => connection.AskAsync<JournalPosition>(HttpMethod.Post, "/ingest", slice, Patience, cancellationToken));

    public Task<long> DeleteExpiredPayloadsAsync(DateTime now, CancellationToken cancellationToken) =>
        ChangingAsync(() => connection.AskAsync<long>(HttpMethod.Post, "/delete-expired-payloads", now, RetentionPatience, cancellationToken));

    public Task<long> DeleteAuditBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) =>
        ChangingAsync(() => connection.AskAsync<long>(HttpMethod.Post, "/delete-audit-before", cutoff, RetentionPatience, cancellationToken));

    public Task<long> DeleteTelemetryBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) =>
        ChangingAsync(() => connection.AskAsync<long>(HttpMethod.Post, "/delete-telemetry-before", cutoff, RetentionPatience, cancellationToken));

    public Task<long> DeleteBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) =>
        ChangingAsync(() => connection.AskAsync<long>(HttpMethod.Post, "/delete-before", cutoff, RetentionPatience, cancellationToken));

    // Where no answer came the rows may have changed all the same.
    private async Task<T> ChangingAsync<T>(Func<Task<T>> change)
    {
        try
        {
            return await change();
        }
        finally
        {
            version.Changed();
        }
    }
}
