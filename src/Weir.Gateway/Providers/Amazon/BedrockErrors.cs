using System.Net.Http.Headers;
using System.Text.Json;

namespace Weir.Gateway.Providers.Amazon;

/// <summary>
/// Bedrock's errors in Anthropic's shape, for clients that speak Anthropic's dialect: the type is Bedrock's own word
/// (header <c>x-amzn-errortype</c>), the message its body's.
/// </summary>
internal static class BedrockErrors
{
    private const int LongestBody = 64 * 1024;

    /// <summary>Replaces the body of an error.</summary>
    /// <exception cref="IOException">The body broke off.</exception>
    public static async ValueTask ReplaceAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestBody];
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var type = answer.Headers.TryGetValues("x-amzn-errortype", out var types) ? types.First().Split(':')[0] : "PROVIDER_ERROR";
        var content = new ByteArrayContent(InAnthropicShape(type, MessageOf(buffer.AsSpan(0, length)) ?? $"Bedrock answered {(int)answer.StatusCode}."));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        answer.Content.Dispose();
        answer.Content = content;
    }

    /// <summary>An error as Anthropic words it.</summary>
    public static byte[] InAnthropicShape(string type, string message) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type = "error", error = new { type, message } });

    /// <summary>The text of the member <c>message</c>; NULL when there is none.</summary>
    public static string? MessageOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isMessage = json.ValueTextEquals("message"u8) || json.ValueTextEquals("Message"u8);
                json.Read();
                if (isMessage && json.TokenType == JsonTokenType.String)
                {
                    return json.GetString();
                }

                json.Skip();
            }

            return null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
