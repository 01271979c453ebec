namespace Weir.Gateway;

/// <summary>The settings of the data plane: section <c>Gateway</c> of the configuration (<c>WEIR_Gateway__...</c>).</summary>
public sealed class GatewayOptions
{
    /// <summary>The largest request body, compressed and decompressed, in bytes. Coding agents send a few hundred kilobytes, images some megabytes.</summary>
    public int MaxRequestBodyBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most of a JSON answer that is kept to read its usage, in bytes; of a longer one only the end is read.</summary>
    public int MaxInspectedBodyBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How long connecting to a provider may take.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a provider may think before its first byte; reasoning models take minutes.</summary>
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a provider may be silent within an answer.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether destinations made by others than account admins may have private addresses.</summary>
    public bool AllowPrivateDestinations { get; set; }

    /// <summary>Whether providers are reached through the proxy that the environment names (<c>HTTPS_PROXY</c>).</summary>
    public bool UseSystemProxy { get; set; }
}
