using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Weir.Accounts.Sessions;

namespace Weir.Accounts.SignIn;

/// <summary>
/// Signing in with an OpenID Connect provider: the authorization code flow with PKCE, by ASP.NET Core's own handler. Its routes are ordinary routes, so
/// that no other request passes through its middleware.
/// </summary>
internal static partial class ProviderSignIn
{
    public const string CallbackPath = "/sign-in/provider/callback";
    private const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    public static void AddProvider(this IServiceCollection services, ProviderOptions provider)
    {
        if (!provider.IsSet)
        {
            return;
        }

        services.AddAuthentication().AddOpenIdConnect(Scheme, options =>
        {
            options.Authority = provider.Authority;
            options.ClientId = provider.ClientId;
            options.ClientSecret = provider.ClientSecret;
            options.RequireHttpsMetadata = !new Uri(provider.Authority!).IsLoopback;
            options.CallbackPath = CallbackPath;
            options.ResponseType = OpenIdConnectResponseType.Code;

            // A redirect and not a form of another site: so the cookies below may be SameSite=Lax.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            options.UsePkce = true;
            options.SaveTokens = false;
            options.MapInboundClaims = false;

            // Some providers leave the e-mail out of an ID token that comes with an access token.
            options.GetClaimsFromUserInfoEndpoint = true;
            options.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
            options.ClaimActions.MapUniqueJsonKey(provider.NameClaim, provider.NameClaim);
            options.Scope.Clear();
            foreach (var scope in provider.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                options.Scope.Add(scope);
            }

            foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            {
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.Path = CallbackPath;
            }

            options.Events.OnTicketReceived = EnterAsync;
            options.Events.OnRemoteFailure = ExplainAsync;
        });
    }

    /// <summary>Sends the browser to the provider.</summary>
    public static async Task<IResult> BeginAsync(HttpContext context, SignInOptions options)
    {
        Require(options);
        try
        {
            await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = ReturnPath.Of(context.Request.Query["return_to"]) ?? ReturnPath.Home });
            return Results.Empty;
        }
        catch (Exception unreachable) when (unreachable is InvalidOperationException or IOException or HttpRequestException)
        {
            Unreachable(LoggerOf(context), unreachable.GetBaseException().Message);
            throw new SignInRefusedException(502, $"{options.OpenIdConnect.DisplayName} cannot be reached at the moment. Try again later, or use another way.");
        }
    }

    /// <summary>Takes what the provider answers.</summary>
    public static async Task<IResult> CompleteAsync(HttpContext context, SignInOptions options, IServiceProvider services)
    {
        Require(options);
        var handler = await services.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, Scheme);
        await ((IAuthenticationRequestHandler)handler!).HandleRequestAsync();
        return context.Features.Get<Outcome>()?.Result ?? throw new SignInRefusedException(400, "That was no answer of the provider. Try again.");
    }

    private static void Require(SignInOptions options)
    {
        if (!options.OpenIdConnect.IsSet)
        {
            throw new SignInRefusedException(404, "No OpenID Connect provider is set up here (WEIR_SignIn__OpenIdConnect__Authority).");
        }
    }

    private static async Task EnterAsync(TicketReceivedContext ticket)
    {
        ticket.HandleResponse();
        var context = ticket.HttpContext;
        var provider = context.RequestServices.GetRequiredService<SignInOptions>().OpenIdConnect;
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        context.Features.Set(new Outcome(await TryAsync(context, () => SignInRoutes.EnterAsync(context, state => ProviderUser.Of(state, ticket.Principal!, provider, time), SignInMethod.OpenIdConnect, ticket.ReturnUri))));
    }

    // The handler must not see the refusal: it would take it for a failure of the provider.
    private static async Task<IResult> TryAsync(HttpContext context, Func<Task<IResult>> enter)
    {
        try
        {
            return await enter();
        }
        catch (SignInRefusedException refused)
        {
            return Trouble(context, refused.Status, refused.Message);
        }
    }

    private static Task ExplainAsync(RemoteFailureContext failed)
    {
        failed.HandleResponse();
        var context = failed.HttpContext;
        var name = context.RequestServices.GetRequiredService<SignInOptions>().OpenIdConnect.DisplayName;
        var error = failed.Failure?.Data["error"] as string;
        Failed(LoggerOf(context), error ?? failed.Failure?.GetType().Name ?? "unknown", failed.Failure?.GetBaseException().Message ?? string.Empty);
        var (status, words) = error switch
        {
            "access_denied" => (403, $"You cancelled at {name}, or it does not let you in."),
            not null => (502, $"{name} answered with an error ({error}). Try again; if it stays so, an account admin finds more in the server's log."),
            null when failed.Failure is OpenIdConnectProtocolException or HttpRequestException => (502, $"{name} gave no usable answer. Try again; if it stays so, an account admin finds more in the server's log."),
            null => (400, "This sign-in was not begun in this browser, was finished before, or took too long. Try again."),
        };
        context.Features.Set(new Outcome(Trouble(context, status, words)));
        return Task.CompletedTask;
    }

    private static IResult Trouble(HttpContext context, int status, string words) =>
        SignInPage.For(context, context.RequestServices.GetRequiredService<SignInOptions>()).SignIn(status, null, words);

    private static ILogger LoggerOf(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Weir.Accounts.SignIn");

    private sealed record Outcome(IResult Result);

    [LoggerMessage(331, LogLevel.Warning, "Signing in with the provider failed: {Error}: {Message}")]
    private static partial void Failed(ILogger logger, string error, string message);

    [LoggerMessage(332, LogLevel.Warning, "The OpenID Connect provider cannot be reached: {Message}")]
    private static partial void Unreachable(ILogger logger, string message);
}
