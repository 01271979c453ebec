using System.Net;
using System.Text.Json;

namespace Weir.Agents.Cursor;

/// <summary>Asks Cursor's APIs. Answers are read up to 16 MB; who is asked to wait (429) waits as long as the answer says.</summary>
internal sealed class CursorClient(IHttpClientFactory clients, CursorOptions options, TimeProvider time)
{
    /// <summary>The name of the HTTP client, which has the address, the key and the bounds.</summary>
    public const string HttpName = "cursor";

    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    private const int Attempts = 5;

    // Cursor's limits are by the minute.
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The answer of a page.</summary>
    /// <exception cref="CursorException">There is none, or it is a refusal or no JSON.</exception>
    public async Task<JsonDocument> AskAsync(ICursorSource source, DateTime from, DateTime to, int page, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(HttpName);
        for (var attempt = 1; ; attempt++)
        {
            using var request = source.Request(from, to, page);
            using var answer = await SendAsync(http, request, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests && attempt < Attempts)
            {
                await Task.Delay(WaitOf(answer), time, cancellationToken);
                continue;
            }

            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            return answer.IsSuccessStatusCode ? Parse(body) : throw new CursorException(RefusalOf(source, answer.StatusCode, body));
        }
    }

    // The client buffers the whole body before it returns, so its timeout and its bound hold for it.
    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException tooLarge) when (tooLarge.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new CursorException($"An answer has more than {MostBytes / (1024 * 1024)} MB, which is not read. Look whether WEIR_Cursor__BaseUrl is Cursor's API.", tooLarge);
        }
        catch (HttpRequestException unreachable)
        {
            throw new CursorException($"{http.BaseAddress} cannot be reached: {unreachable.Message} Look at the network and at WEIR_Cursor__BaseUrl.", unreachable);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CursorException($"{http.BaseAddress} did not answer within {http.Timeout.TotalSeconds:0} seconds.", late);
        }
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException malformed)
        {
            throw new CursorException("An answer is no JSON. Look whether WEIR_Cursor__BaseUrl is Cursor's API, and no proxy answers in its place.", malformed);
        }
    }

    private TimeSpan WaitOf(HttpResponseMessage answer)
    {
        var asked = answer.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - time.GetUtcNow()) : null;
        var wait = asked ?? UsualWait;
        return wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > LongestWait ? LongestWait : wait;
    }

    private string RefusalOf(ICursorSource source, HttpStatusCode status, byte[] body)
    {
        var advice = status switch
        {
            HttpStatusCode.Unauthorized => $"Cursor does not accept WEIR_Cursor__ApiKey. Make a key in the team's settings at Cursor. {source.Needs}",
            HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired or HttpStatusCode.NotFound => $"Cursor does not give this. {source.Needs}",
            HttpStatusCode.TooManyRequests => "Cursor asks to wait, again and again. Set a longer WEIR_Cursor__Interval, and look whether something else uses the key.",
            >= HttpStatusCode.InternalServerError => "Cursor has a failure of its own.",
            _ => "Cursor's API may have changed.",
        };
        return SaidIn(body) is { } said ? $"{(int)status}: {advice} Cursor says: '{said}'." : $"{(int)status}: {advice}";
    }

    // What a refusal says helps; but whatever echoes the key is not repeated.
    private string? SaidIn(byte[] body)
    {
        try
        {
            using var refusal = JsonDocument.Parse(body);
            var said = refusal.RootElement.Text("message", 300) ?? refusal.RootElement.Text("error", 300);
            return said is null || said.Contains(options.Key, StringComparison.Ordinal) ? null : said;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
