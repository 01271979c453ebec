using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Principals;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Workspaces;

/// <summary>The account's workspaces, <c>/api/2.0/accounts/{account_id}/workspaces</c>.</summary>
public static class WorkspaceRoutes
{
    private const int LongestName = 100;

    /// <summary>Maps the routes of workspaces and of their members.</summary>
    public static void MapWorkspaces(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/accounts/{account}/workspaces").RequireScope(TokenScopes.Provisioning);
        group.AddEndpointFilter(AccountInPath.CheckAsync);
        group.MapGet("/", (HttpContext context, AccountDirectory accounts) =>
        {
            RequireAdmin(context);
            return TypedResults.Ok(accounts.State.Workspaces.Select(workspace => Describe(accounts, workspace)));
        });
        group.MapGet("/{id}", (HttpContext context, AccountDirectory accounts, string id) =>
        {
            RequireAdmin(context);
            return TypedResults.Ok(Describe(accounts, Find(accounts.State, id)));
        });
        group.MapPost("/", CreateAsync).Audits("accounts", "createWorkspace", ["workspace_name"], "workspace_id", isAccountLevel: true);
        group.MapPatch("/{id}", RenameAsync).Audits("accounts", "updateWorkspace", ["id", "workspace_name"], "workspace_id", isAccountLevel: true);
        group.MapDelete("/{id}", DeleteAsync).Audits("accounts", "deleteWorkspace", ["id"], isAccountLevel: true);
        WorkspaceAssignmentRoutes.Map(app, "/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments");
        WorkspaceAssignmentRoutes.Map(app, "/api/2.0/preview/accounts/{account}/workspaces/{workspace}/permissionassignments");
    }

    private static async Task<Created<WorkspaceAnswer>> CreateAsync(HttpContext context, AccountDirectory accounts, TimeProvider time, WorkspaceName request)
    {
        RequireAdmin(context);
        var name = NameOf(request);
        var made = await accounts.ChangeAsync(
            state =>
            {
                RequireUnused(state, name, null);
                var workspace = new Workspace(PrincipalId.New(), name) { CreationTime = time.GetUtcNow().UtcDateTime };
                return (new AccountChange { AddedWorkspaces = [workspace] }, workspace);
            },
            context.RequestAborted);
        return TypedResults.Created((string?)null, Describe(accounts, made));
    }

    private static async Task<Ok<WorkspaceAnswer>> RenameAsync(HttpContext context, AccountDirectory accounts, string id, WorkspaceName request)
    {
        RequireAdmin(context);
        var name = NameOf(request);
        var renamed = await accounts.ChangeAsync(
            state =>
            {
                var before = Find(state, id);
                RequireUnused(state, name, id);
                var after = before with { Name = name };
                return (new AccountChange { ChangedWorkspaces = [after] }, after);
            },
            context.RequestAborted);
        return TypedResults.Ok(Describe(accounts, renamed));
    }

    private static async Task<Ok<EmptyAnswer>> DeleteAsync(HttpContext context, AccountDirectory accounts, IEnumerable<IWorkspaceContents> contents, string id)
    {
        RequireAdmin(context);
        Find(accounts.State, id);
        if (context.CallerOf().WorkspaceId == id)
        {
            throw ApiException.Invalid($"Your token is one of the workspace {id}, which would end with it. Delete it with a token of another workspace.");
        }

        foreach (var kept in contents)
        {
            await kept.DeleteAsync(id, context.RequestAborted);
        }

        await accounts.ChangeAsync(state => (new AccountChange { DeletedWorkspaces = [Find(state, id).Id] }, true), context.RequestAborted);
        return TypedResults.Ok(new EmptyAnswer());
    }

    private static Workspace Find(AccountState state, string id) => state.FindWorkspace(id) ?? throw ApiException.NotFound($"There is no workspace {id}.");

    private static string NameOf(WorkspaceName request) => request.Name?.Trim() is { Length: > 0 and <= LongestName } name
        ? name
        : throw ApiException.Invalid($"'workspace_name' must have 1 to {LongestName} characters.");

    private static void RequireUnused(AccountState state, string name, string? id)
    {
        if (state.Workspaces.Any(known => known.Id != id && string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ApiException(409, "RESOURCE_ALREADY_EXISTS", $"The workspace '{name}' exists.");
        }
    }

    private static void RequireAdmin(HttpContext context)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can list, make, rename and delete workspaces.");
        }
    }

    private static WorkspaceAnswer Describe(AccountDirectory accounts, Workspace workspace) => new(
        accounts.State.AccountId,
        long.Parse(workspace.Id, CultureInfo.InvariantCulture),
        workspace.Name,
        "RUNNING",
        Milliseconds.Of(workspace.CreationTime));
}

/// <summary>The body of a workspace's creation and of its change.</summary>
internal sealed record WorkspaceName([property: JsonPropertyName("workspace_name")] string? Name);
