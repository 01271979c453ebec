using System.Collections.Frozen;
using Weir.Accounts.Http;
using Weir.Accounts.Replication;

namespace Weir.Accounts.Permissions;

/// <summary>
/// Who may do what with which object: an immutable snapshot, swapped whole after each change, so that a request on the data plane is
/// decided without a lock or a database. Nobody may do anything with an object unless an entry, its ownership or an office says so.
/// </summary>
public sealed class PermissionDirectory(IPermissionStore store) : IReplicatedState, IDisposable
{
    private readonly ReplicatedSnapshot<FrozenDictionary<(string Type, string Id), IReadOnlyList<AccessEntry>>> _lists = new(
        FrozenDictionary<(string, string), IReadOnlyList<AccessEntry>>.Empty,
        async (_, cancellationToken) => (await store.LoadAsync(cancellationToken)).ToFrozenDictionary(list => (list.ObjectType, list.ObjectId), list => list.Entries));

    /// <summary>Whether the caller has a level, or a higher one.</summary>
    public bool Allows(Caller caller, SecurableObject secured, string level)
    {
        if (caller.IsAccountAdmin)
        {
            return true;
        }

        if (secured.WorkspaceId is { } workspace && workspace != caller.WorkspaceId)
        {
            return false;
        }

        // A workspace's admin manages what is the workspace's; what every workspace has is the account's.
        if ((caller.IsWorkspaceAdmin && secured.WorkspaceId is not null) || secured.Owner == caller.PrincipalName)
        {
            return true;
        }

        var needed = secured.Type.RankOf(level);
        foreach (var entry in EntriesOf(secured))
        {
            if (secured.Type.RankOf(entry.Level) >= needed && entry.IsFor(caller))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Refuses a caller that lacks a level.</summary>
    /// <exception cref="ApiException">403.</exception>
    public void Require(Caller caller, SecurableObject secured, string level)
    {
        if (!Allows(caller, secured, level))
        {
            throw new ApiException(403, "PERMISSION_DENIED", $"User '{caller.PrincipalName}' does not have {level} on {secured.Type.Name}/{secured.Id}. Whoever has CAN_MANAGE on it can grant it.");
        }
    }

    /// <summary>The entries that stand for an object.</summary>
    public IReadOnlyList<AccessEntry> EntriesOf(SecurableObject secured) =>
        _lists.Current.TryGetValue((secured.Type.Name, secured.Id), out var entries) ? entries : secured.InitialEntries;

    /// <summary>The ids of the objects of a kind whose lists have an entry for the caller, whatever its level.</summary>
    public IReadOnlyList<string> GrantedTo(Caller caller, ObjectType type) =>
        [.. _lists.Current.Where(list => list.Key.Type == type.Name && list.Value.Any(entry => entry.IsFor(caller))).Select(list => list.Key.Id)];

    /// <summary>Sets an object's entries to what <paramref name="change"/> makes of those that stand; they hold as soon as this returns.</summary>
    public async Task ChangeAsync(SecurableObject secured, Func<IReadOnlyList<AccessEntry>, IReadOnlyList<AccessEntry>> change, CancellationToken cancellationToken)
    {
        await store.ChangeAsync(secured.Type.Name, secured.Id, entries => change(entries ?? secured.InitialEntries), cancellationToken);

        // A client that hangs up now must not keep the change from taking effect.
        await ReloadAsync(CancellationToken.None);
    }

    /// <summary>Forgets the entries of an object that is gone.</summary>
    public async Task ForgetAsync(SecurableObject secured, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(secured.Type.Name, secured.Id, cancellationToken);
        await ReloadAsync(CancellationToken.None);
    }

    /// <summary>Gives a principal's entries, on every object, to another name, or to nobody.</summary>
    public async Task RenameAsync(GranteeKind kind, string principal, string? name, CancellationToken cancellationToken)
    {
        await store.RenameAsync(kind, principal, name, cancellationToken);
        await ReloadAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public string StateName => IPermissionStore.StateName;

    /// <inheritdoc/>
    public Task ReloadAsync(CancellationToken cancellationToken) => _lists.ReloadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _lists.Dispose();
}
