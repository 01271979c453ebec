using System.Security.Cryptography;
using System.Text.Json;

namespace Weir.Agents.Traffic.Conversations;

/// <summary>The items of a body's conversation, found in one pass over the body. An item is parsed only when it is asked for.</summary>
internal sealed class Conversation
{
    /// <summary>As deep as the gateway's own scan goes.</summary>
    public static readonly JsonDocumentOptions Depth = new() { MaxDepth = 512 };

    private readonly ReadOnlyMemory<byte> body;
    private readonly List<Range> items;

    private Conversation(ReadOnlyMemory<byte> body, List<Range> items, IItemShape shape)
    {
        this.body = body;
        this.items = items;
        Shape = shape;
    }

    /// <summary>The shape of the items.</summary>
    public IItemShape Shape { get; }

    /// <summary>How many items there are.</summary>
    public int Count => items.Count;

    /// <summary>The parsed item.</summary>
    public JsonElement this[int index] => JsonElement.Parse(BytesOf(index), Depth);

    /// <summary>The conversation of a body; NULL where it has none of the format.</summary>
    /// <exception cref="JsonException">The body is malformed.</exception>
    public static Conversation? Of(AgentWireFormat format, ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = Depth.MaxDepth });
        Conversation? found = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var shape = ShapeOf(format, ref reader);
            reader.Read();
            if (shape is not null && reader.TokenType == JsonTokenType.StartArray)
            {
                found = new Conversation(body, RangesOf(ref reader), shape);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    /// <summary>The item's JSON.</summary>
    public ReadOnlySpan<byte> BytesOf(int index) => body.Span[items[index]];

    /// <summary>What stands for the conversation up to and with an item.</summary>
    public string HashUpTo(int index) => Convert.ToHexString(SHA256.HashData(body.Span[items[0].Start..items[index].End]));

    // Cursor sends bodies of the Responses shape to the path of Chat Completions.
    private static IItemShape? ShapeOf(AgentWireFormat format, ref Utf8JsonReader reader) => format switch
    {
        AgentWireFormat.Messages when reader.ValueTextEquals("messages"u8) => MessageShape.Instance,
        AgentWireFormat.ChatCompletions when reader.ValueTextEquals("messages"u8) => MessageShape.Instance,
        AgentWireFormat.ChatCompletions or AgentWireFormat.Responses when reader.ValueTextEquals("input"u8) => InputShape.Instance,
        AgentWireFormat.GenerateContent when reader.ValueTextEquals("contents"u8) => ContentShape.Instance,
        _ => null,
    };

    private static List<Range> RangesOf(ref Utf8JsonReader reader)
    {
        var ranges = new List<Range>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            ranges.Add(start..(int)reader.BytesConsumed);
        }

        return ranges;
    }
}
