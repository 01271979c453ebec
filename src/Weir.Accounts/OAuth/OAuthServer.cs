using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Weir.Accounts.Auditing;
using Weir.Accounts.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Weir.Accounts.OAuth;

/// <summary>
/// The authorisation server, below <c>/oidc</c>: service principals get access tokens for their secrets by the grant client_credentials (RFC 6749 4.4), with
/// discovery (RFC 8414) and the public keys (RFC 7517). The paths are those of original-product.md section 6.
/// </summary>
public static class OAuthServer
{
    private const string Root = "/oidc";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    /// <summary>Adds the services. Needs the account and a store of signing keys.</summary>
    internal static IServiceCollection AddOAuthServer(this IServiceCollection services)
    {
        services.AddReplicated<SigningKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddHostedService<SigningKeyRotation>();
        services.AddSingleton<SignedTokenAuthenticator>();
        services.AddSingleton<TokenRequests>();
        services.AddOpenIddict().AddServer(server =>
        {
            // Clients and keys are the account's own; there is nothing else to store.
            server.EnableDegradedMode();
            server.AllowClientCredentialsFlow();
            server.SetTokenEndpointUris("oidc/v1/token");
            server.SetConfigurationEndpointUris("oidc/.well-known/openid-configuration", "oidc/.well-known/oauth-authorization-server");
            server.SetJsonWebKeySetEndpointUris("oidc/jwks.json");
            server.SetAccessTokenLifetime(TokenLifetime);
            server.RegisterScopes([.. TokenScopes.Known]);
            server.DisableAccessTokenEncryption();
            server.Configure(options =>
            {
                // The metadata states what is served, and nobody signs in here.
                options.Scopes.Remove(OpenIddictConstants.Scopes.OpenId);
                options.PromptValues.Clear();
                options.ClientAuthenticationMethods.Remove(OpenIddictConstants.ClientAuthenticationMethods.PrivateKeyJwt);
            });

            // Asked for by the library, for kinds of token that are never made here.
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseSingletonHandler<TokenRequests>().SetOrder(OpenIddictServerHandlers.Exchange.ValidateGrantType.Descriptor.Order + 50));
            server.AddEventHandler<ApplyConfigurationResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.Error is null)
                {
                    context.Response[OpenIddictConstants.Metadata.Issuer] = IssuerOf(context.BaseUri!).AbsoluteUri;
                }

                return default;
            }).SetOrder(int.MinValue + 100_000));
            server.AddEventHandler<GenerateTokenContext>(handler => handler.UseInlineHandler(context =>
            {
                context.Principal!.SetClaim(OpenIddictConstants.Claims.Private.Issuer, IssuerOf(context.BaseUri!).AbsoluteUri);
                return default;
            }).SetOrder(int.MinValue + 100_000));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                // The library leaves out a scope that is the one asked for; clients of the original read it.
                if (context.Error is null)
                {
                    context.Response.Scope = string.Join(' ', context.Transaction.GetHttpRequest()!.HttpContext.Features.Get<GrantedToken>()!.Scopes);
                }

                return default;
            }).SetOrder(int.MinValue + 100_000));
        });
        services.AddOptions<OpenIddictServerOptions>().Configure<AccountDirectory>((options, accounts) => options.TokenEndpointUris.Add(new Uri($"oidc/accounts/{accounts.State.AccountId}/v1/token", UriKind.Relative)));
        return services;
    }

    /// <summary>Runs the authorisation server on its own paths, and on no other.</summary>
    public static void UseOAuthServer(this WebApplication app)
    {
        // The host would else run it, and its look at the path, for each request of the data plane.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        var requests = app.Services.GetRequiredService<TokenRequests>();
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase), branch =>
        {
            branch.Use(async (context, next) =>
            {
                if (!await requests.RefuseWhenTooManyAsync(context))
                {
                    await next(context);
                }
            });
            branch.UseAuthentication();
        });
    }

    /// <summary>Maps the token endpoint.</summary>
    internal static void MapOAuthServer(this IEndpointRouteBuilder app)
    {
        const string Why = "a secret can get a token at any time: what is audited are the secrets, and the requests that are refused";
        app.MapPost("/oidc/v1/token", AnswerAsync).AuditsNothing(Why);
        app.MapPost("/oidc/accounts/{account}/v1/token", AnswerAsync).AuditsNothing(Why);
        ClientSecretRoutes.Map(app);
    }

    private static IResult AnswerAsync(HttpContext context, AccountDirectory accounts)
    {
        if (context.GetOpenIddictServerRequest() is null || context.Features.Get<GrantedToken>() is not { } granted)
        {
            return Results.Json(new { error = "invalid_request", error_description = "There is no such account here." }, statusCode: StatusCodes.Status404NotFound);
        }

        var identity = new ClaimsIdentity(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme, OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Role);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, granted.PrincipalName)
            .SetClaim(SignedTokenAuthenticator.WorkspaceClaim, granted.WorkspaceId)
            .SetClaim(SignedTokenAuthenticator.SecretClaim, granted.SecretId)
            .SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(granted.Scopes).SetResources(accounts.State.AccountId);
        return Results.SignIn(principal, new AuthenticationProperties(), OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static Uri IssuerOf(Uri address) => new(address, "oidc");
}
