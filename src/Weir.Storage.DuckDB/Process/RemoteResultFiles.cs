using System.Net;
using System.Net.Http.Json;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Process;

/// <summary>Files of results as the gateway's process sees them: the engine that makes them is in the store's process alone.</summary>
internal sealed class RemoteResultFiles(StoreConnection connection) : IResultFiles
{
    public async Task<byte[]> ToParquetAsync(EngineResult result, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/parquet") { Content = new ResultContent(result) };
            using var response = await connection.Client.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.UnprocessableEntity)
            {
                var failure = (await response.Content.ReadFromJsonAsync<QueryFailure>(cancellationToken))!;
                throw new SqlEngineException(failure.ErrorCode, failure.Message, failure.SqlState);
            }

            response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException)
        {
            throw new SqlEngineException("TEMPORARILY_UNAVAILABLE", "The warehouse's process stopped while the file was made, and is being started again. Ask for the file again.", null, unreachable);
        }
    }

    private sealed class ResultContent(EngineResult result) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => QueryFrames.WriteAsync(stream, result, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => QueryFrames.WriteAsync(stream, result, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
