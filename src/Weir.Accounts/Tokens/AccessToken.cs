using System.Buffers.Text;
using System.Security.Cryptography;
using Weir.Accounts.Sessions;

namespace Weir.Accounts.Tokens;

/// <summary>A token as it is stored: never the token itself.</summary>
public sealed record AccessToken
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for.</summary>
    public TokenKind Kind { get; init; }

    /// <summary>Its hash.</summary>
    public required TokenHash Hash { get; init; }

    /// <summary>Whose it is.</summary>
    public required string PrincipalId { get; init; }

    /// <summary>The workspace that calls with it are in.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>What its owner wrote about it.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTime CreationTime { get; init; }

    /// <summary>When it ends, UTC; NULL for never.</summary>
    public DateTime? ExpiryTime { get; init; }

    /// <summary>What it may be used for; NULL for everything.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatorId { get; init; }

    /// <summary>When it was last used, UTC, as far as that is stored.</summary>
    public DateTime? LastUsedTime { get; init; }

    /// <summary>Where a session was begun; NULL for the other kinds.</summary>
    public SessionOrigin? Origin { get; init; }

    /// <summary>A new secret: <c>weir_</c> and 256 random bits.</summary>
    public static string NewSecret() => "weir_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
