using System.Text.Json.Serialization;
using Weir.Accounts.Http;

namespace Weir.Accounts.Permissions;

/// <summary>An entry of an access control list as the API and the declarative file write it.</summary>
public sealed record AccessEntryDocument(
    [property: JsonPropertyName("user_name")] string? UserName,
    [property: JsonPropertyName("group_name")] string? GroupName,
    [property: JsonPropertyName("service_principal_name")] string? ServicePrincipalName,
    [property: JsonPropertyName("permission_level")] string? PermissionLevel)
{
    private const int MostEntries = 1000;

    /// <summary>The entries of a list, whoever they name.</summary>
    /// <exception cref="ApiException">An entry is not right, or a principal is named twice.</exception>
    public static IReadOnlyList<AccessEntry> Read(ObjectType type, IReadOnlyList<AccessEntryDocument> list)
    {
        if (list.Count > MostEntries)
        {
            throw ApiException.Invalid($"'access_control_list' has more than {MostEntries} entries. Use groups.");
        }

        var entries = list.Select(entry => entry.Read(type)).ToList();
        return entries.DistinctBy(entry => (entry.Kind, entry.Principal)).Count() < entries.Count
            ? throw ApiException.Invalid("'access_control_list' names a principal twice.")
            : entries;
    }

    private AccessEntry Read(ObjectType type)
    {
        if (PermissionLevel is null || type.RankOf(PermissionLevel) < 0)
        {
            throw ApiException.Invalid($"'permission_level' of {type.Name} must be one of {string.Join(", ", type.Levels.Select(level => level.Name))}.");
        }

        return (UserName, GroupName, ServicePrincipalName) switch
        {
            ({ Length: > 0 } user, null, null) => new AccessEntry(GranteeKind.User, user, PermissionLevel),
            (null, { Length: > 0 } group, null) => new AccessEntry(GranteeKind.Group, group, PermissionLevel),
            (null, null, { Length: > 0 } program) => new AccessEntry(GranteeKind.ServicePrincipal, program, PermissionLevel),
            _ => throw ApiException.Invalid("Each entry names exactly one of 'user_name', 'group_name' and 'service_principal_name'."),
        };
    }
}
