using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;

namespace Weir.Accounts.Tokens;

/// <summary>One's own personal access tokens, <c>/api/2.0/token</c> (original-product.md section 6).</summary>
public static class TokenRoutes
{
    private const long LongestLifetime = 10L * 365 * 86400;
    private const int LongestComment = 256;

    /// <summary>Maps the routes of tokens, one's own and those of others.</summary>
    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/api/2.0/token").RequireScope(TokenScopes.Authentication);
        own.MapPost("/create", (HttpContext context, AccountDirectory accounts, CreateToken request) =>
            CreateAsync(context, accounts, request, context.CallerOf().PrincipalId)).Audits("accounts", "generateDbToken", ["comment", "lifetime_seconds", "scopes"], "token_info.token_id");
        own.MapGet("/list", (HttpContext context, AccountDirectory accounts) =>
        {
            var caller = context.CallerOf();
            return TypedResults.Ok(new TokensAnswer(accounts.State.Tokens.Where(token => token.PrincipalId == caller.PrincipalId).Select(token => new TokenInfo(accounts, token))));
        });
        own.MapPost("/delete", async (HttpContext context, AccountDirectory accounts, DeleteToken request) =>
        {
            var caller = context.CallerOf();
            var token = accounts.State.Tokens.FirstOrDefault(known => known.Id == request.TokenId && (known.PrincipalId == caller.PrincipalId || caller.IsAccountAdmin));
            return token is not null && await accounts.DeleteTokenAsync(token.Id, context.RequestAborted)
                ? TypedResults.Ok(new EmptyAnswer())
                : throw ApiException.NotFound($"There is no token '{request.TokenId}' of yours.");
        }).Audits("accounts", "revokeDbToken", ["token_id"]);
        TokenManagementRoutes.Map(app);
    }

    /// <summary>Makes a token and answers with its secret.</summary>
    internal static async Task<Ok<CreatedTokenAnswer>> CreateAsync(HttpContext context, AccountDirectory accounts, CreateToken request, string ownerId)
    {
        if (request.LifetimeSeconds is <= 0 or > LongestLifetime)
        {
            throw ApiException.Invalid($"'lifetime_seconds' must be from 1 to {LongestLifetime}, or left out for a token that does not end.");
        }

        if (request.Comment?.Length > LongestComment)
        {
            throw ApiException.Invalid($"'comment' is longer than {LongestComment} characters.");
        }

        var caller = context.CallerOf();
        var (secret, token) = await accounts.CreateTokenAsync(
            new NewToken(ownerId, request.WorkspaceId ?? caller.WorkspaceId)
            {
                Comment = request.Comment,
                Lifetime = request.LifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                Scopes = TokenScopes.Grant(request.Scopes, caller),
                CreatorId = caller.PrincipalId,
            },
            context.RequestAborted);
        return TypedResults.Ok(new CreatedTokenAnswer(secret, new TokenInfo(accounts, token)));
    }
}

/// <summary>The body of token/create. <c>workspace_id</c> is ours: the caller's own when left out.</summary>
internal sealed record CreateToken(
    [property: JsonPropertyName("comment")] string? Comment,
    [property: JsonPropertyName("lifetime_seconds")] long? LifetimeSeconds,
    [property: JsonPropertyName("scopes")] IReadOnlyList<string>? Scopes,
    [property: JsonPropertyName("application_id")] string? ApplicationId,
    [property: JsonPropertyName("workspace_id")] string? WorkspaceId);

/// <summary>The body of token/delete.</summary>
internal sealed record DeleteToken([property: JsonPropertyName("token_id")] string TokenId);
