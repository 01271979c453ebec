namespace Weir.Accounts.Grants;

/// <summary>A privilege that a principal has on a securable.</summary>
/// <param name="On">The securable.</param>
/// <param name="Principal">A user's e-mail, a service principal's application id, a group's name, or <see cref="AllUsers"/>.</param>
/// <param name="Privilege">One of <see cref="Grants.Privilege"/>.</param>
public sealed record DataGrant(Securable On, string Principal, string Privilege)
{
    /// <summary>The built-in group of everybody in the account.</summary>
    public const string AllUsers = "account users";

    /// <summary>Whether it is a grant to this caller.</summary>
    public bool IsTo(Caller caller) => Principal == AllUsers || Principal == caller.PrincipalName || caller.Groups.Contains(Principal, StringComparer.Ordinal);
}

/// <summary>Keeps the grants.</summary>
public interface IGrantStore
{
    /// <summary>What the grants are among the parts that replicas share.</summary>
    const string StateName = "grants";

    /// <summary>All grants.</summary>
    Task<IReadOnlyList<DataGrant>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds and removes grants, all or none. What is there already, or is not there, is no error.</summary>
    Task ChangeAsync(IReadOnlyList<DataGrant> added, IReadOnlyList<DataGrant> removed, CancellationToken cancellationToken);

    /// <summary>Gives a principal's grants to another name, or to nobody.</summary>
    Task RenameAsync(string principal, string? name, CancellationToken cancellationToken);
}
