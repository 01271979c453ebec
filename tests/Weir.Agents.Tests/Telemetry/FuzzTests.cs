using System.Net;
using System.Text;
using FsCheck.Xunit;
using Google.Protobuf;
using Shouldly;
using Weir.Agents.Telemetry.Protocol;
using Weir.Agents.Telemetry.Rows;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>Whatever is sent, it is taken or refused as the sender's fault, and never a failure of the server.</summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData("claude-code/otlp/tools-json")]
    [InlineData("claude-code/otlp/tools-protobuf")]
    [InlineData("codex/otlp/tools-protobuf")]
    [InlineData("gemini-cli/otlp/tools-http")]
    public async Task Damaged_bodies_are_taken_or_refused(string run)
    {
        await using var server = await TelemetryServer.StartAsync();
        foreach (var capture in Capture.Of(run))
        {
            for (var seed = 0; seed < 60; seed++)
            {
                var random = new Random(seed);
                var body = capture.Bytes;
                for (var change = random.Next(1, 9); change > 0; change--)
                {
                    body[random.Next(body.Length)] = capture.IsJson ? (byte)"0123456789eE.-+\"\\{}[]:,un\0"[random.Next(26)] : (byte)random.Next(256);
                }

                body = random.Next(4) == 0 ? body[..random.Next(body.Length)] : body;
                using var answer = await server.PostAsync("/v1/" + capture.Signal, body, capture.IsJson ? "application/json" : "application/x-protobuf");
                ((int)answer.StatusCode).ShouldBeOneOf([200, 400], $"seed {seed} of {capture.Path}");
            }
        }

        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Half_characters_are_written_as_something()
    {
        await using var server = await TelemetryServer.StartAsync();

        // The cut falls within a character of two halves, in a value, in a name and in a key's value that is cut to a name's length.
        var long1 = new string('x', 1023) + "😀" + new string('y', 20);
        var long2 = new string('x', 255) + "😀y";
        var record = new LogRecord
        {
            TimeUnixNano = 1,
            EventName = long1,
            Body = new AnyValue { StringValue = long1 },
            Attributes = { Of("note", long1), Of("event.name", "codex.tool_decision"), Of("conversation.id", long2), Of("tool_name", "apply_patch"), Of("decision", "denied") },
        };
        var body = new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { record } } } } } };
        using var taken = await server.PostAsync("/v1/logs", body.ToByteArray(), "application/x-protobuf");
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);

        // Bytes that are no UTF-8, and in JSON half of a pair.
        var broken = body.ToByteArray();
        broken.AsSpan().IndexOf("denied"u8).ShouldBePositive();
        ((ReadOnlySpan<byte>)[0xed, 0xa0, 0x80, 0xff, 0xc0, 0x80]).CopyTo(broken.AsSpan(broken.AsSpan().IndexOf("denied"u8)));
        using var bytes = await server.PostAsync("/v1/logs", broken, "application/x-protobuf");
        using var half = await server.PostAsync("/v1/logs", OtlpJson.Bytes("""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"stringValue":"\ud800"},"attributes":[{"key":"\udc00","value":{"stringValue":"\ud800x"}}]}]}]}]}"""));
        ((int)bytes.StatusCode).ShouldBeOneOf([200, 400]);
        ((int)half.StatusCode).ShouldBeOneOf([200, 400]);

        server.Errors.ShouldBeEmpty();
        server.Journal.Rows(TelemetryTable.Logs)[0].Attribute("note").ShouldBe(new string('x', 1023) + "... [cut: 1045 characters]");
    }

    [Fact]
    public async Task Deeply_nested_values_are_refused()
    {
        await using var server = await TelemetryServer.StartAsync();
        var nested = new StringBuilder();
        for (var depth = 0; depth < 100_000; depth++)
        {
            nested.Append("{\"arrayValue\":{\"values\":[");
        }

        using var known = await server.PostAsync("/v1/logs", OtlpJson.Bytes($$"""{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{{nested}}"""));
        using var unknown = await server.PostAsync("/v1/logs", OtlpJson.Bytes("{\"other\":" + new string('[', 1_000_000)));
        using var any = await server.PostAsync("/", OtlpJson.Bytes("{\"other\":" + new string('[', 1_000_000)));

        known.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        any.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        server.Errors.ShouldBeEmpty();
    }

    [Property]
    public void Only_the_same_attributes_have_the_same_identity(Dictionary<string, string?> left, Dictionary<string, string?> right)
    {
        var same = left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && (value ?? string.Empty) == (pair.Value ?? string.Empty));

        (SetOf(left).Identity == SetOf(right).Identity).ShouldBe(same);
        SetOf(left.Reverse()).Identity.ShouldBe(SetOf(left).Identity);
    }

    private static AttributeSet SetOf(IEnumerable<KeyValuePair<string, string?>> pairs) => AttributeSet.Of([.. pairs.Select(pair => Of(pair.Key, pair.Value ?? string.Empty))]);

    private static KeyValue Of(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };
}
