using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Agents.Telemetry.Protocol;

namespace Weir.Agents.Telemetry.Rows;

/// <summary>OpenTelemetry's values as text: what is neither text nor a number nor a truth value is JSON.</summary>
internal static class AnyValueText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as text; NULL for an empty one.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isDropped">Whether the member with a key within the value is left out; NULL where none is.</param>
    public static string? Of(AnyValue value, Func<string, bool>? isDropped = null) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString("R", CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToBase64(),
        AnyValue.ValueOneofCase.None => null,
        _ => Json(value, isDropped),
    };

    private static string Json(AnyValue value, Func<string, bool>? isDropped)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, value, isDropped);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter json, AnyValue? value, Func<string, bool>? isDropped)
    {
        switch (value?.ValueCase ?? AnyValue.ValueOneofCase.None)
        {
            case AnyValue.ValueOneofCase.None:
                json.WriteNullValue();
                break;
            case AnyValue.ValueOneofCase.BoolValue:
                json.WriteBooleanValue(value!.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                json.WriteNumberValue(value!.IntValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue when double.IsFinite(value!.DoubleValue):
                json.WriteNumberValue(value.DoubleValue);
                break;
            case AnyValue.ValueOneofCase.ArrayValue:
                json.WriteStartArray();
                foreach (var item in value!.ArrayValue.Values)
                {
                    Write(json, item, isDropped);
                }

                json.WriteEndArray();
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                json.WriteStartObject();
                foreach (var item in value!.KvlistValue.Values.Where(item => isDropped is null || !isDropped(item.Key)))
                {
                    json.WritePropertyName(item.Key);
                    Write(json, item.Value, isDropped);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(Of(value!));
                break;
        }
    }
}
