namespace Weir.Accounts.SignIn;

/// <summary>Where to go after signing in: a path of this server, whoever wrote the link.</summary>
internal static class ReturnPath
{
    /// <summary>Where whoever asked for no page gets to: what the server shows first.</summary>
    public const string Home = "/";

    private const int Longest = 2048;

    /// <summary>The path, or NULL when it is none that stays here. Browsers read <c>\</c> as <c>/</c> and drop control characters, so neither may be in it.</summary>
    public static string? Of(string? asked) =>
        asked is { Length: > 0 and <= Longest } && asked[0] == '/' && !asked.StartsWith("//", StringComparison.Ordinal)
        && !asked.Contains('\\', StringComparison.Ordinal) && asked.All(character => character is > ' ' and < '\x7f')
        && !DecodesToAnother(asked)
            ? asked
            : null;

    // A proxy that decodes before it redirects must find nothing either.
    private static bool DecodesToAnother(string asked)
    {
        var decoded = Uri.UnescapeDataString(asked);
        return decoded.StartsWith("//", StringComparison.Ordinal) || decoded.StartsWith("/\\", StringComparison.Ordinal) || decoded.Any(char.IsControl);
    }
}
