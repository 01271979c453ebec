using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Recording;

/// <summary>The URL of a request as it may be written down or sent on: Gemini's clients put their key into the query.</summary>
internal static class RequestUrl
{
    /// <summary>The whole URL without secrets.</summary>
    public static string Of(HttpRequest request) =>
        string.Concat(request.Scheme, "://", request.Host.Value, string.Concat(request.PathBase.Value, request.Path.Value, QueryOf(request)));

    /// <summary>The query without secrets, <c>?</c> included, or empty.</summary>
    public static string QueryOf(HttpRequest request)
    {
        var query = request.QueryString.Value;
        if (string.IsNullOrEmpty(query) || query.Length == 1)
        {
            return string.Empty;
        }

        if (!query.Contains("key", StringComparison.OrdinalIgnoreCase) && !query.Contains('%', StringComparison.Ordinal))
        {
            return query;
        }

        var kept = new List<string>();
        foreach (var pair in query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(pair.Split('=', 2)[0]);
            if (!string.Equals(name, "key", StringComparison.OrdinalIgnoreCase))
            {
                kept.Add(pair);
            }
        }

        return kept.Count == 0 ? string.Empty : "?" + string.Join('&', kept);
    }
}
