namespace Weir.Accounts.Scim.Resources;

/// <summary>How resources are shown to one caller.</summary>
/// <param name="State">The account as of the request.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Base">The address above the resource types.</param>
/// <param name="IsAccountLevel">Whether the account's administration is meant, and not what is seen from a workspace.</param>
internal sealed record ScimView(AccountState State, Caller Caller, string Base, bool IsAccountLevel)
{
    /// <summary>Whether the caller sees whole resources, and not only names.</summary>
    public bool SeesAll => Caller.IsAccountAdmin || (!IsAccountLevel && Caller.IsWorkspaceAdmin);

    /// <summary>Whether the caller sees a principal at all: members of a workspace see each other, and their own groups.</summary>
    public bool Sees(Principal principal) =>
        SeesAll || principal.Id == Caller.PrincipalId || Caller.GroupIds.Contains(principal.Id, StringComparer.Ordinal) || State.RoleIn(Caller.WorkspaceId, principal.Id) is not null;
}
