using Weir.Accounts.Grants;
using Weir.Accounts.Permissions;

namespace Weir.Accounts.Principals;

/// <summary>
/// What was granted to a principal, by its name, goes with it: to its new name, or away, so that whoever is given the name later does
/// not find another's rights behind it.
/// </summary>
internal sealed class PrincipalRights(GrantDirectory grants, PermissionDirectory permissions, IPrincipalNames principals)
{
    /// <summary>Carries the rights over to a new name.</summary>
    public Task RenameAsync(Principal before, string name, CancellationToken cancellationToken) => ReplaceAsync(before, name, cancellationToken);

    /// <summary>Takes the rights away.</summary>
    public Task ForgetAsync(Principal gone, CancellationToken cancellationToken) => ReplaceAsync(gone, null, cancellationToken);

    private async Task ReplaceAsync(Principal before, string? name, CancellationToken cancellationToken)
    {
        // A grant says a name alone: where somebody of another kind has it too, it stays theirs.
        if (principals.Find(before.Name, null) is null)
        {
            await grants.RenameAsync(before.Name, name, cancellationToken);
        }

        await permissions.RenameAsync(before.Type switch { PrincipalType.User => GranteeKind.User, PrincipalType.Group => GranteeKind.Group, _ => GranteeKind.ServicePrincipal }, before.Name, name, cancellationToken);
    }
}
