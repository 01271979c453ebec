using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Weir.Gateway.Forwarding;

/// <summary>Which headers go on to a provider, and which of its own come back.</summary>
internal static class ProviderHeaders
{
    // RFC 9110 7.6.1, what the transport sets itself, the caller's own secrets, and what is meant for the gateway alone.
    private static readonly FrozenSet<string> NotSent = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Host", "Content-Length", "Content-Type", "Content-Encoding", "Accept-Encoding", "Expect",
        "Authorization", "x-api-key", "x-goog-api-key", "api-key", "Cookie",
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Origin", "Referer",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Cookies and host-wide policies of a provider are not the gateway's; its request id is answered under the gateway's own name.
    private static readonly FrozenSet<string> NotReturned = new[]
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "Set-Cookie", "Alt-Svc", "Strict-Transport-Security", "x-request-id", "request-id",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static void CopyRequest(IHeaderDictionary from, HttpRequestHeaders to)
    {
        foreach (var (name, values) in from)
        {
            if (NotSent.Contains(name) || IsForGateway(name))
            {
                continue;
            }

            if (values.Count == 1)
            {
                to.TryAddWithoutValidation(name, values.ToString());
            }
            else
            {
                to.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    public static void CopyResponse(HttpResponseMessage from, HttpResponse to)
    {
        Copy(from.Headers.NonValidated, to.Headers);
        Copy(from.Content.Headers.NonValidated, to.Headers);
    }

    /// <summary>Of an answer that is translated only the advice on when to come back: the rest speaks of another API.</summary>
    public static void CopyRetryAdvice(HttpResponseMessage from, HttpResponse to)
    {
        foreach (var name in new[] { "Retry-After", "retry-after-ms", "x-should-retry" })
        {
            if (from.Headers.NonValidated.TryGetValues(name, out var values))
            {
                to.Headers[name] = values.ToString();
            }
        }
    }

    /// <summary>The provider's own id of the request.</summary>
    public static string? RequestIdOf(HttpResponseMessage response)
    {
        var headers = response.Headers.NonValidated;
        return headers.TryGetValues("x-request-id", out var id) || headers.TryGetValues("request-id", out id) || headers.TryGetValues("apim-request-id", out id) || headers.TryGetValues("x-amzn-requestid", out id)
            ? id.ToString()
            : null;
    }

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from)
        {
            if (!NotReturned.Contains(name))
            {
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : new StringValues([.. values]);
            }
        }
    }

    private static bool IsForGateway(string name) =>
        name.StartsWith("Databricks-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("X-Databricks-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Weir-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(':');
}
