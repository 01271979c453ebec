using System.Net.Sockets;

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

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
