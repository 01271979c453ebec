using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Agents.Recognition;

namespace Weir.Agents.Tests;

/// <summary>A request as a real agent sent it: its texts are cut, its headers, tool calls and results are whole.</summary>
public sealed class CapturedRequest
{
    private readonly JsonElement captured;

    private CapturedRequest(JsonElement captured) => this.captured = captured;

    /// <summary>The requests of one run, for example <c>codex/0.169.0/exec-tools-otlp-json</c>, in their order.</summary>
    public static IReadOnlyList<CapturedRequest> Of(string run) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Captures", run, "requests.jsonl")).Select(line => new CapturedRequest(JsonDocument.Parse(line).RootElement))];

    /// <summary>Every run.</summary>
    public static IReadOnlyList<string> Runs { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Captures"), "requests.jsonl", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "Captures"), Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    /// <summary>Whether it is a text frame of a WebSocket and no request.</summary>
    public bool IsFrame => captured.TryGetProperty("webSocketFrame", out _);

    public string Method => captured.GetProperty("method").GetString()!;

    public string Url => captured.GetProperty("url").GetString()!;

    /// <summary>Whether it asks a model: probes, lists of models and counts of tokens do not.</summary>
    public bool AsksModel => IsFrame || (Method == "POST" && (Url.EndsWith("/responses", StringComparison.Ordinal) || Url.Contains("/messages?", StringComparison.Ordinal) || Url.Contains("enerateContent", StringComparison.Ordinal)));

    public HeaderDictionary Headers
    {
        get
        {
            var headers = new HeaderDictionary();
            foreach (var header in captured.GetProperty("headers").EnumerateArray())
            {
                headers[header[0].GetString()!] = header[1].GetString();
            }

            return headers;
        }
    }

    public byte[] Body => captured.TryGetProperty("body", out var body) ? JsonSerializer.SerializeToUtf8Bytes(body) : [];

    public string? Model => captured.TryGetProperty("body", out var body) && body.TryGetProperty("model", out var model) ? model.GetString() : null;

    public byte[] Metadata => captured.TryGetProperty("body", out var body) && body.TryGetProperty("metadata", out var metadata) ? JsonSerializer.SerializeToUtf8Bytes(metadata) : [];

    /// <summary>Who sent it, as the recogniser says.</summary>
    public RecognizedAgent? Agent => new AgentRecognizer(new AgentOptions()).Recognize(new AgentSigns { PathPrefix = string.Empty, Headers = Headers, Metadata = Metadata });
}
