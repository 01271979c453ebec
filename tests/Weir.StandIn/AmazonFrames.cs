using System.Text;
using System.Text.Json;
using Amazon.Runtime.EventStreams;

namespace Weir.StandIn;

/// <summary>Frames of <c>application/vnd.amazon.eventstream</c> by the AWS SDK's own encoder.</summary>
public static class AmazonFrames
{
    /// <summary>The content type.</summary>
    public const string ContentType = "application/vnd.amazon.eventstream";

    /// <summary>A frame.</summary>
    public static byte[] Frame(string messageType, string nameHeader, string name, string payload) =>
        new EventStreamMessage([Header(nameHeader, name), Header(":content-type", "application/json"), Header(":message-type", messageType)], Encoding.UTF8.GetBytes(payload)).ToByteArray();

    /// <summary>An event.</summary>
    public static byte[] Event(string type, string payload) => Frame("event", ":event-type", type, payload);

    /// <summary>An exception.</summary>
    public static byte[] Exception(string type, string message) => Frame("exception", ":exception-type", type, JsonSerializer.Serialize(new { message }));

    /// <summary>An event of an invocation.</summary>
    public static byte[] Chunk(string json) => Event("chunk", JsonSerializer.Serialize(new { bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(json)), p = "abcdefgh" }));

    /// <summary>An event stream of Anthropic's as Bedrock frames it.</summary>
    public static byte[] OfEvents(string eventStream) =>
        [.. eventStream.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).SelectMany(line => Chunk(line[5..].Trim()))];

    /// <summary>A header of text.</summary>
    public static IEventStreamHeader Header(string name, string value)
    {
        var header = new EventStreamHeader(name);
        header.SetString(value);
        return header;
    }
}
