using System.Net.Http.Headers;
using System.Text.Json;

namespace Weir.CommandLine;

/// <summary>A client of the statement execution API.</summary>
internal sealed class StatementClient : IDisposable
{
    private readonly HttpClient _http;

    public StatementClient(Uri gateway, string token)
    {
        _http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(120) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("weir-sql/0.1");
    }

    /// <summary>Runs a statement to its end.</summary>
    /// <param name="sql">The SQL.</param>
    /// <param name="onWait">Told each time the statement still runs.</param>
    /// <param name="cancellationToken">Cancels the statement too.</param>
    /// <exception cref="StatementException">It was refused or failed.</exception>
    public async Task<StatementResult> RunAsync(string sql, Action onWait, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(HttpMethod.Post, "/api/2.0/sql/statements", new { statement = sql }, cancellationToken);
        var id = answer.GetProperty("statement_id").GetString()!;
        while (answer.GetProperty("status").GetProperty("state").GetString() is "PENDING" or "RUNNING")
        {
            onWait();
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await AskAsync(HttpMethod.Post, $"/api/2.0/sql/statements/{id}/cancel", null, CancellationToken.None);
                throw;
            }

            answer = await AskAsync(HttpMethod.Get, $"/api/2.0/sql/statements/{id}", null, cancellationToken);
        }

        var status = answer.GetProperty("status");
        if (status.GetProperty("state").GetString() != "SUCCEEDED")
        {
            throw new StatementException(status.TryGetProperty("error", out var error) ? error.GetProperty("message").GetString()! : $"The statement ended as {status.GetProperty("state").GetString()}.");
        }

        var manifest = answer.GetProperty("manifest");
        var columns = manifest.GetProperty("schema").GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!).ToList();
        var rows = new List<string?[]>();
        var chunk = answer.GetProperty("result");
        while (true)
        {
            rows.AddRange(chunk.GetProperty("data_array").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetString()).ToArray()));
            if (!chunk.TryGetProperty("next_chunk_internal_link", out var next))
            {
                return new StatementResult(columns, rows, manifest.GetProperty("truncated").GetBoolean());
            }

            chunk = await AskAsync(HttpMethod.Get, next.GetString()!, null, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }

        throw new StatementException(MessageOf(text) ?? $"The gateway answered {(int)response.StatusCode}.", isRefusal: true);
    }

    private static string? MessageOf(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text).GetProperty("message").GetString();
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>A whole result; NULL is null.</summary>
internal sealed record StatementResult(IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows, bool Truncated);

/// <summary>A statement failed (<paramref name="isRefusal"/>: the request itself was refused).</summary>
internal sealed class StatementException(string message, bool isRefusal = false) : Exception(message)
{
    public bool IsRefusal => isRefusal;
}
