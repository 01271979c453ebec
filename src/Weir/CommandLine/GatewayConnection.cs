using System.CommandLine;

namespace Weir.CommandLine;

/// <summary>The options that say which running gateway a verb speaks to, and as whom.</summary>
internal sealed class GatewayConnection
{
    public Option<string?> Host { get; } = new("--host") { Description = "The gateway (WEIR_HOST, DATABRICKS_HOST; http://127.0.0.1:8080)." };

    public Option<string?> Token { get; } = new("--token") { Description = "The token (WEIR_TOKEN, DATABRICKS_TOKEN, WEIR_ADMIN_TOKEN)." };

    /// <summary>The address and the token; NULL, with the reason written, when one is missing.</summary>
    public async Task<(Uri Gateway, string Token)?> ReadAsync(ParseResult parsed)
    {
        var secret = First(parsed.GetValue(Token), "WEIR_TOKEN", "DATABRICKS_TOKEN", "WEIR_ADMIN_TOKEN");
        if (secret is null)
        {
            await Console.Error.WriteLineAsync("No token. Set WEIR_TOKEN, or give --token.");
            return null;
        }

        var address = First(parsed.GetValue(Host), "WEIR_HOST", "DATABRICKS_HOST") ?? "http://127.0.0.1:8080";
        if (!Uri.TryCreate(address.Contains("://", StringComparison.Ordinal) ? address : "https://" + address, UriKind.Absolute, out var gateway))
        {
            await Console.Error.WriteLineAsync($"'{address}' is not a host. Set WEIR_HOST to something like http://127.0.0.1:8080.");
            return null;
        }

        return (gateway, secret);
    }

    private static string? First(string? given, params string[] variables) =>
        given ?? variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
