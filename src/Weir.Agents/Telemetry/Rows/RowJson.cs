using System.Text.Json;
using Google.Protobuf;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>What the rows of all signals have: their first and last columns, and how attributes, identifiers and times stand in them.</summary>
/// <param name="content">What of the attributes is stored.</param>
internal sealed class RowJson(ContentFilter content)
{
    // A resource is repeated in each of its rows; without a bound, one large resource and many small points would fill the disk.
    private const int LongestSharedText = 16 * 1024;

    public ContentFilter Content => content;

    /// <summary>Writes the columns that each row begins with, and its sender's.</summary>
    public static void WriteLeading(Utf8JsonWriter json, Guid recordId, DateTime time, TelemetryOrigin origin, TelemetrySender sender)
    {
        var text = TelemetryBatch.TimeText(time);
        json.WriteString("record_id"u8, recordId);
        json.WriteString("time"u8, text);
        json.WriteString("date"u8, text.AsSpan(0, 10));
        WriteText(json, "service_name"u8, origin.Resource.Text("service.name"));
        json.WriteString("workspace_id"u8, sender.WorkspaceId);
        json.WriteString("requester"u8, sender.Requester);
        WriteText(json, "table_name"u8, sender.TableName);
    }

    /// <summary>Writes the columns that each row ends with.</summary>
    public void WriteTrailing(Utf8JsonWriter json, TelemetryOrigin origin, ReadOnlySpan<byte> schemaColumn)
    {
        json.WriteStartObject("resource"u8);
        WriteCount(json, "dropped_attributes_count"u8, origin.ResourceDropped + (long)WriteShared(json, "attributes"u8, origin.Resource));
        json.WriteEndObject();
        WriteText(json, "resource_schema_url"u8, origin.ResourceSchemaUrl);
        json.WriteStartObject("instrumentation_scope"u8);
        WriteText(json, "name"u8, origin.ScopeName);
        WriteText(json, "version"u8, origin.ScopeVersion);
        WriteCount(json, "dropped_attributes_count"u8, origin.ScopeDropped + (long)WriteShared(json, "attributes"u8, origin.Scope));
        json.WriteEndObject();
        WriteText(json, schemaColumn, origin.ScopeSchemaUrl);
    }

    /// <summary>Writes attributes as a map of text.</summary>
    public void WriteAttributes(Utf8JsonWriter json, ReadOnlySpan<byte> name, AttributeSet attributes)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in attributes.Values)
        {
            if (!content.Drops(key))
            {
                json.WriteString(key, content.Text(key, value));
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes attributes that are repeated in many rows, as a map of text; what is too long for that is left out.</summary>
    /// <returns>How many were left out.</returns>
    public int WriteShared(Utf8JsonWriter json, ReadOnlySpan<byte> name, AttributeSet attributes)
    {
        var room = LongestSharedText;
        var leftOut = 0;
        json.WriteStartObject(name);
        foreach (var (key, value) in attributes.Values.Where(attribute => !content.Drops(attribute.Key)))
        {
            var text = content.Text(key, value);
            var length = key.Length + (text?.Length ?? 0);
            if (length > room)
            {
                leftOut++;
                continue;
            }

            room -= length;
            json.WriteString(key, text);
        }

        json.WriteEndObject();
        return leftOut;
    }

    /// <summary>Writes a name or a word unless it is empty; one that is too long to be such is cut.</summary>
    public static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(name, text.AsSpan(0, Math.Min(text.Length, ContentFilter.LongestText)));
        }
    }

    /// <summary>Writes a number unless JSON has no word for it (not a number, infinite).</summary>
    public static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
    }

    /// <summary>Writes a count of things that were left out; the column is of 32 bits with a sign.</summary>
    public static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, long count) => json.WriteNumber(name, (int)Math.Min(count, int.MaxValue));

    /// <summary>Writes an identifier of a trace or span; an absent one is not written.</summary>
    public static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, ByteString id) => WriteText(json, name, IdText(id));

    /// <summary>
    /// An identifier as lower-case hexadecimal text. OTLP's JSON has it so, where the protocol buffers' JSON has base64: it was read as
    /// base64, which for 32 or 16 hexadecimal digits gives 24 or 12 bytes, and gives the digits back.
    /// </summary>
    public static string IdText(ByteString id) => id.Length is 24 or 12 ? id.ToBase64().ToLowerInvariant() : Convert.ToHexStringLower(id.Span);
}
