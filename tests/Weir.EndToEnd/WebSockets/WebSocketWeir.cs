using Xunit;

namespace Weir.EndToEnd.WebSockets;

/// <summary>A server that serves WebSockets: the one that the other tests share answers them 426.</summary>
public sealed class WebSocketWeir : IAsyncLifetime
{
    public RunningWeir Weir { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Weir.Set("WEIR_Gateway__WebSockets", "true");
        await Weir.InitializeAsync();
    }

    public ValueTask DisposeAsync() => Weir.DisposeAsync();
}
