using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Sessions;

/// <summary>Who is signed in, and where: <c>/api/2.0/weir/session</c> and <c>/api/2.0/weir/sessions</c>.</summary>
internal static class SessionRoutes
{
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir").RequireScope(TokenScopes.Authentication);
        group.MapGet("/session", (HttpContext context, AccountDirectory accounts, SessionDirectory sessions) =>
            TypedResults.Ok(Describe(context.CallerOf(), accounts, sessions)));
        group.MapPut("/session", async (HttpContext context, AccountDirectory accounts, SessionDirectory sessions, SwitchWorkspace request) =>
        {
            if (request.WorkspaceId is not { Length: > 0 } workspace)
            {
                throw ApiException.Invalid("'workspace_id' must name the workspace to work in.");
            }

            var caller = context.CallerOf();
            await sessions.SwitchAsync(caller, workspace, context.RequestAborted);
            return TypedResults.Ok(Describe(caller with { WorkspaceId = workspace, IsWorkspaceAdmin = accounts.State.RoleIn(workspace, caller.PrincipalId) == WorkspaceRole.Admin }, accounts, sessions));
        }).Audits("accounts", "switchSessionWorkspace", ["workspace_id"]);
        group.MapGet("/sessions", (HttpContext context, AccountDirectory accounts, SessionDirectory sessions, string? user_name) =>
        {
            var caller = context.CallerOf();
            return TypedResults.Ok(new SessionsAnswer(sessions.Of(UserOf(caller, accounts, user_name)).Select(session => Describe(session, caller, accounts, sessions))));
        });
        group.MapDelete("/sessions/{id}", async (HttpContext context, AccountDirectory accounts, SessionDirectory sessions, string id) =>
        {
            var caller = context.CallerOf();
            var owner = accounts.State.Sessions.FirstOrDefault(session => session.Id == id && (caller.IsAccountAdmin || session.PrincipalId == caller.PrincipalId))?.PrincipalId;
            return owner is not null && await sessions.EndAsync(owner, session => session.Id == id, context.RequestAborted) > 0
                ? TypedResults.Ok(new EmptyAnswer())
                : throw ApiException.NotFound($"There is no session '{id}' of yours.");
        }).Audits("accounts", "logout", ["id"]);
        group.MapPost("/sessions/revoke-all", async (HttpContext context, AccountDirectory accounts, SessionDirectory sessions, RevokeAll request) =>
        {
            var user = UserOf(context.CallerOf(), accounts, request.UserName);
            return TypedResults.Ok(new EndedSessionsAnswer(await sessions.EndAsync(user, _ => true, context.RequestAborted)));
        }).Audits("accounts", "logout", ["user_name"], "ended", isAccountLevel: true);
    }

    private static string UserOf(Caller caller, AccountDirectory accounts, string? name) =>
        string.IsNullOrEmpty(name) || string.Equals(name, caller.PrincipalName, StringComparison.OrdinalIgnoreCase) ? caller.PrincipalId
        : !caller.IsAccountAdmin ? throw ApiException.Forbidden("Only an account admin can see and end the sessions of others.")
        : accounts.State.FindPrincipal(PrincipalType.User, name)?.Id ?? throw ApiException.NotFound($"There is no user '{name}'.");

    private static SessionAnswer Describe(Caller caller, AccountDirectory accounts, SessionDirectory sessions)
    {
        var state = accounts.State;
        var session = sessions.Find(caller);
        return new SessionAnswer(
            caller.PrincipalId,
            caller.PrincipalName,
            state.FindPrincipal(caller.PrincipalId)?.DisplayName ?? caller.PrincipalName,
            caller.AccountId,
            caller.IsAccountAdmin,
            caller.WorkspaceId,
            RoleName(caller.IsWorkspaceAdmin ? WorkspaceRole.Admin : WorkspaceRole.User),
            state.Workspaces
                .Select(workspace => (Workspace: workspace, Role: state.RoleIn(workspace.Id, caller.PrincipalId)))
                .Where(membership => membership.Role is not null)
                .Select(membership => new SessionWorkspaceAnswer(membership.Workspace.Id, membership.Workspace.Name, RoleName(membership.Role!.Value))),
            session is null ? null : Describe(session, caller, accounts, sessions));
    }

    private static BrowserSessionAnswer Describe(AccessToken session, Caller caller, AccountDirectory accounts, SessionDirectory sessions) => new(
        session.Id,
        session.Id == caller.TokenId,
        session.Origin?.Method switch { SignInMethod.OpenIdConnect => "oidc", SignInMethod.Password => "password", _ => "link" },
        session.Origin?.UserAgent,
        session.Origin?.IpAddress,
        session.WorkspaceId,
        Milliseconds.Of(session.CreationTime),
        Milliseconds.Of(accounts.LastUsedTimeOf(session) ?? session.CreationTime),
        Milliseconds.Of(sessions.EndOf(session)));

    private static string RoleName(WorkspaceRole role) => role == WorkspaceRole.Admin ? "ADMIN" : "USER";
}

/// <summary>The body of PUT session.</summary>
internal sealed record SwitchWorkspace([property: JsonPropertyName("workspace_id")] string? WorkspaceId);

/// <summary>The body of sessions/revoke-all: oneself when it names nobody.</summary>
internal sealed record RevokeAll([property: JsonPropertyName("user_name")] string? UserName);
