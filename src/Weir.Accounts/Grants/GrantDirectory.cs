using Weir.Accounts.Http;
using Weir.Accounts.Principals;
using Weir.Accounts.Replication;

namespace Weir.Accounts.Grants;

/// <summary>Who may read which data: an immutable snapshot, swapped whole after each change. Account admins may do everything; others only what was granted.</summary>
public sealed class GrantDirectory(IGrantStore store, IPrincipalNames principals) : IReplicatedState, IDisposable
{
    private readonly ReplicatedSnapshot<IReadOnlyList<DataGrant>> _grants = new([], (_, cancellationToken) => store.LoadAsync(cancellationToken));

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
    public IReadOnlyList<DataGrant> On(Securable on) => [.. _grants.Current.Where(grant => grant.On == on)];

    /// <summary>The grants on a securable and on what it is in.</summary>
    public IReadOnlyList<DataGrant> Effective(Securable on) => [.. on.WithParents().SelectMany(On)];

    /// <summary>Adds and removes grants on one securable; they hold as soon as this returns.</summary>
    /// <exception cref="ApiException">The caller may not, a privilege is none of that securable, or there is no such principal.</exception>
    public async Task ChangeAsync(Caller caller, Securable on, IReadOnlyList<DataGrant> added, IReadOnlyList<DataGrant> removed, CancellationToken cancellationToken)
    {
        RequireManage(caller, on);
        var allowed = Privilege.On(on.Type);
        if (added.Concat(removed).FirstOrDefault(grant => !allowed.Contains(grant.Privilege, StringComparer.Ordinal)) is { } wrong)
        {
            throw ApiException.Invalid($"'{wrong.Privilege}' cannot be granted on a {on.Type.ToString().ToUpperInvariant()}. It takes {string.Join(", ", allowed)}.");
        }

        added = [.. added.Select(grant => grant with { Principal = NameOf(grant.Principal) ?? throw Nobody(grant.Principal) })];

        // Nobody's are taken away too: who had them may be gone.
        removed = [.. removed.Select(grant => grant with { Principal = NameOf(grant.Principal) ?? grant.Principal })];
        await store.ChangeAsync(added, removed, cancellationToken);

        // A client that hangs up now must not keep the change from taking effect.
        await ReloadAsync(CancellationToken.None);
    }

    /// <summary>Gives a principal's grants to another name, or to nobody.</summary>
    public async Task RenameAsync(string principal, string? name, CancellationToken cancellationToken)
    {
        await store.RenameAsync(principal, name, cancellationToken);
        await ReloadAsync(CancellationToken.None);
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

    /// <inheritdoc/>
    public string StateName => IGrantStore.StateName;

    /// <inheritdoc/>
    public Task ReloadAsync(CancellationToken cancellationToken) => _grants.ReloadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _grants.Dispose();

    private static ApiException Nobody(string name) =>
        new(404, "PRINCIPAL_DOES_NOT_EXIST", $"Could not find principal with name {name}. Name a user by e-mail, a service principal by its application id, a group by its name, or everybody as `{DataGrant.AllUsers}`.");

    private string? NameOf(string principal) => principal == DataGrant.AllUsers ? principal : principals.Find(principal, null);

    private bool Has(Caller caller, Securable on, string privilege) =>
        Reaching(caller, on).Any(grant => grant.Privilege == privilege || grant.Privilege == Privilege.All);

    private IEnumerable<DataGrant> Reaching(Caller caller, Securable on)
    {
        var chain = on.WithParents().ToList();
        return _grants.Current.Where(grant => grant.IsTo(caller) && chain.Contains(grant.On));
    }
}
