using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Tokens;

namespace Weir.Warehouse.SavedQueries;

/// <summary>
/// Saved queries, <c>/api/2.0/sql/queries</c>, as the SDKs' QueriesAPI has them. A query that the caller may not view is not there (404); one that
/// may be viewed and not changed is refused (403).
/// </summary>
internal static class SavedQueryRoutes
{
    private const int MostOfOwner = 1000;
    private const int UsualPage = 20;
    private const int LargestPage = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/sql/queries").RequireScope(TokenScopes.Sql);
        group.MapGet("/", ListAsync);
        group.MapGet("/{id}", async (HttpContext context, ISavedQueryStore store, SavedQueryPermissions secured, PrincipalNames names, string id) =>
            TypedResults.Ok(SavedQueryAnswer.Of(await FindAsync(context, store, secured, id), names)));
        group.MapPost("/", CreateAsync).ReadsBody(typeof(SavedQueryRequest)).Audits("databrickssql", "createQuery", ["query.display_name"], result: "id");
        group.MapPatch("/{id}", UpdateAsync).ReadsBody(typeof(SavedQueryRequest)).Audits("databrickssql", "updateQuery", ["id", "query.display_name", "update_mask"]);
        group.MapDelete("/{id}", DeleteAsync).Audits("databrickssql", "deleteQuery", ["id"]);
    }

    private static async Task<Ok<SavedQueriesAnswer>> ListAsync(HttpContext context, ISavedQueryStore store, PermissionDirectory permissions, PrincipalNames names)
    {
        var caller = context.CallerOf();
        var size = SizeOf(context.Request.Query["page_size"].ToString());
        var token = context.Request.Query["page_token"].ToString();
        if (token.Length > 0 && !Guid.TryParse(token, out _))
        {
            throw ApiException.Invalid("'page_token' must be the 'next_page_token' of an answer.");
        }

        var isAdmin = caller.IsAccountAdmin || caller.IsWorkspaceAdmin;
        var page = new SavedQueryPage(caller.WorkspaceId, isAdmin ? null : caller.PrincipalId, isAdmin ? [] : permissions.GrantedTo(caller, ObjectType.Queries), token.Length > 0 ? token : null, size + 1);
        var found = await store.ListAsync(page, context.RequestAborted);
        var next = found.Count > size ? found[size - 1].Id : null;
        return TypedResults.Ok(new SavedQueriesAnswer([.. found.Take(size).Select(query => SavedQueryAnswer.Of(query, names))], next));
    }

    private static async Task<Ok<SavedQueryAnswer>> CreateAsync(HttpContext context, ISavedQueryStore store, PrincipalNames names, TimeProvider time)
    {
        var caller = context.CallerOf();
        var request = await ReadAsync(context);
        var now = time.GetUtcNow();
        var empty = new SavedQuery
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = caller.WorkspaceId,
            OwnerId = caller.PrincipalId,
            LastModifierId = caller.PrincipalId,
            DisplayName = string.Empty,
            QueryText = string.Empty,
            CreateTime = now.UtcDateTime,
            UpdateTime = now.UtcDateTime,
        };
        var query = request.Query!.ApplyTo(empty);
        var made = await store.AddAsync(query, MostOfOwner, request.AutoResolveDisplayName == true, context.RequestAborted);
        return TypedResults.Ok(SavedQueryAnswer.Of(Done(made, query), names));
    }

    private static async Task<Ok<SavedQueryAnswer>> UpdateAsync(HttpContext context, ISavedQueryStore store, SavedQueryPermissions secured, PermissionDirectory permissions, PrincipalNames names, TimeProvider time, string id)
    {
        var caller = context.CallerOf();
        var before = await FindAsync(context, store, secured, id);
        permissions.Require(caller, secured.Of(before), ObjectType.CanEdit);
        var request = await ReadAsync(context);
        var members = SavedQueryDocument.ReadMask(request.UpdateMask);
        var now = time.GetUtcNow().UtcDateTime;
        var changed = await store.UpdateAsync(
            caller.WorkspaceId,
            before.Id,
            request.AutoResolveDisplayName == true,
            query => request.Query!.ApplyTo(query, members) with { LastModifierId = caller.PrincipalId, UpdateTime = now },
            context.RequestAborted);
        return TypedResults.Ok(SavedQueryAnswer.Of(Done(changed, request.Query!.ApplyTo(before, members)), names));
    }

    private static async Task<Ok<NothingAnswer>> DeleteAsync(HttpContext context, ISavedQueryStore store, SavedQueryPermissions secured, PermissionDirectory permissions, string id)
    {
        var query = await FindAsync(context, store, secured, id);
        permissions.Require(context.CallerOf(), secured.Of(query), ObjectType.CanManage);
        await store.DeleteAsync(query.WorkspaceId, query.Id, context.RequestAborted);
        await permissions.ForgetAsync(secured.Of(query), CancellationToken.None);
        return TypedResults.Ok(new NothingAnswer());
    }

    private static async Task<SavedQuery> FindAsync(HttpContext context, ISavedQueryStore store, SavedQueryPermissions secured, string id)
    {
        var caller = context.CallerOf();
        return await store.FindAsync(caller.WorkspaceId, id, context.RequestAborted) is { } query && secured.Allows(caller, query, ObjectType.CanView)
            ? query
            : throw NotThere(id);
    }

    private static async Task<SavedQueryRequest> ReadAsync(HttpContext context)
    {
        var request = await context.ReadBodyAsync<SavedQueryRequest>("a saved query");
        return request.Query is null ? throw ApiException.Invalid("'query' is missing. Put the query's members there.") : request;
    }

    private static SavedQuery Done(SavedQueryChange change, SavedQuery asked) => change.Outcome switch
    {
        SavedQueryOutcome.Done => change.Query!,
        SavedQueryOutcome.Gone => throw NotThere(asked.Id),
        SavedQueryOutcome.NameTaken => throw new ApiException(409, "RESOURCE_ALREADY_EXISTS", $"There is a query '{asked.DisplayName}' of the same owner already. Choose another name, change that one, or send 'auto_resolve_display_name'."),
        _ => throw new ApiException(400, "QUOTA_EXCEEDED", $"You have {MostOfOwner} saved queries, the most that one may have. Delete some first."),
    };

    private static ApiException NotThere(string id) => ApiException.NotFound($"There is no query {id} in this workspace that you may see.");

    private static int SizeOf(string text) =>
        text.Length == 0 ? UsualPage
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= LargestPage ? size
        : throw ApiException.Invalid($"'page_size' must be 1 to {LargestPage}.");
}
