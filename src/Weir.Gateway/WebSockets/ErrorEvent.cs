using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Receiving;
using Weir.Gateway.Translation;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// The event that tells over a WebSocket what an error's status, body and headers tell over HTTP: <c>{"type":"error","status":429,"error":{...},"headers":{...}}</c>. Codex takes one without a status for none.
/// </summary>
internal static class ErrorEvent
{
    private static readonly string[] OfTheBody = [HeaderNames.ContentType, HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.TransferEncoding, HeaderNames.Trailer];

    /// <summary>What the connection itself refuses.</summary>
    /// <param name="status">The status that it would have over HTTP.</param>
    /// <param name="code">The API's own word for it.</param>
    /// <param name="message">A sentence that a person can act on.</param>
    /// <param name="parameter">The member that is at fault, where one is.</param>
    public static ReadOnlyMemory<byte> Of(int status, string code, string message, string? parameter = null) => Written(status, null, json =>
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "invalid_request_error");
        json.WriteString("code"u8, code);
        json.WriteString("message"u8, message);
        json.WriteString("param"u8, parameter);
        json.WriteEndObject();
    });

    /// <summary>A refusal of the gateway's.</summary>
    public static ReadOnlyMemory<byte> Of(Refusal refusal)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = AnswerWriter.JsonTo(body))
        {
            OpenAIErrors.Write(json, refusal);
        }

        return OfAnswer(refusal.Status, body.WrittenMemory, null);
    }

    /// <summary>An answer that is an error.</summary>
    public static ReadOnlyMemory<byte> OfAnswer(int status, ReadOnlyMemory<byte> body, IHeaderDictionary? headers) => Written(status, headers, json => WriteError(json, status, body));

    /// <summary>An event that says an error within an answer.</summary>
    public static ReadOnlyMemory<byte> OfEvent(ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(data);
        var root = document.RootElement;
        if (root.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number)
        {
            return data;
        }

        var isWrapped = root.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object;
        var error = isWrapped ? inner : root;
        var isLimit = error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String && code.ValueEquals("rate_limit_exceeded");
        return Written(isLimit ? 429 : 500, null, json => WriteMembers(json, error, isWrapped));
    }

    private static void WriteError(Utf8JsonWriter json, int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            {
                error.WriteTo(json);
                return;
            }
        }
        catch (JsonException)
        {
            // A page of a proxy's, for example.
        }

        json.WriteStartObject();
        json.WriteString("type"u8, status >= 500 ? "server_error" : "invalid_request_error");
        json.WriteString("message"u8, $"The provider answered with status {status} and no error that can be read.");
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement error, bool isWrapped)
    {
        json.WriteStartObject();
        foreach (var member in error.EnumerateObject())
        {
            // Of an event these say that it is an error, and where it stands.
            if (isWrapped || member.Name is not ("type" or "sequence_number"))
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Written(int status, IHeaderDictionary? headers, Action<Utf8JsonWriter> writeError)
    {
        var output = new ArrayBufferWriter<byte>(512);
        using (var json = AnswerWriter.JsonTo(output))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteNumber("status"u8, status);
            json.WritePropertyName("error"u8);
            writeError(json);
            if (headers is not null)
            {
                json.WriteStartObject("headers"u8);
                foreach (var (name, value) in headers.Where(header => !OfTheBody.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
                {
                    json.WriteString(name, value.ToString());
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }
}
