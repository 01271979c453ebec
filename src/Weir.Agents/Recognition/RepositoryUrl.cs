namespace Weir.Agents.Recognition;

/// <summary>What is kept of a repository's URL.</summary>
internal static class RepositoryUrl
{
    private const int Longest = 500;

    /// <summary>
    /// The URL without what can be a secret: user name, password and query. <c>git@host:path</c> has none, and stays as it is.
    /// NULL where the text is empty, longer than 500 characters, or has control characters.
    /// </summary>
    public static string? OrNull(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > Longest || text.Any(char.IsControl))
        {
            return null;
        }

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return text;
        }

        var rest = text.AsSpan(scheme + 3);
        var end = rest.IndexOfAny('?', '#');
        rest = end < 0 ? rest : rest[..end];
        var path = rest.IndexOf('/');
        var at = (path < 0 ? rest : rest[..path]).LastIndexOf('@');
        return string.Concat(text.AsSpan(0, scheme + 3), rest[(at + 1)..]);
    }
}
