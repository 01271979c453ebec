namespace Weir.Accounts.Sessions;

/// <summary>Who calls, where, and the browser session that it is; null for a token.</summary>
internal sealed record SessionAnswer(
    string UserId,
    string UserName,
    string DisplayName,
    string AccountId,
    bool IsAccountAdmin,
    string WorkspaceId,
    string Role,
    IEnumerable<SessionWorkspaceAnswer> Workspaces,
    BrowserSessionAnswer? Session);

/// <summary>A workspace that the caller is a member of.</summary>
internal sealed record SessionWorkspaceAnswer(string WorkspaceId, string WorkspaceName, string Role);

/// <summary>A browser in which somebody is signed in. Times are milliseconds since 1970.</summary>
internal sealed record BrowserSessionAnswer(
    string SessionId,
    bool IsCurrent,
    string SignInMethod,
    string? UserAgent,
    string? IpAddress,
    string WorkspaceId,
    long CreationTime,
    long LastUsedTime,
    long ExpiryTime);

/// <summary>Somebody's sessions.</summary>
internal sealed record SessionsAnswer(IEnumerable<BrowserSessionAnswer> Sessions);

/// <summary>How many sessions were ended.</summary>
internal sealed record EndedSessionsAnswer(int Ended);
