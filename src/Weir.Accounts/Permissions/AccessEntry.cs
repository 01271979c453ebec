namespace Weir.Accounts.Permissions;

/// <summary>An entry of an object's access control list.</summary>
/// <param name="Kind">What <paramref name="Principal"/> names.</param>
/// <param name="Principal">A user's e-mail, a service principal's application id, or a group's name.</param>
/// <param name="Level">The level, for example <c>CAN_QUERY</c>.</param>
public sealed record AccessEntry(GranteeKind Kind, string Principal, string Level)
{
    /// <summary>The built-in group of all members of a workspace.</summary>
    public const string AllUsers = "users";

    /// <summary>Whether the entry is for this caller, who is in the object's workspace.</summary>
    public bool IsFor(Caller caller) => Kind switch
    {
        GranteeKind.Group => Principal == AllUsers || caller.Groups.Contains(Principal, StringComparer.Ordinal),
        GranteeKind.User => caller.PrincipalType == PrincipalType.User && caller.PrincipalName == Principal,
        _ => caller.PrincipalType == PrincipalType.ServicePrincipal && caller.PrincipalName == Principal,
    };
}

/// <summary>Whom an entry names.</summary>
public enum GranteeKind
{
    /// <summary><c>user_name</c>.</summary>
    User,

    /// <summary><c>group_name</c>.</summary>
    Group,

    /// <summary><c>service_principal_name</c>.</summary>
    ServicePrincipal,
}
