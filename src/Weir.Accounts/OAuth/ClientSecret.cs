using System.Buffers.Text;
using System.Security.Cryptography;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.OAuth;

/// <summary>A secret with which a service principal gets access tokens, as it is stored: never the secret itself.</summary>
public sealed record ClientSecret
{
    /// <summary>A UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The service principal.</summary>
    public required string PrincipalId { get; init; }

    /// <summary>The secret's hash.</summary>
    public required TokenHash Hash { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTime CreationTime { get; init; }

    /// <summary>When it ends, UTC; the tokens got with it end then too.</summary>
    public required DateTime ExpiryTime { get; init; }

    /// <summary>A new secret: <c>weirs_</c> and 256 random bits.</summary>
    public static string NewSecret() => "weirs_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
