using Weir.Accounts;
using Weir.Agents.Cursor;

namespace Weir.Agents;

/// <summary>Cursor's users are the account's users with that name, else with that e-mail.</summary>
internal sealed class CursorUsers(AccountDirectory accounts) : ICursorUsers
{
    public string? RequesterOf(string email) =>
        accounts.Find(email, PrincipalType.User)
        ?? accounts.State.Principals.FirstOrDefault(principal => principal.Type == PrincipalType.User && string.Equals(principal.Email, email, StringComparison.OrdinalIgnoreCase))?.Name;
}
