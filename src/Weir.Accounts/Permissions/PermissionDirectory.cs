using System.Collections.Frozen;
using Weir.Accounts.Http;

namespace Weir.Accounts.Permissions;

/// <summary>
/// Who may do what with which object: an immutable snapshot, swapped whole after each change, so that a request on the data plane is
/// decided without a lock or a database. Nobody may do anything with an object unless an entry, its creation or an office says so.
/// </summary>
public sealed class PermissionDirectory(IPermissionStore store) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private volatile FrozenDictionary<(string Type, string Id), IReadOnlyList<AccessEntry>> _lists = FrozenDictionary<(string, string), IReadOnlyList<AccessEntry>>.Empty;

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
        if ((caller.IsWorkspaceAdmin && secured.WorkspaceId is not null) || secured.Creator == caller.PrincipalName)
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
        _lists.TryGetValue((secured.Type.Name, secured.Id), out var entries) ? entries : secured.InitialEntries;

    /// <summary>Sets an object's entries to what <paramref name="change"/> makes of those that stand; they hold as soon as this returns.</summary>
    public Task ChangeAsync(SecurableObject secured, Func<IReadOnlyList<AccessEntry>, IReadOnlyList<AccessEntry>> change, CancellationToken cancellationToken) =>
        ApplyAsync(() => store.SetAsync(new AccessControlList(secured.Type.Name, secured.Id, change(EntriesOf(secured))), cancellationToken), cancellationToken);

    /// <summary>Forgets the entries of an object that is gone.</summary>
    public Task ForgetAsync(SecurableObject secured, CancellationToken cancellationToken) =>
        ApplyAsync(() => store.DeleteAsync(secured.Type.Name, secured.Id, cancellationToken), cancellationToken);

    /// <summary>Reads the lists from the store.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken) =>
        _lists = (await store.LoadAsync(cancellationToken)).ToFrozenDictionary(list => (list.ObjectType, list.ObjectId), list => list.Entries);

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();

    private async Task ApplyAsync(Func<Task> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await change();
            await ReloadAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }
}
