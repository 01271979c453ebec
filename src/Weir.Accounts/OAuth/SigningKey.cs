using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Weir.Accounts.OAuth;

/// <summary>A key that access tokens are signed with (ES256).</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="CreationTime">When it was made, UTC.</param>
/// <param name="Key">The key pair.</param>
internal sealed record SigningKey(string Id, DateTime CreationTime, ECDsaSecurityKey Key)
{
    /// <summary>Reads what was kept.</summary>
    /// <param name="kept">The key, its private part unprotected by <paramref name="unprotect"/>.</param>
    /// <param name="unprotect">Opens what <see cref="Make"/> has protected.</param>
    public static SigningKey Of(KeptSigningKey kept, Func<byte[], byte[]> unprotect)
    {
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(unprotect(kept.ProtectedKey), out _);
        return new SigningKey(kept.Id, kept.CreationTime, new ECDsaSecurityKey(pair) { KeyId = kept.Id });
    }

    /// <summary>A new key to keep.</summary>
    public static KeptSigningKey Make(DateTime now, Func<byte[], byte[]> protect)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new KeptSigningKey(Guid.NewGuid().ToString("N"), now, protect(pair.ExportPkcs8PrivateKey()));
    }
}

/// <summary>A signing key as it is kept: its private part is encrypted.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="CreationTime">When it was made, UTC.</param>
/// <param name="ProtectedKey">PKCS #8, encrypted.</param>
public sealed record KeptSigningKey(string Id, DateTime CreationTime, byte[] ProtectedKey);

/// <summary>Keeps signing keys.</summary>
public interface ISigningKeyStore
{
    /// <summary>What the keys are among the parts that replicas share.</summary>
    const string StateName = "signing_keys";

    /// <summary>All keys, the newest first.</summary>
    Task<IReadOnlyList<KeptSigningKey>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key unless there is one that was made after <paramref name="unlessNewerThan"/>, and deletes those made before <paramref name="deleteOlderThan"/>.</summary>
    Task AddAsync(KeptSigningKey key, DateTime unlessNewerThan, DateTime deleteOlderThan, CancellationToken cancellationToken);
}
