using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
            return Results.Json(accounts.State.Workspaces.Select(workspace => Json(accounts, workspace)));
        });
        group.MapGet("/{id}", (HttpContext context, AccountDirectory accounts, string id) =>
        {
            RequireAdmin(context);
            return accounts.State.FindWorkspace(id) is { } workspace
                ? Results.Json(Json(accounts, workspace))
                : ApiError.NotFound($"There is no workspace {id}.");
        });
        group.MapPost("/", CreateAsync).Audits("accounts", "createWorkspace", ["workspace_name"], "workspace_id", isAccountLevel: true);
        WorkspaceAssignmentRoutes.Map(app, "/api/2.0/accounts/{account}/workspaces/{workspace}/permissionassignments");
        WorkspaceAssignmentRoutes.Map(app, "/api/2.0/preview/accounts/{account}/workspaces/{workspace}/permissionassignments");
    }

    private static async Task<IResult> CreateAsync(HttpContext context, AccountDirectory accounts, TimeProvider time, CreateWorkspace request)
    {
        RequireAdmin(context);
        if (request.Name?.Trim() is not { Length: > 0 and <= LongestName } name)
        {
            return ApiError.Invalid($"'workspace_name' must have 1 to {LongestName} characters.");
        }

        var made = await accounts.ChangeAsync(
            state =>
            {
                if (state.Workspaces.Any(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)))
                {
                    throw new ApiException(409, "RESOURCE_ALREADY_EXISTS", $"The workspace '{name}' exists.");
                }

                var workspace = new Workspace(PrincipalId.New(), name) { CreationTime = time.GetUtcNow().UtcDateTime };
                return (new AccountChange { AddedWorkspaces = [workspace] }, workspace);
            },
            context.RequestAborted);
        return Results.Json(Json(accounts, made), statusCode: StatusCodes.Status201Created);
    }

    private static void RequireAdmin(HttpContext context)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can list and make workspaces.");
        }
    }

    private static object Json(AccountDirectory accounts, Workspace workspace) => new
    {
        account_id = accounts.State.AccountId,
        workspace_id = long.Parse(workspace.Id, CultureInfo.InvariantCulture),
        workspace_name = workspace.Name,
        workspace_status = "RUNNING",
        creation_time = Milliseconds.Of(workspace.CreationTime),
    };
}

/// <summary>The body of a workspace's creation.</summary>
internal sealed record CreateWorkspace([property: JsonPropertyName("workspace_name")] string? Name);
