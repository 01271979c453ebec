using System.Net.Http.Json;
using System.Net.Sockets;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Process;

/// <summary>HTTP to the store's process over its socket.</summary>
public sealed class StoreConnection(string socket) : IDisposable
{
    /// <summary>The client; its time-outs are its callers' own.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = new Uri("http://store"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Where the socket is.</summary>
    public string Socket => socket;

    /// <summary>Asks the store.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="body">What is sent: bytes as they are, anything else as JSON; NULL for nothing.</param>
    /// <param name="patience">How long the answer may take.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StoreUnavailableException">It cannot be reached, refused, or took too long.</exception>
    public async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body switch { null => null, ReadOnlyMemory<byte> bytes => new ReadOnlyMemoryContent(bytes), _ => JsonContent.Create(body, body.GetType()) } };
            using var response = await Client.SendAsync(request, limit.Token);
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

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
