using System.Text.Json;

namespace Weir.CommandLine.Agents;

/// <summary>What a refusal says.</summary>
internal static class Refusals
{
    private const int LongestText = 500;

    /// <summary>The sentence in it, in the shapes of the API and of each dialect; else the text itself, cut.</summary>
    public static string MessageOf(string body)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(body);
            if (json.ValueKind == JsonValueKind.Object)
            {
                if (json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var inner))
                {
                    return inner.ToString();
                }

                if (json.TryGetProperty("message", out var message))
                {
                    return message.ToString();
                }
            }
        }
        catch (JsonException)
        {
            // A proxy's page: it is shown as it is.
        }

        return body.Length > LongestText ? body[..LongestText] + "…" : body;
    }
}
