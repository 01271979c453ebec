namespace Weir.Gateway;

/// <summary>The settings of the data plane: section <c>Gateway</c> of the configuration (<c>WEIR_Gateway__...</c>).</summary>
public sealed class GatewayOptions
{
    /// <summary>The largest request body, compressed and decompressed, in bytes. Coding agents send a few hundred kilobytes, images some megabytes.</summary>
    public int MaxRequestBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The largest file that is passed on to a provider's file store, in bytes; OpenAI takes 512 MB. A file is never whole in memory.</summary>
    public long MaxUploadBytes { get; set; } = 512 * 1024 * 1024;

    /// <summary>The most of a JSON answer that is kept to read its usage, in bytes; of a longer one only the end is read.</summary>
    public int MaxInspectedBodyBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How long connecting to a provider may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a provider may think before the first byte of its answer; reasoning models take minutes.</summary>
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a provider may be silent within an answer.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a whole attempt may take; NULL for as long as it lasts.</summary>
    public TimeSpan? TotalTimeout { get; set; }

    /// <summary>How long an answer is read on after its client has hung up, where the destination says <c>on_client_disconnect: drain</c>.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many answers are read on so at once; a client beyond has its answer cancelled.</summary>
    public int MaxConcurrentDrains { get; set; } = 64;

    /// <summary>The largest JSON answer that is translated into another dialect, in bytes: it has to be whole in memory.</summary>
    public int MaxTranslatedBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// After how long a silence within a stream a comment (<c>: keep-alive</c>) is sent, for clients and proxies that take silence for an end; NULL for never.
    /// A client can ask for its own stream by the header <c>Weir-Keep-Alive</c>, in seconds.
    /// </summary>
    public TimeSpan? KeepAliveInterval { get; set; }

    /// <summary>Whether the responses API is served over WebSockets too; else they are answered 426, upon which Codex sends POSTs.</summary>
    public bool WebSockets { get; set; }

    /// <summary>After how long without a response a WebSocket is closed.</summary>
    public TimeSpan WebSocketIdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How many WebSockets may be open at once; a further one is answered 426. Each keeps up to one body's size.</summary>
    public int MaxWebSockets { get; set; } = 1_000;

    /// <summary>Whether destinations made by others than account admins may have private addresses.</summary>
    public bool AllowPrivateDestinations { get; set; }

    /// <summary>Whether providers are reached through the proxy that the environment names (<c>HTTPS_PROXY</c>).</summary>
    public bool UseSystemProxy { get; set; }
}
