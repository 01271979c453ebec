using System.Net;
using System.Net.Http.Json;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Process;

/// <summary>The SQL engine as the gateway's process sees it. A statement that goes on after its cancellation costs the store its process.</summary>
internal sealed class RemoteSqlEngine(StoreConnection connection, StoreSupervisor supervisor) : ISqlEngine
{
    private static readonly TimeSpan CancellationPatience = TimeSpan.FromSeconds(10);

    public async Task<EngineResult> ExecuteAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/query") { Content = JsonContent.Create(statement) };
            using var response = await connection.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity)
            {
                var failure = (await response.Content.ReadFromJsonAsync<QueryFailure>(cancellationToken))!;
                throw new SqlEngineException(failure.ErrorCode, failure.Message, failure.SqlState);
            }

            response.EnsureSuccessStatusCode();
            await using var frames = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await QueryFrames.ReadAsync(frames, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            supervisor.ExpectIdleWithin(CancellationPatience);
            throw;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException)
        {
            throw new SqlEngineException("TEMPORARILY_UNAVAILABLE", "The warehouse's process stopped while the statement ran, and is being started again. Run the statement again; if it stops it again, it asks for too much.", null, unreachable);
        }
    }
}
