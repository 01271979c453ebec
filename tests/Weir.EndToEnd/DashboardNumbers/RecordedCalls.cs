using System.Globalization;
using System.Text.Json;

namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>A row of <c>system.ai_gateway.usage</c>, as far as dashboards look at it.</summary>
internal sealed record RecordedCall(
    DateTime Time, string Workspace, string Endpoint, string Requester, string? Model, string? Api, int Status, long? Latency, long? FirstByte,
    long? Input, long? Output, long? Total, long? Cached, long? Reasoning, string? UserAgent, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Actions, string? Session)
{
    public bool IsError => Status >= 400 && Status != 499;

    public int Fallbacks => Actions.Count(action => action == "FALLBACK");

    public string? Agent => AgentOf(UserAgent, Api);

    public static string? AgentOf(string? userAgent, string? api) => userAgent switch
    {
        { } agent when agent.StartsWith("claude-cli/", StringComparison.Ordinal) => "Claude Code",
        { } agent when agent.StartsWith("codex_", StringComparison.Ordinal) || agent.StartsWith("codex-", StringComparison.Ordinal) => "Codex CLI",
        { } agent when agent.StartsWith("GeminiCLI", StringComparison.Ordinal) => "Gemini CLI",
        { } agent when agent.StartsWith("opencode/", StringComparison.Ordinal) => "opencode",
        { } agent when agent.StartsWith("QwenCode/", StringComparison.Ordinal) => "Qwen Code",
        { } agent when agent.StartsWith("Cursor/", StringComparison.Ordinal) => "Cursor",
        _ => api is not null && api.StartsWith("cursor/", StringComparison.Ordinal) ? "Cursor" : null,
    };
}

/// <summary>A row of <c>system.ai_gateway.spend</c>.</summary>
internal sealed record BilledAttempt(
    DateTime Time, string Workspace, string Endpoint, string Requester, string? Provider, string? Model, decimal? Cost, string? Agent, IReadOnlyDictionary<string, string> Tags,
    IReadOnlyDictionary<string, (long? Tokens, decimal? Rate)> Classes)
{
    public decimal? Saved => Classes["cache_read"] is { Tokens: { } tokens, Rate: { } cached } && Classes["uncached_input"].Rate is { } full ? tokens * (full - cached) / 1_000_000 : null;
}

/// <summary>A row of <c>system.ai_gateway.coding_agent_activity</c>.</summary>
internal sealed record ToldActivity(
    DateTime Time, string Workspace, string Requester, string Agent, string? Session, string Kind, string Source, long? Added, long? Removed, long? Commits, long? PullRequests, long? Accepted, long? Rejected, double? Seconds);

/// <summary>The rows as the tables hold them, read with no aggregate, condition or conversion of the engine.</summary>
internal sealed record RecordedRows(IReadOnlyList<RecordedCall> Calls, IReadOnlyList<BilledAttempt> Attempts, IReadOnlyList<ToldActivity> Activity)
{
    public static readonly string[] Classes = ["uncached_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "image_input", "text_output", "reasoning_output", "audio_output"];

    public static async Task<RecordedRows> ReadAsync(RunningWeir weir)
    {
        var calls = await weir.SqlAsync("""
            SELECT event_time, workspace_id, endpoint_name, requester, destination_model, api_type, status_code, latency_ms, time_to_first_byte_ms, input_tokens, output_tokens, total_tokens,
              to_json(token_details), user_agent, to_json(endpoint_tags), to_json(request_tags), to_json(routing_information), agent_session_id
            FROM system.ai_gateway.usage
            """);
        var spend = await weir.SqlAsync($"""
            SELECT event_time, workspace_id, endpoint_name, requester, provider, model, list_cost, user_agent, api_type, to_json(endpoint_tags), to_json(request_tags), {string.Join(", ", Classes.Select(name => $"{name}_tokens, {name}_rate"))}
            FROM system.ai_gateway.spend
            """);
        var activity = await weir.SqlAsync("""
            SELECT event_time, workspace_id, requester, agent, session_id, kind, source, lines_added, lines_removed, commits, pull_requests, accepted_edits, rejected_edits, active_seconds
            FROM system.ai_gateway.coding_agent_activity
            """);
        return new RecordedRows([.. calls.Select(Call)], [.. spend.Select(Attempt)], [.. activity.Select(Told)]);
    }

    private static RecordedCall Call(string?[] row)
    {
        var details = row[12] is { } text ? JsonDocument.Parse(text).RootElement : default;
        long? Detail(string name) => details.ValueKind == JsonValueKind.Object && details.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
        var actions = JsonDocument.Parse(row[16]!).RootElement.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("action").GetString()!).ToList();
        return new RecordedCall(
            Time(row[0]!), row[1]!, row[2]!, row[3]!, row[4], row[5], int.Parse(row[6]!, CultureInfo.InvariantCulture), Whole(row[7]), Whole(row[8]), Whole(row[9]), Whole(row[10]), Whole(row[11]),
            Detail("cache_read_input_tokens"), Detail("output_reasoning_tokens"), row[13], Merged(row[14], row[15]), actions, row[17]);
    }

    private static ToldActivity Told(string?[] row) => new(
        Time(row[0]!), row[1]!, row[2]!, row[3]!, row[4], row[5]!, row[6]!, Whole(row[7]), Whole(row[8]), Whole(row[9]), Whole(row[10]), Whole(row[11]), Whole(row[12]),
        row[13] is { } seconds ? double.Parse(seconds, CultureInfo.InvariantCulture) : null);

    private static BilledAttempt Attempt(string?[] row) => new(
        Time(row[0]!), row[1]!, row[2]!, row[3]!, row[4], row[5], Exact(row[6]), RecordedCall.AgentOf(row[7], row[8]), Merged(row[9], row[10]),
        Classes.Select((name, i) => (name, Whole(row[11 + (2 * i)]), Exact(row[12 + (2 * i)]))).ToDictionary(one => one.name, one => (one.Item2, one.Item3)));

    // A request's tag stands before one of the endpoint's with the same key.
    private static Dictionary<string, string> Merged(string? endpoint, string? request)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in new[] { endpoint, request }.OfType<string>())
        {
            foreach (var tag in JsonDocument.Parse(text).RootElement.EnumerateObject())
            {
                tags[tag.Name] = tag.Value.GetString()!;
            }
        }

        return tags;
    }

    private static DateTime Time(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static long? Whole(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);

    private static decimal? Exact(string? text) => text is null ? null : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
