using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Tokens;

/// <summary>
/// Reads a request's token as each client sends it. The first of these that is there decides:
/// <c>X-Databricks-AI-Gateway-Token</c> (Authorization then is the vendor's), <c>Authorization: Bearer</c>,
/// <c>Authorization: Basic</c> with the user <c>token</c>, <c>x-api-key</c> (Anthropic), <c>x-goog-api-key</c> (Gemini),
/// <c>api-key</c> (Azure OpenAI), and, where the caller allows it, the query's <c>key</c> (Gemini).
/// </summary>
public static class AccessTokenReader
{
    private const int LongestBasic = 4096;

    /// <summary>The token, or empty when there is none or its header is malformed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="allowQuery">Whether <c>?key=</c> counts; URLs end up in logs of others, so only the data plane takes it.</param>
    public static ReadOnlySpan<char> Read(HttpRequest request, bool allowQuery = true)
    {
        var headers = request.Headers;
        if (headers.TryGetValue("X-Databricks-AI-Gateway-Token", out var own) && own.Count == 1)
        {
            return own.ToString();
        }

        var authorization = headers.Authorization;
        if (authorization.Count == 1)
        {
            var value = authorization.ToString().AsSpan().Trim();
            return value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim()
                : value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? FromBasic(value[6..].Trim())
                : default;
        }

        foreach (var name in (ReadOnlySpan<string>)["x-api-key", "x-goog-api-key", "api-key"])
        {
            if (headers.TryGetValue(name, out var key) && key.Count == 1)
            {
                return key.ToString();
            }
        }

        return allowQuery && request.QueryString.HasValue && request.Query.TryGetValue("key", out var inQuery) && inQuery.Count == 1 ? inQuery.ToString() : default;
    }

    private static ReadOnlySpan<char> FromBasic(ReadOnlySpan<char> encoded)
    {
        if (encoded.Length > LongestBasic)
        {
            return default;
        }

        Span<byte> bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64Chars(encoded, bytes, out var written))
        {
            return default;
        }

        var text = Encoding.UTF8.GetString(bytes[..written]);
        return text.StartsWith("token:", StringComparison.Ordinal) ? text.AsSpan(6) : default;
    }
}
