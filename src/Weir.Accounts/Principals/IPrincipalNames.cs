namespace Weir.Accounts.Principals;

/// <summary>Knows whom a name means, so that nothing is granted to nobody.</summary>
public interface IPrincipalNames
{
    /// <summary>The name as its principal has it (case does not count in what was asked), or NULL when nobody has it.</summary>
    /// <param name="name">A user's e-mail, a service principal's application id, or a group's name.</param>
    /// <param name="type">The kind of principal that is meant; NULL for any.</param>
    string? Find(string name, PrincipalType? type);
}
