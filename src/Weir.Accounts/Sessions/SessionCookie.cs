using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Sessions;

/// <summary>
/// The cookie that holds a session's secret. Over HTTPS its name has the prefix <c>__Host-</c>, with which a browser takes it from this very host
/// over HTTPS alone (RFC 6265bis 4.1.3.2); a browser takes no such cookie over plain HTTP, so there it has another name.
/// </summary>
internal static class SessionCookie
{
    public const string SecureName = "__Host-weir-session";
    public const string PlainName = "weir-session";
    private const int LongestSecret = 128;

    // A request that states credentials of its own is judged by those alone, also where they are malformed.
    private static readonly string[] OtherCredentials = ["Authorization", "X-Databricks-AI-Gateway-Token", "x-api-key", "x-goog-api-key", "api-key"];

    /// <summary>The secret in a request that has no other credentials, or NULL.</summary>
    public static string? Read(HttpRequest request)
    {
        if (request.Headers.Cookie.Count == 0 || Array.Exists(OtherCredentials, request.Headers.ContainsKey))
        {
            return null;
        }

        return request.Cookies.TryGetValue(NameFor(request), out var secret) && secret.Length is > 0 and <= LongestSecret ? secret : null;
    }

    public static void Append(HttpContext context, StartedSession started) =>
        context.Response.Cookies.Append(NameFor(context.Request), started.Secret, OptionsFor(context.Request, started.Session.ExpiryTime));

    public static void Delete(HttpContext context) =>
        context.Response.Cookies.Delete(NameFor(context.Request), OptionsFor(context.Request, null));

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions OptionsFor(HttpRequest request, DateTime? end) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
        Expires = end is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : null,
    };
}
