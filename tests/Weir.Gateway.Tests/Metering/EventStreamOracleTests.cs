using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Shouldly;
using Weir.Gateway.Dialects;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Tests.Metering;

/// <summary>The tap against .NET's own parser of event streams: for any stream and any chunking both see the same events.</summary>
public sealed class EventStreamOracleTests
{
    // An event's name without data is dropped with its event by the standard, and kept for the next by the framework: it comes with data here.
    private static readonly string[] Lines =
        ["data: {\"a\":1}", "data:{\"b\":2}", "data: second", "event: named\ndata: of it", ": comment", "id: 7", "retry: 10", "unknown: field", string.Empty, string.Empty];

    [Property(MaxTest = 500)]
    public Property The_tap_sees_the_events_that_the_parser_of_the_framework_sees()
    {
        var stream = Gen.Elements(Lines).ListOf().SelectMany(lines => Gen.Elements("\n", "\r\n").Select(end => string.Concat(lines.Select(line => line + end))));
        return Prop.ForAll(Arb.From(stream), Arb.From(Gen.Choose(1, 40)), (text, size) =>
        {
            var bytes = Encoding.UTF8.GetBytes(text + "\n");
            var expected = SseParser.Create(new MemoryStream(bytes), (name, data) => (name, Data: Encoding.UTF8.GetString(data))).Enumerate()
                .Select(item => (Name: item.Data.name == "message" ? string.Empty : item.Data.name, item.Data.Data)).Where(item => item.Data.Length > 0).ToList();

            var recorder = new RecordingDialect();
            using var tap = new EventStreamTap(recorder, new AnswerObservation());
            for (var start = 0; start < bytes.Length; start += size)
            {
                var chunk = bytes[start..Math.Min(bytes.Length, start + size)];
                tap.Scan(chunk).Consumed.ShouldBe(chunk.Length);
                Array.Clear(chunk);
            }

            tap.Complete();
            recorder.Events.Where(seen => seen.Data.Trim('\n').Length > 0).ShouldBe(expected);
        });
    }

    private sealed class RecordingDialect : Dialect
    {
        public List<(string Name, string Data)> Events { get; } = [];

        public override string Name => "recording";

        public override EventMeaning ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool truncated, AnswerObservation observation)
        {
            Events.Add((Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(data)));
            return EventMeaning.Ordinary;
        }

        public override void ReadBody(ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation) => throw new NotSupportedException();

        public override void WriteError(Utf8JsonWriter json, Refusal refusal, string requestId) => throw new NotSupportedException();
    }
}
