using Weir.Usage.Agents;
using Weir.Usage.Journal;
using Weir.Usage.Records;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>Segment files as the gateway writes them.</summary>
internal sealed class TestJournal
{
    public const string Replica = "replica-1";

    private static readonly DateTime Time = new DateTime(2026, 1, 20, 19, 48, 8, DateTimeKind.Utc).AddTicks(1234560);

    private readonly string _directory;

    public TestJournal(string directory) => _directory = Directory.CreateDirectory(directory).FullName;

    public string PathOf(long segment) => Path.Combine(_directory, $"{segment:D20}.ndjson");

    /// <summary>Appends records with new ids to a segment.</summary>
    /// <returns>The slice of what was appended.</returns>
    public JournalSlice Append(long segment, int records, DateTime? time = null)
    {
        var lines = Enumerable.Range(0, records).Select(_ => Line(Record(Guid.CreateVersion7(), time)));
        return AppendBytes(segment, [.. lines.SelectMany(line => line)]);
    }

    public JournalSlice AppendBytes(long segment, byte[] bytes)
    {
        using var file = new FileStream(PathOf(segment), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        var from = file.Position;
        file.Write(bytes);
        return new JournalSlice(Replica, segment, PathOf(segment), from, from + bytes.Length);
    }

    public static byte[] Line(ReadOnlySpan<byte> json)
    {
        var line = new byte[json.Length + JournalLine.Overhead];
        JournalLine.Write(json, line);
        return line;
    }

    public static byte[] Record(Guid id, DateTime? time = null)
    {
        using var writer = new RecordWriter();
        writer.WriteHead(new RequestHead(
            "account", "1234567890123456", id, time ?? Time, "user@example.com", "USER", "1.2.3.4", "http://127.0.0.1/openai/v1/chat/completions", "test/1.0 \"ü\"",
            "openai/v1/chat/completions", new Dictionary<string, string> { ["team"] = "eng", ["it's"] = "a \"b\"" }, "chat",
            new EndpointSnapshot(
                "endpoint-1",
                "{\"tier\":\"gold\"}"u8.ToArray(),
                "{\"creator\":\"c\",\"creation_time\":\"2026-01-01T00:00:00.000001\",\"destinations\":[{\"name\":\"d\",\"traffic_percent\":100,\"type\":\"EXTERNAL_FOUNDATION_MODEL\"}],\"inference_table\":null,\"fallbacks\":[]}"u8.ToArray()),
            new CallingAgent("Claude Code", "2.1.330", "session-1", IsHelper: false, "https://github.com/acme/demo.git", "5f4285d5917b1d8333db272235d8ff519c6c911d")));
        writer.WriteOutcome(new RequestOutcome
        {
            StatusCode = 200,
            LatencyMs = 1500,
            TimeToFirstByteMs = 120,
            ResponseContentType = "application/json",
            DestinationType = "EXTERNAL_FOUNDATION_MODEL",
            Attempts =
            [
                Attempt(1, "PRIMARY", 429, "RATE_LIMITED", default),
                Attempt(2, "FALLBACK", 200, null, new TokenUsage { InputTokens = 1200, OutputTokens = 42, CacheReadInputTokens = 1000, CacheCreationInputTokens = 7, OutputReasoningTokens = 12, CacheCreation1hInputTokens = 7 }),
            ],
        });
        return writer.Record.ToArray();
    }

    private static Attempt Attempt(int priority, string action, int status, string? error, TokenUsage usage) => new()
    {
        Priority = priority,
        Action = action,
        Destination = "d",
        DestinationId = "0123456789abcdef0123456789abcdef",
        Model = "gpt",
        Provider = "openai",
        StatusCode = status,
        ErrorCode = error,
        LatencyMs = 700,
        StartTime = Time,
        EndTime = Time.AddMilliseconds(700),
        Usage = usage,
        UsageSource = usage.IsEmpty ? UsageSource.None : UsageSource.Provider,
        ServiceTier = "default",
    };
}
