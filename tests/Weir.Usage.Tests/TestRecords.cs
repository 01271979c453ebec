using System.Text;
using Weir.Usage.Journal;
using Weir.Usage.Records;

namespace Weir.Usage.Tests;

internal static class TestRecords
{
    public static RequestHead Head(Guid id) => new(
        "account", "1234567890123456", id, new DateTime(2026, 1, 20, 19, 48, 8, DateTimeKind.Utc).AddTicks(1234560), "user@example.com", "USER", "1.2.3.4",
        "http://127.0.0.1/openai/v1/chat/completions", "test/1.0 \"ü\"", "openai/v1/chat/completions", new Dictionary<string, string> { ["team"] = "eng" }, "chat",
        new EndpointSnapshot("endpoint", "{\"a\":\"b\"}"u8.ToArray(), "{\"creator\":\"c\"}"u8.ToArray()));

    public static byte[] Record(Guid id)
    {
        using var writer = new RecordWriter();
        writer.WriteHead(Head(id));
        writer.WriteOutcome(new RequestOutcome { StatusCode = 200, LatencyMs = 5, Attempts = [] });
        return writer.Record.ToArray();
    }

    public static byte[] Intent(Guid id)
    {
        using var writer = new RecordWriter();
        return writer.WriteHead(Head(id)).ToArray();
    }

    public static JournalOptions Options(string directory) => new() { Directory = directory };

    /// <summary>The request ids of every whole record line in a journal's directory, in order.</summary>
    public static List<Guid> IdsIn(string directory)
    {
        var ids = new List<Guid>();
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(directory, "requests"), "*.ndjson").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var bytes = Encoding.UTF8.GetBytes(line);
                if (JournalLine.IsWhole(bytes) && JournalLine.RequestIdOf(bytes) is { } id)
                {
                    ids.Add(id);
                }
            }
        }

        return ids;
    }

    public static int IntentFiles(string directory) => Directory.GetFiles(System.IO.Path.Combine(directory, "intents"), "*.ndjson").Length;
}
