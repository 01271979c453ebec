using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Auditing;
using Weir.Accounts.Tokens;

namespace Weir.Accounts.Http;

/// <summary>Personal access tokens (<c>/api/2.0/token</c>), who one is, and adding users (SCIM): original-product.md section 6.</summary>
public static class TokenRoutes
{
    private const long NoExpiry = -1;

    /// <summary>Maps the routes.</summary>
    public static void MapTokens(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/2.0/token/create", CreateAsync).Audits("accounts", "generateDbToken", ["comment", "lifetime_seconds"], "token_info.token_id");
        app.MapGet("/api/2.0/token/list", (HttpContext context, AccountDirectory accounts) =>
        {
            var caller = context.CallerOf();
            return Results.Json(new { token_infos = accounts.State.Tokens.Where(token => token.PrincipalId == caller.PrincipalId).Select(Info) });
        });
        app.MapPost("/api/2.0/token/delete", DeleteAsync).Audits("accounts", "revokeDbToken", ["token_id"]);
        app.MapGet("/api/2.0/preview/scim/v2/Me", (HttpContext context) =>
        {
            var caller = context.CallerOf();
            context.Response.Headers["X-Databricks-Org-Id"] = caller.WorkspaceId;
            return Results.Json(ScimUser(new Principal(caller.PrincipalId, caller.PrincipalName, caller.PrincipalType, caller.IsAccountAdmin)));
        });
        app.MapPost("/api/2.0/preview/scim/v2/Users", AddUserAsync).Audits("accounts", "add", ["userName"], "id");
        app.MapPost("/api/2.0/token-management/on-behalf-of/tokens", CreateForAsync).Audits("accounts", "generateDbToken", ["application_id", "comment", "lifetime_seconds"], "token_info.token_id");
    }

    private static async Task<IResult> CreateAsync(HttpContext context, AccountDirectory accounts, CreateToken request)
    {
        var caller = context.CallerOf();
        return await MakeAsync(accounts, caller.PrincipalId, caller.WorkspaceId, request, context.RequestAborted);
    }

    private static async Task<IResult> CreateForAsync(HttpContext context, AccountDirectory accounts, CreateToken request)
    {
        var caller = context.CallerOf();
        if (!caller.IsAccountAdmin)
        {
            return ApiError.Forbidden("Only an account admin can make tokens for others.");
        }

        var owner = accounts.State.Principals.FirstOrDefault(principal => principal.Name == request.ApplicationId);
        return owner is null
            ? ApiError.NotFound($"There is no principal '{request.ApplicationId}'. Name it in 'application_id'.")
            : await MakeAsync(accounts, owner.Id, caller.WorkspaceId, request, context.RequestAborted);
    }

    private static async Task<IResult> MakeAsync(AccountDirectory accounts, string principalId, string workspaceId, CreateToken request, CancellationToken cancellationToken)
    {
        if (request.LifetimeSeconds is <= 0 or > 10L * 365 * 86400)
        {
            return ApiError.Invalid("'lifetime_seconds' must be from 1 to 315360000, or left out for a token that does not end.");
        }

        if (request.Comment?.Length > 256)
        {
            return ApiError.Invalid("'comment' is longer than 256 characters.");
        }

        var lifetime = request.LifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var (secret, token) = await accounts.CreateTokenAsync(principalId, workspaceId, request.Comment, lifetime, cancellationToken);
        return Results.Json(new { token_value = secret, token_info = Info(token) });
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, AccountDirectory accounts, DeleteToken request)
    {
        var caller = context.CallerOf();
        var token = accounts.State.Tokens.FirstOrDefault(known => known.Id == request.TokenId && (known.PrincipalId == caller.PrincipalId || caller.IsAccountAdmin));
        if (token is null || !await accounts.DeleteTokenAsync(token.Id, context.RequestAborted))
        {
            return ApiError.NotFound($"There is no token '{request.TokenId}' of yours.");
        }

        return Results.Json(new { });
    }

    private static async Task<IResult> AddUserAsync(HttpContext context, AccountDirectory accounts, NewUser request)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            return ApiError.Forbidden("Only an account admin can add users.");
        }

        if (request.UserName is not { Length: > 0 and <= 256 })
        {
            return ApiError.Invalid("'userName' must be the user's e-mail, at most 256 characters.");
        }

        var user = await accounts.AddUserAsync(request.UserName, context.RequestAborted);
        return user is null
            ? ApiError.Result(409, "RESOURCE_ALREADY_EXISTS", $"The user '{request.UserName}' exists.")
            : Results.Json(ScimUser(user), statusCode: 201);
    }

    private static object Info(AccessToken token) => new
    {
        token_id = token.Id,
        comment = token.Comment,
        creation_time = Milliseconds(token.CreationTime),
        expiry_time = token.ExpiryTime is { } end ? Milliseconds(end) : NoExpiry,
    };

    private static long Milliseconds(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static object ScimUser(Principal principal) => new
    {
        schemas = new[] { "urn:ietf:params:scim:schemas:core:2.0:User" },
        id = principal.Id,
        userName = principal.Name,
        displayName = principal.Name,
        active = true,
        emails = new[] { new { value = principal.Name, type = "work", primary = true } },
    };

    /// <summary>The body of token/create.</summary>
    public sealed record CreateToken(
        [property: JsonPropertyName("comment")] string? Comment,
        [property: JsonPropertyName("lifetime_seconds")] long? LifetimeSeconds,
        [property: JsonPropertyName("application_id")] string? ApplicationId);

    /// <summary>The body of token/delete.</summary>
    public sealed record DeleteToken([property: JsonPropertyName("token_id")] string TokenId);

    /// <summary>The body of SCIM's user creation.</summary>
    public sealed record NewUser([property: JsonPropertyName("userName")] string? UserName);
}
