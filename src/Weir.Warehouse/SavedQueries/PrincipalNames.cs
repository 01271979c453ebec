using Weir.Accounts;

namespace Weir.Warehouse.SavedQueries;

/// <summary>Names of principals, which may change, by their ids, which do not.</summary>
internal sealed class PrincipalNames(AccountDirectory accounts)
{
    /// <summary>A user's e-mail or a service principal's application id; NULL for one that was deleted.</summary>
    public string? Of(string id) => accounts.State.FindPrincipal(id)?.Name;
}
