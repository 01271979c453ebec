using System.Globalization;
using System.Text.Json;

namespace Weir.Agents.Cursor;

/// <summary>Reads members of Cursor's answers. What is missing, or is something else than documented, is NULL: the APIs' shapes may change.</summary>
internal static class CursorMembers
{
    // Milliseconds since 1970 are counted too.
    private const double MostCounted = 1e15;

    /// <summary>A member of an object.</summary>
    public static JsonElement? Member(this JsonElement row, string name) => row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var member) ? member : null;

    /// <summary>A text that is neither empty nor longer than that, without control characters.</summary>
    public static string? Text(this JsonElement row, string name, int longest)
    {
        if (row.Member(name) is not { ValueKind: JsonValueKind.String } member)
        {
            return null;
        }

        try
        {
            var text = member.GetString()!.Trim();
            return text.Length > 0 && text.Length <= longest && !text.Any(char.IsControl) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // No valid UTF-8, or half a surrogate pair.
            return null;
        }
    }

    /// <summary>A whole number of things, at least 0.</summary>
    public static long? Count(this JsonElement row, string name) =>
        row.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetDouble(out var count) && count is >= 0 and <= MostCounted ? (long)count : null;

    /// <summary>Whether the member says false, which is another thing than saying nothing.</summary>
    public static bool Denies(this JsonElement row, string name) => row.Member(name) is { ValueKind: JsonValueKind.False };

    /// <summary>A time in ISO 8601, as UTC.</summary>
    public static DateTime? Time(this JsonElement row, string name) =>
        DateTimeOffset.TryParse(row.Text(name, 64), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.UtcDateTime : null;

    /// <summary>The user's e-mail in lower case.</summary>
    public static string? Email(this JsonElement row, string name) => row.Text(name, 320)?.ToLowerInvariant();
}
