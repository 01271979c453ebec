using System.Text.Json;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Dialects;

/// <summary>The error shape of OpenAI's API, which chat, responses and embeddings share (platform.openai.com/docs/guides/error-codes).</summary>
internal static class OpenAIErrors
{
    public static void Write(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, refusal.Message);
        json.WriteString("type"u8, TypeOf(refusal.Status));
        json.WriteNull("param"u8);
        json.WriteString("code"u8, CodeOf(refusal));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string TypeOf(int status) => status switch
    {
        429 => "rate_limit_error",
        401 => "authentication_error",
        403 => "permission_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string CodeOf(Refusal refusal) => refusal.Code switch
    {
        RefusalCodes.InvalidToken => "invalid_api_key",
        RefusalCodes.EndpointNotFound => "model_not_found",
        _ => refusal.Code.ToLowerInvariant(),
    };

    /// <summary>An error's <c>code</c>, else its <c>type</c>; a text where the error is one.</summary>
    public static string? ReadCode(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
        {
            return "PROVIDER_ERROR";
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.TrySkip();
            return null;
        }

        string? code = null;
        string? type = null;
        while (JsonFields.NextProperty(ref json))
        {
            if (json.ValueTextEquals("code"u8))
            {
                code = JsonFields.ReadText(ref json);
            }
            else if (json.ValueTextEquals("type"u8) || json.ValueTextEquals("status"u8))
            {
                type = JsonFields.ReadText(ref json) ?? type;
            }
            else
            {
                JsonFields.Skip(ref json);
            }
        }

        return code ?? type ?? "PROVIDER_ERROR";
    }
}
