using System.Net.Http.Json;
using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Process;

/// <summary>The table store as the gateway's process sees it.</summary>
internal sealed class RemoteTableStore(StoreConnection connection) : ITableStore
{
    // A store that takes longer than this for 8 MB hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetentionPatience = TimeSpan.FromHours(1);

    public string Name => "duckdb";

    public Task<JournalPosition> GetPositionAsync(string replica, CancellationToken cancellationToken) =>
        AskAsync<JournalPosition>(HttpMethod.Get, "/position?replica=" + Uri.EscapeDataString(replica), null, Patience, cancellationToken);

    public Task<JournalPosition> IngestAsync(JournalSlice slice, CancellationToken cancellationToken) =>
        AskAsync<JournalPosition>(HttpMethod.Post, "/ingest", slice, Patience, cancellationToken);

    public Task<long> DeleteExpiredPayloadsAsync(DateTime now, CancellationToken cancellationToken) =>
        AskAsync<long>(HttpMethod.Post, "/delete-expired-payloads", now, RetentionPatience, cancellationToken);

    public Task<long> DeleteAuditBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) =>
        AskAsync<long>(HttpMethod.Post, "/delete-audit-before", cutoff, RetentionPatience, cancellationToken);

    public Task<long> DeleteBeforeAsync(DateTime cutoff, CancellationToken cancellationToken) =>
        AskAsync<long>(HttpMethod.Post, "/delete-before", cutoff, RetentionPatience, cancellationToken);

    private async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType()) };
            using var response = await connection.Client.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new StoreUnavailableException(await response.Content.ReadAsStringAsync(limit.Token));
            }

            return (await response.Content.ReadFromJsonAsync<T>(limit.Token))!;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"It did not answer within {patience.TotalSeconds:0} seconds.");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException)
        {
            throw new StoreUnavailableException("Its process cannot be reached.", unreachable);
        }
    }
}
