using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Scim.Resources;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Scim;

/// <summary>
/// SCIM 2.0 (RFC 7643, RFC 7644) as identity providers and the original product's clients call it: below a workspace, and for the
/// whole account. Account admins write; admins of a workspace read; others read who they are, and names.
/// </summary>
public static class ScimRoutes
{
    private const string ServiceName = "accounts";

    // What a principal is called and whether it may act; members are told by the operations' paths.
    private static readonly string[] Shown = ["userName", "displayName", "applicationId", "active", "members.value", "roles.value"];

    private const string Workspace = "/api/2.0/preview/scim/v2";
    private static readonly string[] Account = ["/api/2.0/account/scim/v2", "/api/2.0/accounts/{account}/scim/v2"];

    /// <summary>Maps the routes.</summary>
    public static void MapScim(this IEndpointRouteBuilder app)
    {
        Map(app, Workspace, isAccountLevel: false);
        foreach (var path in Account)
        {
            Map(app, path, isAccountLevel: true);
        }
    }

    private static void Map(IEndpointRouteBuilder app, string path, bool isAccountLevel)
    {
        var group = app.MapGroup(path).RequireScope(TokenScopes.Scim);
        group.AddEndpointFilter(RefuseAsync);
        group.AddEndpointFilter(AccountInPath.CheckAsync);
        ScimDiscoveryRoutes.Map(group);
        group.MapGet("/Me", (HttpContext context, [AsParameters] ScimParts parts) =>
        {
            var view = View(context, isAccountLevel);
            context.Response.Headers["X-Databricks-Org-Id"] = view.Caller.WorkspaceId;
            var self = view.State.FindPrincipal(view.Caller.PrincipalId) ?? throw ScimException.NotFound("You were deleted.");
            var resource = ResourceType.Of(self.Type).Write(view, self, withMemberships: true);
            resource["userName"] = self.Name;
            return Answer(Projection.Of(parts).Apply(resource));
        }).Produces<ScimPrincipalDocument>(StatusCodes.Status200OK, ScimSchema.ContentType);
        foreach (var type in ResourceType.All)
        {
            MapResources(group, type, isAccountLevel);
        }
    }

    private static void MapResources(RouteGroupBuilder group, ResourceType type, bool isAccountLevel)
    {
        var (document, list) = ScimDocuments.Of(type);
        group.MapGet($"/{type.Path}", (HttpContext context, [AsParameters] ScimQuery query, [AsParameters] ScimParts parts) =>
            Answer(ScimList.Answer(type, Reader(context, isAccountLevel), query, parts))).Answers(list);
        group.MapGet($"/{type.Path}/{{id}}", (HttpContext context, string id, [AsParameters] ScimParts parts) =>
        {
            var view = Reader(context, isAccountLevel);
            var found = ScimEditor.Find(view.State, type, id);
            return view.Sees(found) ? One(type, view, found, parts) : throw ScimException.NotFound($"There is no {type.Name} with the id '{id}'.");
        }).Answers(document);
        group.MapPost($"/{type.Path}", async (HttpContext context, ScimEditor editor, [AsParameters] ScimParts parts) =>
        {
            var view = Writer(context, isAccountLevel);
            var made = await editor.CreateAsync(type, view, await ScimBody.ReadAsync(context.Request.Body, context.RequestAborted), context.RequestAborted);
            context.Response.Headers.Location = $"{view.Base}/{type.Path}/{made.Id}";
            return One(type, View(context, isAccountLevel), made, parts, StatusCodes.Status201Created);
        }).ReadsBody(document, ScimSchema.ContentType).Answers(document, StatusCodes.Status201Created).Audits(ServiceName, "add" + type.Name, [.. Shown], "id", isAccountLevel);
        group.MapPut($"/{type.Path}/{{id}}", async (HttpContext context, ScimEditor editor, string id, [AsParameters] ScimParts parts) =>
        {
            var view = Writer(context, isAccountLevel);
            var changed = await editor.ReplaceAsync(type, view, id, await ScimBody.ReadAsync(context.Request.Body, context.RequestAborted), context.RequestAborted);
            return One(type, View(context, isAccountLevel), changed, parts);
        }).ReadsBody(document, ScimSchema.ContentType).Answers(document).Audits(ServiceName, "update" + type.Name, ["id", .. Shown], "id", isAccountLevel);
        group.MapPatch($"/{type.Path}/{{id}}", async (HttpContext context, ScimEditor editor, string id, [AsParameters] ScimParts parts) =>
        {
            var view = Writer(context, isAccountLevel);
            var changed = await editor.PatchAsync(type, view, id, await ScimBody.ReadAsync(context.Request.Body, context.RequestAborted), context.RequestAborted);
            return One(type, View(context, isAccountLevel), changed, parts);
        }).ReadsBody(typeof(ScimPatchDocument), ScimSchema.ContentType).Answers(document).Audits(ServiceName, "update" + type.Name, ["id", "Operations.op", "Operations.path"], "id", isAccountLevel);
        group.MapDelete($"/{type.Path}/{{id}}", async (HttpContext context, ScimEditor editor, string id) =>
        {
            Writer(context, isAccountLevel);
            await editor.DeleteAsync(type, id, context.RequestAborted);
            return TypedResults.NoContent();
        }).Audits(ServiceName, "delete" + type.Name, ["id"], isAccountLevel: isAccountLevel);
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, Type document, int status = StatusCodes.Status200OK) => route.Produces(status, document, ScimSchema.ContentType);

    private static ScimView View(HttpContext context, bool isAccountLevel)
    {
        var request = context.Request;
        var path = request.Path.Value!;
        var version = path.IndexOf("/scim/v2", StringComparison.OrdinalIgnoreCase) + "/scim/v2".Length;
        var state = context.RequestServices.GetRequiredService<AccountDirectory>().State;
        return new ScimView(state, context.CallerOf(), $"{request.Scheme}://{request.Host}{path[..version]}", isAccountLevel);
    }

    private static ScimView Reader(HttpContext context, bool isAccountLevel)
    {
        var view = View(context, isAccountLevel);
        return view.IsAccountLevel && !view.Caller.IsAccountAdmin ? throw ScimException.Forbidden("Only an account admin can see the account's principals.") : view;
    }

    private static ScimView Writer(HttpContext context, bool isAccountLevel)
    {
        var view = View(context, isAccountLevel);
        return view.Caller.IsAccountAdmin ? view : throw ScimException.Forbidden("Only an account admin can add, change and delete principals.");
    }

    private static IResult One(ResourceType type, ScimView view, Principal principal, ScimParts parts, int status = StatusCodes.Status200OK)
    {
        var projection = Projection.Of(parts);
        return Answer(projection.Apply(type.Write(view, principal, projection.Includes("members") || projection.Includes("groups"))), status);
    }

    private static IResult Answer(JsonObject body, int status = StatusCodes.Status200OK) => Results.Json(body, contentType: ScimSchema.ContentType, statusCode: status);

    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (ScimException refused)
        {
            return ScimError.Result(refused.Status, refused.ScimType, refused.Message);
        }
    }
}
