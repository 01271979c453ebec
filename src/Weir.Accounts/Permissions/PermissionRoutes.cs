using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Permissions;

/// <summary>Permissions on objects: <c>/api/2.0/permissions/{type}/{id}</c> (original-product.md 6).</summary>
public static class PermissionRoutes
{
    private static readonly string[] Shown =
        ["type", "id", "access_control_list.user_name", "access_control_list.group_name", "access_control_list.service_principal_name", "access_control_list.permission_level"];

    /// <summary>Maps the routes.</summary>
    public static void MapPermissions(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(string.Empty).RequireScope(TokenScopes.AccessManagement);
        foreach (var (prefix, fixedType) in new[] { ("/api/2.0/permissions/{type}/{id}", null), ("/api/2.0/permissions/sql/warehouses/{id}", "warehouses") })
        {
            group.MapGet(prefix, (HttpContext context, PermissionDirectory permissions, string id) =>
                Answer(permissions, Managed(context, permissions, TypeOf(context, fixedType), id)));
            group.MapPut(prefix, (HttpContext context, PermissionDirectory permissions, AccountDirectory accounts, string id, PermissionsRequest request) =>
                ChangeAsync(context, permissions, Managed(context, permissions, TypeOf(context, fixedType), id), request.Read(TypeOf(context, fixedType), accounts), replaces: true)).Audits("accounts", "changePermissions", [.. Shown]);
            group.MapPatch(prefix, (HttpContext context, PermissionDirectory permissions, AccountDirectory accounts, string id, PermissionsRequest request) =>
                ChangeAsync(context, permissions, Managed(context, permissions, TypeOf(context, fixedType), id), request.Read(TypeOf(context, fixedType), accounts), replaces: false)).Audits("accounts", "changePermissions", [.. Shown]);
            group.MapGet(prefix + "/permissionLevels", (HttpContext context, PermissionDirectory permissions, string id) =>
            {
                var secured = Find(context, TypeOf(context, fixedType), id);
                permissions.Require(context.CallerOf(), secured, secured.Type.Levels[0].Name);
                return Results.Json(new { permission_levels = secured.Type.Levels.Select(level => new { permission_level = level.Name, description = level.Description }) });
            });
        }
    }

    private static ObjectType TypeOf(HttpContext context, string? fixedType)
    {
        var name = fixedType ?? (string)context.GetRouteValue("type")!;
        return ObjectType.Find(name) ?? throw ApiException.Invalid($"'{name}' is not a kind of object with permissions. Use ai-gateway-endpoints, warehouses or dashboards.");
    }

    private static SecurableObject Find(HttpContext context, ObjectType type, string id) =>
        context.RequestServices.GetServices<ISecurableObjects>().FirstOrDefault(objects => objects.Type == type)?.Find(context.CallerOf().WorkspaceId, id)
            ?? throw new ApiException(404, "RESOURCE_DOES_NOT_EXIST", $"There is no {type.Name}/{id} in this workspace.");

    private static SecurableObject Managed(HttpContext context, PermissionDirectory permissions, ObjectType type, string id)
    {
        var secured = Find(context, type, id);
        permissions.Require(context.CallerOf(), secured, ObjectType.CanManage);
        return secured;
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, PermissionDirectory permissions, SecurableObject secured, IReadOnlyList<AccessEntry> asked, bool replaces)
    {
        await permissions.ChangeAsync(
            secured,
            before => replaces ? asked : [.. before.Where(entry => !asked.Any(one => one.Kind == entry.Kind && one.Principal == entry.Principal)), .. asked],
            context.RequestAborted);
        return Answer(permissions, secured);
    }

    private static IResult Answer(PermissionDirectory permissions, SecurableObject secured)
    {
        var entries = permissions.EntriesOf(secured).Where(entry => entry.Kind == GranteeKind.Group || entry.Principal != secured.Owner).Select(entry => Entry(entry.Kind, entry.Principal, entry.Level, null));
        if (secured.Owner is { } owner)
        {
            entries = entries.Prepend(Entry(GranteeKind.User, owner, ObjectType.CanManage, null));
        }

        return Results.Json(new
        {
            object_id = $"/{secured.Type.Name}/{secured.Id}",
            object_type = secured.Type.Name[..^1],
            access_control_list = entries.Append(Entry(GranteeKind.Group, "admins", ObjectType.CanManage, $"/{secured.Type.Name}/")),
        });
    }

    private static Dictionary<string, object> Entry(GranteeKind kind, string principal, string level, string? inheritedFrom) => new(StringComparer.Ordinal)
    {
        [kind switch { GranteeKind.User => "user_name", GranteeKind.Group => "group_name", _ => "service_principal_name" }] = principal,
        ["all_permissions"] = new object[]
        {
            inheritedFrom is null
                ? new { permission_level = level, inherited = false }
                : new { permission_level = level, inherited = true, inherited_from_object = new[] { inheritedFrom } },
        },
    };

    /// <summary>The body of PUT and PATCH.</summary>
    public sealed record PermissionsRequest([property: JsonPropertyName("access_control_list")] IReadOnlyList<PermissionsRequestEntry>? AccessControlList)
    {
        internal IReadOnlyList<AccessEntry> Read(ObjectType type, AccountDirectory accounts)
        {
            var entries = (AccessControlList ?? throw ApiException.Invalid("'access_control_list' is missing.")).Select(entry => entry.Read(type, accounts)).ToList();
            return entries.Count > 1000 ? throw ApiException.Invalid("'access_control_list' has more than 1000 entries. Use groups.")
                : entries.DistinctBy(entry => (entry.Kind, entry.Principal)).Count() < entries.Count ? throw ApiException.Invalid("'access_control_list' names a principal twice.")
                : entries;
        }
    }

    /// <summary>An entry of it.</summary>
    public sealed record PermissionsRequestEntry(
        [property: JsonPropertyName("user_name")] string? UserName,
        [property: JsonPropertyName("group_name")] string? GroupName,
        [property: JsonPropertyName("service_principal_name")] string? ServicePrincipalName,
        [property: JsonPropertyName("permission_level")] string? PermissionLevel)
    {
        internal AccessEntry Read(ObjectType type, AccountDirectory accounts)
        {
            if (PermissionLevel is null || type.RankOf(PermissionLevel) < 0)
            {
                throw ApiException.Invalid($"'permission_level' of {type.Name} must be one of {string.Join(", ", type.Levels.Select(level => level.Name))}.");
            }

            var entry = (UserName, GroupName, ServicePrincipalName) switch
            {
                ({ Length: > 0 } user, null, null) => new AccessEntry(GranteeKind.User, user, PermissionLevel),
                (null, { Length: > 0 } group, null) => new AccessEntry(GranteeKind.Group, group, PermissionLevel),
                (null, null, { Length: > 0 } program) => new AccessEntry(GranteeKind.ServicePrincipal, program, PermissionLevel),
                _ => throw ApiException.Invalid("Each entry names exactly one of 'user_name', 'group_name' and 'service_principal_name'."),
            };
            if (entry is { Kind: GranteeKind.Group, Principal: AccessEntry.AllUsers })
            {
                return entry;
            }

            var wanted = entry.Kind switch { GranteeKind.User => PrincipalType.User, GranteeKind.Group => PrincipalType.Group, _ => PrincipalType.ServicePrincipal };
            return accounts.Find(entry.Principal, wanted) is { } name
                ? entry with { Principal = name }
                : throw new ApiException(404, "RESOURCE_DOES_NOT_EXIST", $"There is no {(wanted == PrincipalType.Group ? "group" : "principal")} '{entry.Principal}'.");
        }
    }
}
