using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Weir.Usage.Records;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Spend;

/// <summary>Reads records back with their attempts and costs.</summary>
internal static class CostedRecords
{
    // Amounts as text: the engine's JSON has numbers of floating point.
    private const string Sql = """
        SELECT request_id, event_time, CAST(to_json(attempt_details) AS VARCHAR),
          CAST(to_json(list_transform(coalesce(attempt_costs, []), lambda cost: {'priority': cost.priority, 'list_cost': CAST(cost.list_cost AS VARCHAR), 'price_version': cost.price_version})) AS VARCHAR)
        FROM ai_gateway.records
        WHERE event_time >= $from AND event_time < $to AND (event_time > $from OR request_id > $after) AND len(attempt_details) > 0
        ORDER BY event_time, request_id LIMIT $limit
        """;

    public static IReadOnlyList<CostedRecord> Read(DuckDBConnection connection, CostedPage page)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.Add(new DuckDBParameter("from", page.From));
        command.Parameters.Add(new DuckDBParameter("to", page.To));
        command.Parameters.Add(new DuckDBParameter("after", page.After));
        command.Parameters.Add(new DuckDBParameter("limit", page.Limit));
        using var reader = command.ExecuteReader();
        var records = new List<CostedRecord>();
        while (reader.Read())
        {
            records.Add(new CostedRecord(reader.GetString(0), DateTime.SpecifyKind(reader.GetDateTime(1), DateTimeKind.Utc), Attempts(reader.GetString(2), reader.GetString(3))));
        }

        return records;
    }

    private static List<CostedAttempt> Attempts(string details, string costs)
    {
        using var costed = JsonDocument.Parse(costs);
        using var attempts = JsonDocument.Parse(details);
        var known = costed.RootElement.EnumerateArray().ToDictionary(cost => Text(cost, "priority")!, StringComparer.Ordinal);
        return [.. attempts.RootElement.EnumerateArray().Select(detail =>
        {
            var attempt = AttemptOf(detail);
            return known.TryGetValue(Text(detail, "priority")!, out var cost)
                ? new CostedAttempt(attempt, true, Text(cost, "list_cost") is { } amount ? decimal.Parse(amount, CultureInfo.InvariantCulture) : null, Text(cost, "price_version"))
                : new CostedAttempt(attempt, false, null, null);
        })];
    }

    private static Attempt AttemptOf(JsonElement detail) => new()
    {
        Priority = int.Parse(Text(detail, "priority")!, CultureInfo.InvariantCulture),
        Action = string.Empty,
        Destination = string.Empty,
        DestinationId = string.Empty,
        StartTime = default,
        EndTime = default,
        Provider = Text(detail, "provider") ?? string.Empty,
        Model = Text(detail, "model") ?? string.Empty,
        ResponseModel = Text(detail, "response_model"),
        ServiceTier = Text(detail, "service_tier"),
        Usage = new TokenUsage
        {
            InputTokens = Number(detail, "input_tokens"),
            OutputTokens = Number(detail, "output_tokens"),
            CacheReadInputTokens = Number(detail, "cache_read_input_tokens"),
            CacheCreationInputTokens = Number(detail, "cache_creation_input_tokens"),
            CacheCreation5mInputTokens = Number(detail, "cache_creation_5m_input_tokens"),
            CacheCreation1hInputTokens = Number(detail, "cache_creation_1h_input_tokens"),
            OutputReasoningTokens = Number(detail, "output_reasoning_tokens"),
            InputAudioTokens = Number(detail, "input_audio_tokens"),
            OutputAudioTokens = Number(detail, "output_audio_tokens"),
            InputImageTokens = Number(detail, "input_image_tokens"),
        },
    };

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}
