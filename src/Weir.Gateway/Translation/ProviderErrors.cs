using System.Text.Json;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Translation;

/// <summary>A provider's error, for a client that knows another dialect: its status, word and sentence stay.</summary>
internal static class ProviderErrors
{
    private const int LongestMessage = 4096;

    /// <param name="status">The provider's status.</param>
    /// <param name="body">Its body.</param>
    /// <param name="code">Its own word for the error, where metering saw one.</param>
    public static Refusal Read(int status, ReadOnlyMemory<byte> body, string? code)
    {
        var message = MessageOf(body) ?? $"The model's provider answered {status}.";
        return new Refusal(status, code ?? "provider_error", message.Length <= LongestMessage ? message : message[..LongestMessage]);
    }

    /// <summary>The sentence in it; NULL where none is found.</summary>
    public static string? MessageOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;

            // Gemini wraps the errors of streams in an array.
            root = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var error = root.TryGetProperty("error", out var inner) ? inner : root;
            return error.ValueKind switch
            {
                JsonValueKind.String => error.GetString(),
                JsonValueKind.Object => Text(error, "message") ?? Text(error, "Message"),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
