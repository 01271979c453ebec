using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Gateway.Translation.Responses;

/// <summary>
/// A model's signed thinking inside <c>reasoning.encrypted_content</c>, which clients keep and send back unread: so a model that demands
/// its thinking again (Anthropic's, within a chain of tool calls) gets it.
/// </summary>
internal static class CarriedThinking
{
    private const string Prefix = "weir1.";

    public static string? Seal(ThinkingPart thinking) =>
        thinking is { Signature: null or "", Redacted: null } ? null
            : Prefix + Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new Carried(thinking.Text, thinking.Signature, thinking.Redacted)));

    public static ThinkingPart? Open(string field, string? content)
    {
        if (content?.StartsWith(Prefix, StringComparison.Ordinal) != true)
        {
            return null;
        }

        try
        {
            var carried = JsonSerializer.Deserialize<Carried>(Convert.FromBase64String(content[Prefix.Length..]))!;
            return new ThinkingPart(field, carried.Text, carried.Signature, carried.Redacted);
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            throw new UntranslatableException($"{field}.encrypted_content", "has been changed on its way.");
        }
    }

    private sealed record Carried(
        [property: JsonPropertyName("t")] string Text,
        [property: JsonPropertyName("s")] string? Signature,
        [property: JsonPropertyName("r")] string? Redacted);
}
