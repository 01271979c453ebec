using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Weir.EndToEnd;

/// <summary>What a browser does: it keeps cookies, and says which page a request comes from.</summary>
internal sealed class Browser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Browser(string address, string agent = "Mozilla/5.0 (a browser of the tests)")
    {
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
    }

    public string Address { get; }

    /// <summary>The session's secret as the browser has it; NULL without one.</summary>
    public string? Session => _cookies.GetCookies(new Uri(Address))["weir-session"]?.Value;

    /// <summary>Follows a link, or asks by a script of a page when headers say so.</summary>
    public Task<Page> GetAsync(string url, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, url, null, headers);

    /// <summary>Sends a form of our own page.</summary>
    public Task<Page> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), [("Sec-Fetch-Site", "same-origin")]);

    /// <summary>Calls the API from a script of our own page.</summary>
    public Task<Page> CallAsync(string method, string path, object? body = null) =>
        SendAsync(new HttpMethod(method), path, body is null ? null : JsonContent.Create(body), [("Sec-Fetch-Site", "same-origin")]);

    public async Task<Page> SendAsync(HttpMethod method, string url, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return new Page((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record Page(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    /// <summary>The page's text as a person reads it.</summary>
    public string Words => WebUtility.HtmlDecode(Text);

    public string SetCookie => Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single(cookie => cookie.Contains("weir-session", StringComparison.Ordinal)) : string.Empty;
}
