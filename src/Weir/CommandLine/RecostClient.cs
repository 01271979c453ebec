using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Weir.CommandLine;

/// <summary>A client of <c>POST /api/2.0/weir/recost</c>.</summary>
internal sealed class RecostClient : IDisposable
{
    private readonly HttpClient _http;

    public RecostClient(Uri gateway, string token)
    {
        _http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromMinutes(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("weir-recost/0.1");
    }

    /// <summary>Asks for one page after the other.</summary>
    /// <exception cref="RecostException">The gateway refused, or cannot be reached.</exception>
    public async Task<RecostSummary> RunAsync(DateTimeOffset from, DateTimeOffset to, bool apply, Action<RecostSummary> report, CancellationToken cancellationToken)
    {
        var summary = new RecostSummary(string.Empty, 0, 0, []);
        var next = (Start: from.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), After: string.Empty);
        while (true)
        {
            var page = await AskAsync(new { start_time = next.Start, after_request_id = next.After, end_time = to, dry_run = !apply }, cancellationToken);
            summary = summary.With(page);
            report(summary);
            if (page.GetProperty("next") is not { ValueKind: JsonValueKind.Object } following)
            {
                return summary;
            }

            next = (following.GetProperty("start_time").GetString()!, following.GetProperty("after_request_id").GetString()!);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AskAsync(object body, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync("/api/2.0/weir/recost", body, cancellationToken);
            var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? answer : throw new RecostException(answer.GetProperty("message").GetString()!, isUnreachable: false);
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RecostException($"No answer of a gateway at {_http.BaseAddress}: {failed.Message}", isUnreachable: true);
        }
    }
}

/// <summary>What pricing anew changes.</summary>
internal sealed record RecostSummary(string PriceVersion, int Records, int ChangedRecords, IReadOnlyList<RecostedModel> Changes)
{
    /// <summary>This and a further page.</summary>
    public RecostSummary With(JsonElement page) => new(
        page.GetProperty("price_version").GetString()!,
        Records + page.GetProperty("records").GetInt32(),
        ChangedRecords + page.GetProperty("changed_records").GetInt32(),
        [.. Changes.Concat(page.GetProperty("changes").EnumerateArray().Select(RecostedModel.Read)).GroupBy(change => (change.Provider, change.Model, change.ResponseModel, change.ServiceTier)).Select(same => same.Aggregate((sum, more) => sum + more))]);
}

/// <summary>What changes of a model's costs, in USD.</summary>
internal sealed record RecostedModel(string Provider, string Model, string? ResponseModel, string ServiceTier, int Attempts, decimal Before, decimal After, int UnpricedBefore, int UnpricedAfter)
{
    public static RecostedModel operator +(RecostedModel one, RecostedModel other) => one with
    {
        Attempts = one.Attempts + other.Attempts,
        Before = one.Before + other.Before,
        After = one.After + other.After,
        UnpricedBefore = one.UnpricedBefore + other.UnpricedBefore,
        UnpricedAfter = one.UnpricedAfter + other.UnpricedAfter,
    };

    public static RecostedModel Read(JsonElement change) => new(
        change.GetProperty("provider").GetString()!,
        change.GetProperty("model").GetString()!,
        change.GetProperty("response_model").GetString(),
        change.GetProperty("service_tier").GetString()!,
        change.GetProperty("attempts").GetInt32(),
        decimal.Parse(change.GetProperty("list_cost_before").GetString()!, CultureInfo.InvariantCulture),
        decimal.Parse(change.GetProperty("list_cost_after").GetString()!, CultureInfo.InvariantCulture),
        change.GetProperty("unpriced_before").GetInt32(),
        change.GetProperty("unpriced_after").GetInt32());
}

/// <summary>The gateway did not price anew.</summary>
internal sealed class RecostException(string message, bool isUnreachable) : Exception(message)
{
    public bool IsUnreachable => isUnreachable;
}
