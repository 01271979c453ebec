using System.Text.Json;

namespace Weir.Gateway.Receiving;

/// <summary>
/// What one forward pass over a request's JSON finds: the members that the gateway reads or rewrites, and where they stand,
/// so that everything else stays byte for byte.
/// </summary>
internal sealed record RequestScan
{
    /// <summary>How deep a body may be nested.</summary>
    public const int DeepestNesting = 512;

    // By StreamOptionsState.
    private static readonly ReadOnlyMemory<byte>[] UsageRequests =
    [
        ",\"stream_options\":{\"include_usage\":true}"u8.ToArray(),
        "{\"include_usage\":true}"u8.ToArray(),
        "\"include_usage\":true"u8.ToArray(),
        "\"include_usage\":true,"u8.ToArray(),
        "true"u8.ToArray(),
        default,
    ];

    /// <summary>The member <c>model</c>, or NULL.</summary>
    public string? Model { get; private set; }

    /// <summary>Where the value of <c>model</c> stands, quotes included.</summary>
    public Range ModelRange { get; private set; }

    /// <summary>Whether <c>stream</c> is true.</summary>
    public bool Stream { get; private set; }

    /// <summary>The longest answer that the request allows, in tokens, where its root says so.</summary>
    public long? MaxOutputTokens { get; private set; }

    /// <summary>What <c>stream_options</c> says.</summary>
    public StreamOptionsState StreamOptions { get; private set; }

    /// <summary>Where the text of <see cref="UsageRequest"/> replaces or is put.</summary>
    public Range UsageRange { get; private set; }

    /// <summary>Where the value of <c>metadata</c> stands; empty where there is none.</summary>
    public Range MetadataRange { get; private set; } = ..0;

    /// <summary>Whether the body has <c>messages</c> (chat).</summary>
    public bool HasMessages { get; private set; }

    /// <summary>Whether the body has <c>input</c> (responses).</summary>
    public bool HasInput { get; private set; }

    /// <summary>The text that asks for usage, for <see cref="UsageRange"/>.</summary>
    public ReadOnlyMemory<byte> UsageRequest => UsageRequests[(int)StreamOptions];

    /// <summary>Whether the client asked for usage in the stream itself.</summary>
    public bool AsksForUsage => StreamOptions == StreamOptionsState.UsageTrue;

    /// <summary>Scans a body.</summary>
    /// <returns>What was found, or why the body is refused.</returns>
    public static (RequestScan? Scan, Refusal? Refusal) Read(ReadOnlySpan<byte> body)
    {
        var scan = new RequestScan();
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
            var refusal = scan.ReadRoot(ref json);
            return refusal is null ? (scan, null) : (null, refusal);
        }
        catch (JsonException malformed)
        {
            var place = $"line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}";
            return (null, Refused($"The body is not valid JSON ({place}). Send one JSON object in UTF-8."));
        }
        catch (InvalidOperationException)
        {
            return (null, Refused("The body holds text that is not valid UTF-8. Send one JSON object in UTF-8."));
        }
    }

    private static Refusal Refused(string message) => new(400, RefusalCodes.InvalidBody, message);

    private Refusal? ReadRoot(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return Refused("The body must be one JSON object.");
        }

        var hasModel = false;
        var hasStream = false;
        var hasStreamOptions = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("model"u8))
            {
                if (hasModel)
                {
                    return Duplicate("model");
                }

                hasModel = true;
                json.Read();
                if (json.TokenType != JsonTokenType.String)
                {
                    return Refused("'model' must be a string that names an endpoint.");
                }

                Model = json.GetString();
                ModelRange = (int)json.TokenStartIndex..(int)json.BytesConsumed;
            }
            else if (json.ValueTextEquals("stream"u8))
            {
                if (hasStream)
                {
                    return Duplicate("stream");
                }

                hasStream = true;
                json.Read();
                if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
                {
                    return Refused("'stream' must be true or false.");
                }

                Stream = json.TokenType == JsonTokenType.True;
            }
            else if (json.ValueTextEquals("stream_options"u8))
            {
                if (hasStreamOptions)
                {
                    return Duplicate("stream_options");
                }

                hasStreamOptions = true;
                if (ReadStreamOptions(ref json) is { } refusal)
                {
                    return refusal;
                }
            }
            else
            {
                HasMessages |= json.ValueTextEquals("messages"u8);
                HasInput |= json.ValueTextEquals("input"u8);
                var isLimit = json.ValueTextEquals("max_tokens"u8) || json.ValueTextEquals("max_completion_tokens"u8) || json.ValueTextEquals("max_output_tokens"u8);
                var isMetadata = json.ValueTextEquals("metadata"u8);
                json.Read();
                var start = (int)json.TokenStartIndex;
                if (isLimit && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var most) && most > 0)
                {
                    MaxOutputTokens = most;
                }

                json.Skip();
                MetadataRange = isMetadata ? start..(int)json.BytesConsumed : MetadataRange;
            }
        }

        if (!hasStreamOptions)
        {
            var end = (int)json.TokenStartIndex;
            UsageRange = end..end;
        }

        // Anything but white space after the object is refused by the reader itself.
        while (json.Read())
        {
        }

        return null;
    }

    private Refusal? ReadStreamOptions(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            StreamOptions = StreamOptionsState.Null;
            UsageRange = (int)json.TokenStartIndex..(int)json.BytesConsumed;
            return null;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return Refused("'stream_options' must be an object.");
        }

        var start = (int)json.BytesConsumed;
        UsageRange = start..start;
        StreamOptions = StreamOptionsState.Empty;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("include_usage"u8))
            {
                if (StreamOptions is StreamOptionsState.UsageTrue or StreamOptionsState.UsageFalse)
                {
                    return Duplicate("stream_options.include_usage");
                }

                json.Read();
                if (json.TokenType == JsonTokenType.True)
                {
                    StreamOptions = StreamOptionsState.UsageTrue;
                }
                else if (json.TokenType is JsonTokenType.False or JsonTokenType.Null)
                {
                    StreamOptions = StreamOptionsState.UsageFalse;
                    UsageRange = (int)json.TokenStartIndex..(int)json.BytesConsumed;
                }
                else
                {
                    return Refused("'stream_options.include_usage' must be true or false.");
                }
            }
            else
            {
                StreamOptions = StreamOptions == StreamOptionsState.Empty ? StreamOptionsState.WithoutUsage : StreamOptions;
                json.Read();
                json.Skip();
            }
        }

        return null;
    }

    // The first would decide here and the last at the provider: a way around every limit that looks at it.
    private static Refusal Duplicate(string member) => Refused($"'{member}' stands in the body twice. Send it once.");
}

/// <summary>What a request says of <c>stream_options.include_usage</c>.</summary>
internal enum StreamOptionsState
{
    Absent,
    Null,
    Empty,
    WithoutUsage,
    UsageFalse,
    UsageTrue,
}
