using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Weir.Spend.Alerts;

/// <summary>Signs webhooks as the Standard Webhooks specification (version 1.0.0) says, which libraries of most languages verify.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The secret: <c>whsec_</c> and base64, or any text.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="time">The time of the header <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    public static string Of(string secret, string id, DateTimeOffset time, string body)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"{id}.{time.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), Encoding.UTF8.GetBytes(signed)));
    }

    private static byte[] KeyOf(string secret)
    {
        if (secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            var key = new byte[secret.Length];
            if (Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length))
            {
                return key[..length];
            }
        }

        return Encoding.UTF8.GetBytes(secret);
    }
}
