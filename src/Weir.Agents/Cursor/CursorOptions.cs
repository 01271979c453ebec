using System.Net;

namespace Weir.Agents.Cursor;

/// <summary>The settings of what is read from Cursor's APIs: section <c>Cursor</c> of the configuration (<c>WEIR_Cursor__...</c>). Without a key nothing is read.</summary>
public sealed class CursorOptions
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <summary>The team's API key, made by an admin of the team in Cursor's dashboard. It is never logged.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Where Cursor's APIs are.</summary>
    public string BaseUrl { get; set; } = "https://api.cursor.com";

    /// <summary>The workspace that the rows belong to, 16 digits; required with a key.</summary>
    public string? WorkspaceId { get; set; }

    /// <summary>From one import to the next. Cursor's figures change once an hour, and Cursor asks not to be asked more often.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many days the first import after a start reads, today among them.</summary>
    public int Days { get; set; } = 30;

    /// <summary>Whether anything is read.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(ApiKey);

    /// <summary>What is wrong with the settings and what to do; NULL where they are right or nothing is read.</summary>
    public string? Fault => !IsOn ? null
        : Key.Contains(':', StringComparison.Ordinal) || Key.Any(char.IsControl) ? "WEIR_Cursor__ApiKey is no key of Cursor's: it has a colon or a line break. Copy the key alone."
        : Address is null ? $"WEIR_Cursor__BaseUrl is '{BaseUrl}'. Give an https URL without user name, query or fragment, such as https://api.cursor.com; http is for this machine alone."
        : WorkspaceId is not { Length: 16 } id || !id.All(char.IsAsciiDigit) ? "WEIR_Cursor__WorkspaceId must be the id of the workspace that Cursor's figures belong to, 16 digits. It is needed with WEIR_Cursor__ApiKey."
        : Interval < ShortestInterval || Interval > LongestInterval ? "WEIR_Cursor__Interval must be between 00:01:00 and 1.00:00:00."
        : Days is < 1 or > 365 ? "WEIR_Cursor__Days must be between 1 and 365."
        : null;

    /// <summary>The key, without the line break that a secret's file may end with.</summary>
    internal string Key => ApiKey!.Trim();

    /// <summary>The URL that the APIs' paths are added to; NULL where the setting is none.</summary>
    internal Uri? Address => Uri.TryCreate(BaseUrl.TrimEnd('/') + "/", UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsThisMachine(url)))
        && url is { UserInfo: "", Query: "", Fragment: "" } ? url : null;

    private static bool IsThisMachine(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));
}
