using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim.Resources;

/// <summary>The account's roles as SCIM's <c>roles</c> has them.</summary>
internal static class AccountRole
{
    public const string Admin = "account_admin";

    public static bool IsAdmin(JsonNode? roles) => roles switch
    {
        null => false,
        JsonArray several => several.Select(RoleOf).ToList().Contains(Admin),
        _ => throw ScimException.InvalidValue("'roles' must be a list."),
    };

    // A role that is not known is refused: who asked for it believes it was given.
    private static string RoleOf(JsonNode? role) => (role is JsonObject complex ? complex["value"] : role)?.ToString() is Admin
        ? Admin
        : throw ScimException.InvalidValue($"'roles' has a role that does not exist; there is {Admin}.");
}
