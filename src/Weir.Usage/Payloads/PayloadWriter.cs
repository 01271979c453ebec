using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Usage.Payloads;

/// <summary>Writes a payload as a line's JSON object.</summary>
internal static class PayloadWriter
{
    /// <summary>The version of the columns.</summary>
    private const int SchemaVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(Payload payload, ReadOnlyMemory<byte> response, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("request_id"u8, payload.RequestId);
        json.WriteString("table_name"u8, payload.Table);
        json.WriteString("event_time"u8, Time(payload.EventTime));
        json.WriteString("delete_after"u8, Time(payload.EventTime.AddDays(payload.RetentionDays)));
        json.WriteStartObject("request_tags"u8);
        foreach (var (key, value) in payload.RequestTags ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteNumber("status_code"u8, payload.StatusCode);
        json.WriteNumber("sampling_fraction"u8, payload.SamplingFraction);
        json.WriteNumber("latency_ms"u8, payload.LatencyMs);
        if (payload.TimeToFirstByteMs is { } first)
        {
            json.WriteNumber("time_to_first_byte_ms"u8, first);
        }

        WriteBody(json, "request"u8, payload.Request);
        WriteBody(json, "response"u8, response);
        if (payload.DestinationId is { } destination)
        {
            json.WriteString("destination_id"u8, destination);
        }

        json.WriteStartArray("logging_error_codes"u8);
        foreach (var error in payload.Errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
        json.WriteString("requester"u8, payload.Requester);
        json.WriteNumber("schema_version"u8, SchemaVersion);
        json.WriteEndObject();
    }

    // Bytes that are no UTF-8 are shown with U+FFFD: a table's text must be text.
    private static void WriteBody(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> body)
    {
        if (!body.IsEmpty)
        {
            json.WriteString(name, Encoding.UTF8.GetString(body.Span));
        }
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
