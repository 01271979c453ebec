using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Weir.EndToEnd;

/// <summary>
/// A real OpenID Connect provider (OpenIddict) on a loopback port: the authorization code flow with PKCE, signed ID tokens, codes that work once. Whom it signs in, the
/// authorization request says: <c>login_hint</c> is the e-mail, <c>verified</c> what it says of it.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "weir";
    public const string ClientSecret = "the-secret-of-the-client-weir";
    private readonly ConcurrentDictionary<string, bool> _usedCodes = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private OpenIdProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(options =>
        {
            options.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
            options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            options.RegisterScopes(Scopes.Profile, Scopes.Email);
            options.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            options.EnableDegradedMode();
            options.UseAspNetCore().DisableTransportSecurityRequirement();
            options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.RedirectUri?.EndsWith("/sign-in/provider/callback", StringComparison.Ordinal) != true)
                {
                    context.Reject(Errors.InvalidClient, "Unknown client.");
                }

                return default;
            }));
            options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                {
                    context.Reject(Errors.InvalidClient, "Unknown client.");
                }
                else if (context.Request.Code is { } code && !_usedCodes.TryAdd(code, true))
                {
                    context.Reject(Errors.InvalidGrant, "The code was used.");
                }

                return default;
            }));
            options.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                var email = context.Request.LoginHint;
                if (email == "refused")
                {
                    context.Reject(Errors.AccessDenied, "The person pressed Cancel.");
                    return default;
                }

                var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
                identity.SetClaim(Claims.Subject, "sub-of-" + email).SetClaim(Claims.Name, "Ann Example");
                if (email != "nameless")
                {
                    identity.SetClaim(Claims.Email, email);
                }

                if ((string?)context.Request["verified"] is { } verified)
                {
                    identity.SetClaim(Claims.EmailVerified, verified == "true");
                }

                identity.SetDestinations(_ => [Destinations.IdentityToken]);
                context.SignIn(new ClaimsPrincipal(identity).SetScopes(context.Request.GetScopes()));
                return default;
            }));
        });
        _app = builder.Build();
        _app.UseAuthentication();
    }

    public string Address => _app.Urls.Single();

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        await provider._app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
