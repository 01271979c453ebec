using Weir.Accounts.Http;

namespace Weir.Accounts.Grants;

/// <summary>Who may read which data: an immutable snapshot, swapped whole after each change. Account admins may do everything; others only what was granted.</summary>
public sealed class GrantDirectory(IGrantStore store) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private volatile IReadOnlyList<DataGrant> _grants = [];

    /// <summary>Whether the caller may read a table: SELECT on it, and the use of the catalog and the schema it is in.</summary>
    public bool MayRead(Caller caller, Securable table)
    {
        if (caller.IsAccountAdmin)
        {
            return true;
        }

        var chain = table.WithParents().ToList();
        return Has(caller, chain[0], Privilege.Select) && Has(caller, chain[1], Privilege.UseSchema) && Has(caller, chain[2], Privilege.UseCatalog);
    }

    /// <summary>Whether the caller may grant on a securable.</summary>
    public bool MayManage(Caller caller, Securable on) => caller.IsAccountAdmin || Reaching(caller, on).Any(grant => grant.Privilege == Privilege.Manage);

    /// <summary>The grants on a securable itself.</summary>
    public IReadOnlyList<DataGrant> On(Securable on) => [.. _grants.Where(grant => grant.On == on)];

    /// <summary>The grants on a securable and on what it is in.</summary>
    public IReadOnlyList<DataGrant> Effective(Securable on) => [.. on.WithParents().SelectMany(On)];

    /// <summary>Adds and removes grants on one securable; they hold as soon as this returns.</summary>
    /// <exception cref="ApiException">The caller may not, or a privilege is none of that securable.</exception>
    public async Task ChangeAsync(Caller caller, Securable on, IReadOnlyList<DataGrant> added, IReadOnlyList<DataGrant> removed, CancellationToken cancellationToken)
    {
        RequireManage(caller, on);
        var allowed = Privilege.On(on.Type);
        if (added.Concat(removed).FirstOrDefault(grant => !allowed.Contains(grant.Privilege, StringComparer.Ordinal)) is { } wrong)
        {
            throw ApiException.Invalid($"'{wrong.Privilege}' cannot be granted on a {on.Type.ToString().ToUpperInvariant()}. It takes {string.Join(", ", allowed)}.");
        }

        await _changing.WaitAsync(cancellationToken);
        try
        {
            await store.ChangeAsync(added, removed, cancellationToken);
            await ReloadAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Refuses a caller that may not grant on a securable.</summary>
    /// <exception cref="ApiException">403.</exception>
    public void RequireManage(Caller caller, Securable on)
    {
        if (!MayManage(caller, on))
        {
            throw new ApiException(403, "PERMISSION_DENIED", $"[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have MANAGE on {on.Description}.");
        }
    }

    /// <summary>Reads the grants from the store.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken) => _grants = await store.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private bool Has(Caller caller, Securable on, string privilege) =>
        Reaching(caller, on).Any(grant => grant.Privilege == privilege || grant.Privilege == Privilege.All);

    private IEnumerable<DataGrant> Reaching(Caller caller, Securable on)
    {
        var chain = on.WithParents().ToList();
        return _grants.Where(grant => grant.IsTo(caller) && chain.Contains(grant.On));
    }
}
