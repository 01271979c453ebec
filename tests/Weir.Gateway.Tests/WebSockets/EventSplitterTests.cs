using System.Text;
using Shouldly;
using Weir.Gateway.WebSockets;
using Weir.StandIn;
using Xunit;

namespace Weir.Gateway.Tests.WebSockets;

/// <summary>Streams of events come apart at the same places, whatever pieces they come in.</summary>
public sealed class EventSplitterTests
{
    [Theory]
    [InlineData("event: a\ndata: {\"a\":1}\n\ndata: {\"b\":2}\n\n", "{\"a\":1}|{\"b\":2}")]
    [InlineData("data:{\"a\":1}\r\n\r\ndata:  x\r\n\r\n", "{\"a\":1}| x")]
    [InlineData(": keep-alive\n\n: again\n\nid: 7\nretry: 5\n\ndata: x\n\n", "x")]
    [InlineData("data: one\ndata: two\nevent: e\n\n", "one\ntwo")]
    [InlineData("\uFEFFdata: x\n\n", "x")]
    [InlineData("data: x\n\ndata: unfinished\n", "x")]
    [InlineData("\n\n\ndata\ndata: \n\n", "")]
    public void Each_event_gives_its_data(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var size = 1; size <= bytes.Length; size++)
        {
            string.Join('|', Split(bytes, size)).ShouldBe(expected, $"in pieces of {size}");
        }
    }

    [Fact]
    public void A_provider_s_stream_gives_every_event_of_its_own()
    {
        var body = Corpus.Get("openai-responses/stream").Body;
        var expected = Encoding.UTF8.GetString(body).Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]).ToList();
        expected.Count.ShouldBeGreaterThan(5);
        foreach (var size in new[] { 1, 7, 100, body.Length })
        {
            Split(body, size).ShouldBe(expected);
        }
    }

    [Fact]
    public void An_event_that_never_ends_is_given_up()
    {
        var splitter = new EventSplitter(20);
        splitter.Read("data: 0123456789"u8, out _);
        Should.Throw<InvalidDataException>(() => splitter.Read("0123456789"u8, out _));
    }

    private static List<string> Split(byte[] bytes, int size)
    {
        var splitter = new EventSplitter(1_000_000);
        var events = new List<string>();
        foreach (var piece in bytes.Chunk(size))
        {
            ReadOnlySpan<byte> rest = piece;
            while (!rest.IsEmpty)
            {
                rest = rest[splitter.Read(rest, out var data)..];
                if (!data.IsEmpty)
                {
                    events.Add(Encoding.UTF8.GetString(data.Span));
                }
            }
        }

        return events;
    }
}
