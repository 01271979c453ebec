using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Grants;

/// <summary>Grants on data: <c>/api/2.1/unity-catalog/permissions/{type}/{full_name}</c>, and those that reach it from above.</summary>
public static class GrantRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapGrants(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup(string.Empty).RequireScope(TokenScopes.UnityCatalog);
        const string Permissions = "/api/2.1/unity-catalog/permissions/{type}/{fullName}";
        group.MapGet(Permissions, (HttpContext context, GrantDirectory grants, string type, string fullName) =>
            Answer(Managed(context, grants, type, fullName), grants.On));
        group.MapGet("/api/2.1/unity-catalog/effective-permissions/{type}/{fullName}", (HttpContext context, GrantDirectory grants, string type, string fullName, string? principal) =>
            Effective(grants, Managed(context, grants, type, fullName), principal));
        group.MapPatch(Permissions, async (HttpContext context, GrantDirectory grants, string type, string fullName, GrantsRequest request) =>
        {
            var on = Managed(context, grants, type, fullName);
            var changes = request.Changes ?? throw ApiException.Invalid("'changes' is missing.");
            await grants.ChangeAsync(
                context.CallerOf(),
                on,
                [.. changes.SelectMany(change => change.Read(on, change.Add))],
                [.. changes.SelectMany(change => change.Read(on, change.Remove))],
                context.RequestAborted);
            return Answer(on, grants.On);
        }).Audits("unityCatalog", "updatePermissions", ["type", "fullName", "changes.principal", "changes.add", "changes.remove"]);
    }

    private static Securable Managed(HttpContext context, GrantDirectory grants, string type, string fullName)
    {
        if (!Enum.TryParse<SecurableType>(type, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || !char.IsAsciiLetter(type[0]))
        {
            throw ApiException.Invalid($"'{type}' is not a kind of securable. Use catalog, schema or table.");
        }

        var parts = fullName.Split('.');
        if (parts.Length != (int)kind + 1 || Array.Exists(parts, string.IsNullOrWhiteSpace) || fullName.Length > 765)
        {
            throw ApiException.Invalid($"'{fullName}' is not the full name of a {type}: it has {(int)kind + 1} names, with points between them.");
        }

        var on = Securable.Of(kind, fullName);
        grants.RequireManage(context.CallerOf(), on);
        return on;
    }

    private static Ok<GrantsAnswer> Answer(Securable on, Func<Securable, IReadOnlyList<DataGrant>> read) => TypedResults.Ok(new GrantsAnswer(
        read(on).GroupBy(grant => grant.Principal, StringComparer.Ordinal)
            .Select(group => new GrantedPrivilegesAnswer(group.Key, group.Select(grant => Spell(grant.Privilege))))));

    private static Ok<EffectiveGrantsAnswer> Effective(GrantDirectory grants, Securable on, string? principal) => TypedResults.Ok(new EffectiveGrantsAnswer(
        grants.Effective(on).Where(grant => string.IsNullOrEmpty(principal) || grant.Principal == principal).GroupBy(grant => grant.Principal, StringComparer.Ordinal)
            .Select(group => new EffectivePrivilegesAnswer(group.Key, group.Select(grant => grant.On == on
                ? new EffectivePrivilegeAnswer(Spell(grant.Privilege), null, null)
                : new EffectivePrivilegeAnswer(Spell(grant.Privilege), grant.On.Type.ToString().ToUpperInvariant(), grant.On.FullName))))));

    private static string Spell(string privilege) => privilege.Replace(' ', '_');

    /// <summary>The body of PATCH.</summary>
    public sealed record GrantsRequest([property: JsonPropertyName("changes")] IReadOnlyList<GrantChange>? Changes);

    /// <summary>What changes for one principal.</summary>
    public sealed record GrantChange(
        [property: JsonPropertyName("principal")] string? Principal,
        [property: JsonPropertyName("add")] IReadOnlyList<string>? Add,
        [property: JsonPropertyName("remove")] IReadOnlyList<string>? Remove)
    {
        internal IEnumerable<DataGrant> Read(Securable on, IReadOnlyList<string>? privileges) => Principal is { Length: > 0 and <= 256 }
            ? (privileges ?? []).Select(privilege => new DataGrant(on, Principal, privilege.Replace('_', ' ').ToUpperInvariant()))
            : throw ApiException.Invalid("Each of 'changes' needs a 'principal'.");
    }
}
