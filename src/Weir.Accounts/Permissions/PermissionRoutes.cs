using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Principals;
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
            group.MapPut(prefix, (HttpContext context, PermissionDirectory permissions, IPrincipalNames principals, string id, PermissionsRequest request) =>
                ChangeAsync(context, permissions, Managed(context, permissions, TypeOf(context, fixedType), id), request.Read(TypeOf(context, fixedType), principals), replaces: true)).Audits("accounts", "changePermissions", [.. Shown]);
            group.MapPatch(prefix, (HttpContext context, PermissionDirectory permissions, IPrincipalNames principals, string id, PermissionsRequest request) =>
                ChangeAsync(context, permissions, Managed(context, permissions, TypeOf(context, fixedType), id), request.Read(TypeOf(context, fixedType), principals), replaces: false)).Audits("accounts", "changePermissions", [.. Shown]);
            group.MapGet(prefix + "/permissionLevels", (HttpContext context, PermissionDirectory permissions, string id) =>
            {
                var secured = Find(context, permissions, TypeOf(context, fixedType), id);
                permissions.Require(context.CallerOf(), secured, secured.Type.Levels[0].Name);
                return TypedResults.Ok(new PermissionLevelsAnswer(secured.Type.Levels.Select(level => new PermissionLevelAnswer(level.Name, level.Description))));
            });
        }
    }

    private static ObjectType TypeOf(HttpContext context, string? fixedType)
    {
        var name = fixedType ?? (string)context.GetRouteValue("type")!;
        return ObjectType.Find(name) ?? throw ApiException.Invalid($"'{name}' is not a kind of object with permissions. Use ai-gateway-endpoints, warehouses, dashboards or queries.");
    }

    private static SecurableObject Find(HttpContext context, PermissionDirectory permissions, ObjectType type, string id)
    {
        var caller = context.CallerOf();
        var secured = context.RequestServices.GetServices<ISecurableObjects>().FirstOrDefault(objects => objects.Type == type)?.Find(caller.WorkspaceId, id);
        return secured is not null && (!type.IsHidden || permissions.Allows(caller, secured, type.Levels[0].Name))
            ? secured
            : throw new ApiException(404, "RESOURCE_DOES_NOT_EXIST", $"There is no {type.Name}/{id} in this workspace.");
    }

    private static SecurableObject Managed(HttpContext context, PermissionDirectory permissions, ObjectType type, string id)
    {
        var secured = Find(context, permissions, type, id);
        permissions.Require(context.CallerOf(), secured, ObjectType.CanManage);
        return secured;
    }

    private static async Task<Ok<AccessControlAnswer>> ChangeAsync(HttpContext context, PermissionDirectory permissions, SecurableObject secured, IReadOnlyList<AccessEntry> asked, bool replaces)
    {
        await permissions.ChangeAsync(
            secured,
            before => replaces ? asked : [.. before.Where(entry => !asked.Any(one => one.Kind == entry.Kind && one.Principal == entry.Principal)), .. asked],
            context.RequestAborted);
        return Answer(permissions, secured);
    }

    private static Ok<AccessControlAnswer> Answer(PermissionDirectory permissions, SecurableObject secured)
    {
        var entries = permissions.EntriesOf(secured).Where(entry => entry.Kind == GranteeKind.Group || entry.Principal != secured.Owner).Select(entry => Entry(entry.Kind, entry.Principal, entry.Level, null));
        if (secured.Owner is { } owner)
        {
            entries = entries.Prepend(Entry(GranteeKind.User, owner, ObjectType.CanManage, null));
        }

        return TypedResults.Ok(new AccessControlAnswer(
            $"/{secured.Type.Name}/{secured.Id}",
            secured.Type.Singular,
            entries.Append(Entry(GranteeKind.Group, "admins", ObjectType.CanManage, $"/{secured.Type.Name}/"))));
    }

    private static AccessControlEntryAnswer Entry(GranteeKind kind, string principal, string level, string? inheritedFrom) => new(
        kind == GranteeKind.User ? principal : null,
        kind == GranteeKind.Group ? principal : null,
        kind == GranteeKind.ServicePrincipal ? principal : null,
        [new GrantedLevelAnswer(level, inheritedFrom is not null, inheritedFrom is null ? null : [inheritedFrom])]);

    private static AccessEntry Known(AccessEntry entry, IPrincipalNames principals)
    {
        if (entry is { Kind: GranteeKind.Group, Principal: AccessEntry.AllUsers })
        {
            return entry;
        }

        var type = entry.Kind switch { GranteeKind.User => PrincipalType.User, GranteeKind.Group => PrincipalType.Group, _ => PrincipalType.ServicePrincipal };
        return principals.Find(entry.Principal, type) is { } name
            ? entry with { Principal = name }
            : throw ApiException.NotFound($"There is no {(type == PrincipalType.Group ? "group" : "principal")} '{entry.Principal}'.");
    }

    /// <summary>The body of PUT and PATCH.</summary>
    public sealed record PermissionsRequest([property: JsonPropertyName("access_control_list")] IReadOnlyList<AccessEntryDocument>? AccessControlList)
    {
        internal IReadOnlyList<AccessEntry> Read(ObjectType type, IPrincipalNames principals) =>
            [.. AccessEntryDocument.Read(type, AccessControlList ?? throw ApiException.Invalid("'access_control_list' is missing.")).Select(entry => Known(entry, principals))];
    }
}
