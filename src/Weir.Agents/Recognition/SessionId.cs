namespace Weir.Agents.Recognition;

/// <summary>What is taken for a session's identifier.</summary>
internal static class SessionId
{
    /// <summary>Agents' own are UUIDs or as short; a longer text is somebody's mistake or mischief.</summary>
    private const int Longest = 200;

    /// <summary>The text, or NULL where it is empty, longer than 200 characters, or has control characters.</summary>
    public static string? OrNull(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest)
        {
            return null;
        }

        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                return null;
            }
        }

        return text;
    }
}
