namespace Weir.Accounts.Permissions;

/// <summary>An object that permissions are on.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="WorkspaceId">The workspace it belongs to; NULL when every workspace has it.</param>
/// <param name="Owner">The principal that answers for it and therefore manages it; NULL for one that the product made.</param>
public sealed record SecurableObject(ObjectType Type, string Id, string? WorkspaceId, string? Owner)
{
    /// <summary>The list that holds until one is set.</summary>
    public IReadOnlyList<AccessEntry> InitialEntries { get; init; } = [];
}

/// <summary>Finds objects of one kind; the feature that owns them answers.</summary>
public interface ISecurableObjects
{
    /// <summary>The kind.</summary>
    ObjectType Type { get; }

    /// <summary>The object of that id (or name, where names are unique) that a workspace has, or NULL.</summary>
    SecurableObject? Find(string workspaceId, string id);
}

/// <summary>Keeps access control lists.</summary>
public interface IPermissionStore
{
    /// <summary>What the lists are among the parts that replicas share.</summary>
    const string StateName = "permissions";

    /// <summary>All lists.</summary>
    Task<IReadOnlyList<AccessControlList>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Sets an object's list to what <paramref name="change"/> makes of it. No other change comes between.</summary>
    /// <param name="objectType">The object's kind.</param>
    /// <param name="objectId">Its id.</param>
    /// <param name="change">Gets the entries that are stored, NULL when none were ever set.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task ChangeAsync(string objectType, string objectId, Func<IReadOnlyList<AccessEntry>?, IReadOnlyList<AccessEntry>> change, CancellationToken cancellationToken);

    /// <summary>Gives a principal's entries, in every list, to another name, or to nobody.</summary>
    Task RenameAsync(GranteeKind kind, string principal, string? name, CancellationToken cancellationToken);

    /// <summary>Forgets an object's list.</summary>
    Task DeleteAsync(string objectType, string objectId, CancellationToken cancellationToken);
}

/// <summary>Who may do what with one object.</summary>
public sealed record AccessControlList(string ObjectType, string ObjectId, IReadOnlyList<AccessEntry> Entries);
