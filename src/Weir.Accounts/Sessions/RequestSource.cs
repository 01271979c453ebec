using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Sessions;

/// <summary>
/// Which page a browser's request came from: the one defence against cross-site request forgery, for everything that a cookie authenticates and for
/// signing in itself. Browsers state it in <c>Sec-Fetch-Site</c>, which no page can set (OWASP, CSRF prevention: fetch metadata); those that
/// do not, or reach us over plain HTTP, state <c>Origin</c> with each unsafe method.
/// </summary>
internal static class RequestSource
{
    /// <summary>Why a request with a cookie is refused, or NULL.</summary>
    public static string? RefusalOf(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            // Following a link is no more than opening the page; a script, an image or a frame of another site gets nothing.
            return site == "cross-site" && !(request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document")
                ? "The request comes from a page of another site, which may not use your session."
                : null;
        }

        var isOwn = site.Length > 0 ? site == "same-origin" : request.Headers.Origin == OriginOf(request);
        return isOwn ? null : "The request does not come from a page of this server (Sec-Fetch-Site, Origin), so it may not use your session. Programs use a token: 'Authorization: Bearer <token>'.";
    }

    // As RFC 6454 6.2 writes an origin: a default port is left out, and browsers leave it out of Host too.
    private static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host.Value}";
}
