using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;

namespace Weir.Accounts.Tokens;

/// <summary>
/// The tokens of everyone, <c>/api/2.0/token-management</c>: an admin of a workspace sees and revokes those of the workspace, an
/// account admin those of all; only an account admin makes them for others.
/// </summary>
internal static class TokenManagementRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/token-management").RequireScope(TokenScopes.Authentication);
        group.MapGet("/tokens", List);
        group.MapGet("/tokens/{id}", (HttpContext context, AccountDirectory accounts, string id) =>
            TypedResults.Ok(new TokenAnswer(new TokenInfo(accounts, Find(context, accounts, id)))));
        group.MapDelete("/tokens/{id}", async (HttpContext context, AccountDirectory accounts, string id) =>
        {
            await accounts.DeleteTokenAsync(Find(context, accounts, id).Id, context.RequestAborted);
            return TypedResults.Ok(new EmptyAnswer());
        }).Audits("accounts", "revokeDbToken", ["id"]);
        group.MapPost("/on-behalf-of/tokens", CreateForAsync).Audits("accounts", "generateDbToken", ["application_id", "comment", "lifetime_seconds", "scopes"], "token_info.token_id");
    }

    private static Ok<TokensAnswer> List(HttpContext context, AccountDirectory accounts, string? created_by_id, string? created_by_username)
    {
        var tokens = Administered(context, accounts);
        if (created_by_id is { Length: > 0 } id)
        {
            tokens = tokens.Where(token => token.CreatorId == id);
        }

        if (created_by_username is { Length: > 0 } name)
        {
            tokens = tokens.Where(token => string.Equals(accounts.State.FindPrincipal(token.CreatorId)?.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        return TypedResults.Ok(new TokensAnswer(tokens.OrderBy(token => token.CreationTime).Select(token => new TokenInfo(accounts, token))));
    }

    private static async Task<Ok<CreatedTokenAnswer>> CreateForAsync(HttpContext context, AccountDirectory accounts, CreateToken request)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can make tokens for others.");
        }

        if (request.ApplicationId is not { Length: > 0 } name)
        {
            throw ApiException.Invalid("'application_id' must name the service principal, or the user, that the token is for.");
        }

        var owner = accounts.State.FindPrincipal(PrincipalType.ServicePrincipal, name) ?? accounts.State.FindPrincipal(PrincipalType.User, name);
        return owner is null
            ? throw ApiException.NotFound($"There is no principal '{name}'. Name it in 'application_id'.")
            : await TokenRoutes.CreateAsync(context, accounts, request, owner.Id);
    }

    private static IEnumerable<AccessToken> Administered(HttpContext context, AccountDirectory accounts)
    {
        var caller = context.CallerOf();
        return caller.IsWorkspaceAdmin
            ? accounts.State.Tokens.Where(token => caller.IsAccountAdmin || token.WorkspaceId == caller.WorkspaceId)
            : throw ApiException.Forbidden("Only an account admin or an admin of the workspace can see the tokens of others.");
    }

    private static AccessToken Find(HttpContext context, AccountDirectory accounts, string id) =>
        Administered(context, accounts).FirstOrDefault(token => token.Id == id) ?? throw ApiException.NotFound($"There is no token '{id}'.");
}
