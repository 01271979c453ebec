using System.Text;
using System.Text.Json;
using Weir.Spend.Costing;
using Weir.Spend.Prices;

namespace Weir.Generation.Tests;

/// <summary>Records as a run makes them, read back.</summary>
internal static class Generated
{
    private static readonly PriceBook Book = new(GenAIPrices.Shipped(), []);

    public static GenerationOptions Options(long rows = 20_000, int days = 90, ulong seed = 1) => new(rows, days, seed, new DateTime(2026, 10, 1, 0, 0, 0, DateTimeKind.Utc));

    public static List<string> Lines(GenerationOptions options, long from = 0) => Made(options, from).Records;

    /// <summary>Records, and what coding agents tell with them.</summary>
    public static (List<string> Records, List<string> Activity) Made(GenerationOptions options, long from = 0)
    {
        using var records = new GeneratedRecords(options, new AttemptPricing(() => Book));
        var (lines, activity) = (new List<string>(), new List<string>());
        records.WriteFrom(from, record => lines.Add(Encoding.UTF8.GetString(record)), line => activity.Add(Encoding.UTF8.GetString(line)), CancellationToken.None);
        return (lines, activity);
    }

    public static List<JsonElement> Rows(GenerationOptions options) => [.. Lines(options).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public static DateTime TimeOf(this JsonElement row) => DateTime.SpecifyKind(row.GetProperty("event_time").GetDateTime(), DateTimeKind.Utc);

    public static string? TextOf(this JsonElement row, string member) => row.TryGetProperty(member, out var value) ? value.GetString() : null;

    public static int StatusOf(this JsonElement row) => row.GetProperty("status_code").GetInt32();

    public static bool Has(this JsonElement row, string member) => row.TryGetProperty(member, out _);

    public static List<JsonElement> AttemptsOf(this JsonElement row) => [.. row.GetProperty("routing_information").GetProperty("attempts").EnumerateArray()];
}
