namespace Weir.Accounts.Tokens;

/// <summary>A token to be made.</summary>
/// <param name="PrincipalId">Whose it will be.</param>
/// <param name="WorkspaceId">The workspace that calls with it will be in; its owner must be a member.</param>
public sealed record NewToken(string PrincipalId, string WorkspaceId)
{
    /// <summary>What its owner writes about it.</summary>
    public string? Comment { get; init; }

    /// <summary>How long it lasts; NULL for ever.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>What it may be used for; NULL for everything.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Who makes it, where that is not its owner.</summary>
    public string? CreatorId { get; init; }
}
