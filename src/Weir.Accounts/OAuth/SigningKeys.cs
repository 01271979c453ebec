using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Weir.Accounts.Replication;

namespace Weir.Accounts.OAuth;

/// <summary>
/// The keys that access tokens are signed with, shared by all replicas. A new one is made every <see cref="Rotation"/>; the ones before it are
/// published and accepted for as long as tokens of theirs may live.
/// </summary>
internal sealed class SigningKeys : IReplicatedState, IConfigureOptions<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictServerOptions>, IDisposable
{
    /// <summary>How long a key signs.</summary>
    public static readonly TimeSpan Rotation = TimeSpan.FromDays(90);

    private static readonly TimeSpan Kept = Rotation + TimeSpan.FromDays(2);

    private readonly ISigningKeyStore _store;
    private readonly IDataProtector _protector;
    private readonly TimeProvider _time;
    private readonly ReplicatedSnapshot<IReadOnlyList<SigningKey>> _keys;
    private CancellationTokenSource _changed = new();

    public SigningKeys(ISigningKeyStore store, IDataProtectionProvider protection, TimeProvider time)
    {
        _store = store;
        _protector = protection.CreateProtector("Weir.SigningKeys");
        _time = time;
        _keys = new ReplicatedSnapshot<IReadOnlyList<SigningKey>>([], async (_, cancellationToken) => [.. (await store.LoadAsync(cancellationToken)).Select(kept => SigningKey.Of(kept, _protector.Unprotect))]);
    }

    /// <summary>The keys, the one that signs first.</summary>
    public IReadOnlyList<SigningKey> All => _keys.Current;

    /// <inheritdoc/>
    public string StateName => ISigningKeyStore.StateName;

    string? IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    /// <inheritdoc/>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _keys.ReloadAsync(cancellationToken);
        using var changed = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        await changed.CancelAsync();
    }

    /// <summary>Makes a key when there is none, or when the newest has signed long enough.</summary>
    public async Task RotateAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (All.Count > 0 && All[0].CreationTime > now - Rotation)
        {
            return;
        }

        await _store.AddAsync(SigningKey.Make(now, _protector.Protect), now - Rotation, now - Kept, cancellationToken);
        await ReloadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Configure(OpenIddictServerOptions options)
    {
        foreach (var key in All)
        {
            options.SigningCredentials.Add(new SigningCredentials(key.Key, SecurityAlgorithms.EcdsaSha256));
        }
    }

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _changed.Dispose();
    }
}
