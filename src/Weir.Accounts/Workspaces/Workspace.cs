namespace Weir.Accounts;

/// <summary>A team's place in the account.</summary>
/// <param name="Id">16 digits.</param>
/// <param name="Name">Its name.</param>
public sealed record Workspace(string Id, string Name)
{
    /// <summary>When it was made, UTC.</summary>
    public DateTime CreationTime { get; init; }
}

/// <summary>What a principal is in a workspace.</summary>
public enum WorkspaceRole
{
    /// <summary>It may work there.</summary>
    User,

    /// <summary>It also says who else may.</summary>
    Admin,
}

/// <summary>That a principal, or everyone in a group, is a member of a workspace.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="PrincipalId">The principal.</param>
/// <param name="Role">As what.</param>
public sealed record WorkspaceAssignment(string WorkspaceId, string PrincipalId, WorkspaceRole Role);
