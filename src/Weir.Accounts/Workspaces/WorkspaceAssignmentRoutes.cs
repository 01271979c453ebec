using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Workspaces;

/// <summary>Who is a member of a workspace: for account admins, and for the admins of the workspace that the token is in.</summary>
internal static class WorkspaceAssignmentRoutes
{
    public static void Map(IEndpointRouteBuilder app, string path)
    {
        var group = app.MapGroup(path).RequireScope(TokenScopes.AccessManagement);
        group.AddEndpointFilter(AccountInPath.CheckAsync);
        group.MapGet("/", (HttpContext context, AccountDirectory accounts, string workspace) =>
        {
            Require(context, accounts.State, workspace);
            var assignments = accounts.State.Assignments.Where(assignment => assignment.WorkspaceId == workspace);
            return TypedResults.Ok(new WorkspaceAssignmentsAnswer(assignments.Select(assignment => Describe(accounts.State, assignment))));
        });
        group.MapGet("/permissions", (HttpContext context, AccountDirectory accounts, string workspace) =>
        {
            Require(context, accounts.State, workspace);
            return TypedResults.Ok(new WorkspaceLevelsAnswer(
            [
                new WorkspaceLevelAnswer("USER", "May work in the workspace"),
                new WorkspaceLevelAnswer("ADMIN", "May also say who else works in the workspace"),
            ]));
        });
        group.MapPut("/principals/{principal}", PutAsync).Audits("accounts", "updateWorkspaceAssignment", ["workspace", "principal", "permissions"], isAccountLevel: true);
        group.MapDelete("/principals/{principal}", async (HttpContext context, AccountDirectory accounts, string workspace, string principal) =>
        {
            await RemoveAsync(context, accounts, workspace, principal);
            return TypedResults.Ok(new EmptyAnswer());
        }).Audits("accounts", "deleteWorkspaceAssignment", ["workspace", "principal"], isAccountLevel: true);
    }

    private static async Task<Ok<WorkspaceAssignmentAnswer>> PutAsync(HttpContext context, AccountDirectory accounts, string workspace, string principal, PutPermissions request)
    {
        Require(context, accounts.State, workspace);
        if (request.Permissions is not { Count: <= 2 } permissions || permissions.Any(permission => permission is not ("USER" or "ADMIN")))
        {
            throw ApiException.Invalid("'permissions' must be [\"USER\"] or [\"ADMIN\"], or empty to remove the principal from the workspace.");
        }

        if (permissions.Count == 0)
        {
            await RemoveAsync(context, accounts, workspace, principal);
            return TypedResults.Ok(new WorkspaceAssignmentAnswer(permissions, null));
        }

        var role = permissions.Contains("ADMIN", StringComparer.Ordinal) ? WorkspaceRole.Admin : WorkspaceRole.User;
        var made = await accounts.ChangeAsync(
            state =>
            {
                Require(context, state, workspace);
                if (state.FindPrincipal(principal) is null)
                {
                    throw ApiException.NotFound($"There is no principal {principal}.");
                }

                var assignment = new WorkspaceAssignment(workspace, principal, role);
                return (new AccountChange { SavedAssignments = [assignment] }, assignment);
            },
            context.RequestAborted);
        return TypedResults.Ok(Describe(accounts.State, made));
    }

    private static Task<WorkspaceAssignment> RemoveAsync(HttpContext context, AccountDirectory accounts, string workspace, string principal) => accounts.ChangeAsync(
        state =>
        {
            Require(context, state, workspace);
            var assignment = state.Assignments.FirstOrDefault(known => known.WorkspaceId == workspace && known.PrincipalId == principal)
                ?? throw ApiException.NotFound($"The principal {principal} is not assigned to the workspace {workspace}.");
            return (new AccountChange { RemovedAssignments = [assignment] }, assignment);
        },
        context.RequestAborted);

    private static void Require(HttpContext context, AccountState state, string workspace)
    {
        var caller = context.CallerOf();
        if (!caller.IsAccountAdmin && !(caller.IsWorkspaceAdmin && caller.WorkspaceId == workspace))
        {
            throw ApiException.Forbidden("Only an account admin or an admin of the workspace can see and change its members.");
        }

        if (state.FindWorkspace(workspace) is null)
        {
            throw ApiException.NotFound($"There is no workspace {workspace}.");
        }
    }

    private static WorkspaceAssignmentAnswer Describe(AccountState state, WorkspaceAssignment assignment)
    {
        var principal = state.FindPrincipal(assignment.PrincipalId)!;
        return new WorkspaceAssignmentAnswer(
            [assignment.Role == WorkspaceRole.Admin ? "ADMIN" : "USER"],
            new AssignedPrincipalAnswer(
                long.Parse(principal.Id, CultureInfo.InvariantCulture),
                principal.DisplayName ?? principal.Name,
                principal.Type == PrincipalType.User ? principal.Name : null,
                principal.Type == PrincipalType.ServicePrincipal ? principal.Name : null,
                principal.Type == PrincipalType.Group ? principal.Name : null));
    }
}

/// <summary>The body of an assignment.</summary>
internal sealed record PutPermissions([property: JsonPropertyName("permissions")] IReadOnlyList<string>? Permissions);
