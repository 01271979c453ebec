using System.Buffers;
using System.Text.Json;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// What one forward pass over a client's message finds: the members that are the connection's own, and where the others stand, which go into a call's body byte for byte.
/// </summary>
internal sealed class ClientMessage
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RequestScan.DeepestNesting };

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<Range> _carried = [];
    private readonly List<(string Name, string Value)> _metadata = [];
    private Range _input = ..0;

    private ClientMessage(ReadOnlyMemory<byte> text) => _text = text;

    /// <summary>The member <c>type</c>, or NULL.</summary>
    public string? Type { get; private set; }

    /// <summary>The member <c>model</c> where it is a text.</summary>
    public string? Model { get; private set; }

    /// <summary>Whether an answer is wanted: false for a message that only says what the next one will begin with.</summary>
    public bool Generates { get; private set; } = true;

    /// <summary>The response that the message goes on from; NULL where it says everything itself.</summary>
    public string? PreviousResponseId { get; private set; }

    /// <summary>The member <c>store</c>; NULL where it is not there.</summary>
    public bool? Stores { get; private set; }

    /// <summary>Whether the provider is to add to a conversation that it keeps itself.</summary>
    public bool IsOfConversation { get; private set; }

    /// <summary>The texts of the member <c>client_metadata</c>: what Codex says in headers where each response has a request of its own.</summary>
    public IReadOnlyList<(string Name, string Value)> Metadata => _metadata;

    /// <summary>Reads a message.</summary>
    /// <returns>The message, or why it is refused.</returns>
    public static (ClientMessage? Message, Refusal? Refusal) Read(ReadOnlyMemory<byte> text)
    {
        var message = new ClientMessage(text);
        try
        {
            var json = new Utf8JsonReader(text.Span, Options);
            var refusal = message.ReadRoot(ref json);
            return refusal is null ? (message, null) : (null, refusal);
        }
        catch (JsonException malformed)
        {
            return (null, Refused($"The message is not valid JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}). Send one JSON object."));
        }
        catch (InvalidOperationException)
        {
            return (null, Refused("The message holds text that is not valid UTF-8. Send one JSON object in UTF-8."));
        }
    }

    /// <summary>The body of the request that the message stands for: streamed, and with its whole input.</summary>
    /// <param name="itemsBefore">The items that its input comes behind, with commas between them.</param>
    /// <param name="keepsPreviousId">Whether the provider is to know what <c>previous_response_id</c> means.</param>
    /// <returns>The body, and where its input's items stand in it.</returns>
    public (ReadOnlyMemory<byte> Body, Range Items) ToBody(ReadOnlyMemory<byte> itemsBefore, bool keepsPreviousId)
    {
        var text = _text.Span;
        var body = new ArrayBufferWriter<byte>(text.Length + itemsBefore.Length + 128);
        body.Write("{"u8);
        foreach (var member in _carried)
        {
            body.Write(text[member]);
            body.Write(","u8);
        }

        if (keepsPreviousId)
        {
            body.Write("\"previous_response_id\":"u8);
            body.Write(JsonSerializer.SerializeToUtf8Bytes(PreviousResponseId));
            body.Write(","u8);
        }

        body.Write("\"input\":["u8);
        var start = body.WrittenCount;
        body.Write(itemsBefore.Span);
        WriteItems(body, separates: !itemsBefore.IsEmpty);
        var end = body.WrittenCount;
        body.Write("],\"stream\":true}"u8);
        return (body.WrittenMemory, start..end);
    }

    private void WriteItems(ArrayBufferWriter<byte> body, bool separates)
    {
        var input = _text.Span[_input];
        if (input.IsEmpty)
        {
            return;
        }

        var isList = input[0] == (byte)'[';
        var items = isList ? input[1..^1].Trim(" \t\r\n"u8) : input;
        if (items.IsEmpty)
        {
            return;
        }

        body.Write(separates ? ","u8 : default);
        body.Write(isList ? default : "{\"type\":\"message\",\"role\":\"user\",\"content\":"u8);
        body.Write(items);
        body.Write(isList ? default : "}"u8);
    }

    private Refusal? ReadRoot(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return Refused("The message must be one JSON object.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)json.TokenStartIndex;
            var name = json.GetString()!;
            if (!seen.Add(name))
            {
                return Refused($"'{name}' stands in the message twice. Send it once.");
            }

            json.Read();
            if (ReadMember(ref json, name) is { } refusal)
            {
                return refusal;
            }

            // How a response travels is no matter of the one that is made of it.
            if (name is not ("type" or "generate" or "stream" or "background" or "input" or "previous_response_id"))
            {
                _carried.Add(start..(int)json.BytesConsumed);
            }
        }

        while (json.Read())
        {
        }

        return null;
    }

    private Refusal? ReadMember(ref Utf8JsonReader json, string name)
    {
        var start = (int)json.TokenStartIndex;
        switch (name)
        {
            case "type" or "previous_response_id" when json.TokenType is not (JsonTokenType.String or JsonTokenType.Null):
                return Refused($"'{name}' must be a string.");
            case "type":
                Type = json.GetString();
                break;
            case "model" when json.TokenType == JsonTokenType.String:
                Model = json.GetString();
                break;
            case "previous_response_id":
                PreviousResponseId = json.GetString();
                break;
            case "generate" or "store" when json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null):
                return Refused($"'{name}' must be true or false.");
            case "generate":
                Generates = json.TokenType != JsonTokenType.False;
                break;
            case "store":
                Stores = json.TokenType == JsonTokenType.Null ? null : json.TokenType == JsonTokenType.True;
                break;
            case "input" when json.TokenType is not (JsonTokenType.String or JsonTokenType.StartArray or JsonTokenType.Null):
                return Refused("'input' must be a string or a list of items.");
            case "input":
                json.Skip();
                _input = json.TokenType == JsonTokenType.Null ? ..0 : start..(int)json.BytesConsumed;
                break;
            case "conversation" when json.TokenType != JsonTokenType.Null:
                IsOfConversation = true;
                json.Skip();
                break;
            case "client_metadata" when json.TokenType == JsonTokenType.StartObject:
                ReadMetadata(ref json);
                break;
            default:
                json.Skip();
                break;
        }

        return null;
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType == JsonTokenType.String)
            {
                _metadata.Add((name, json.GetString()!));
            }

            json.Skip();
        }
    }

    private static Refusal Refused(string message) => new(400, RefusalCodes.InvalidBody, message);
}
