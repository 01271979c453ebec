using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Sessions;

namespace Weir.Accounts.SignIn;

/// <summary>Signing in, and the sessions that come of it.</summary>
public static class SignInServices
{
    /// <summary>Adds the services. Needs the account, a store of passwords and Data Protection.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<SessionDirectory>();
        services.AddSingleton<SessionAuthentication>();
        services.AddSingleton<ReportSessions>();
        services.AddHostedService<SessionSweep>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<AttemptLimits>();
        services.AddSingleton<FailedPasswords>();
        services.AddSingleton<Passwords>();
        services.AddProvider(options.OpenIdConnect);
        return services;
    }

    /// <summary>Maps the pages and the routes.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapSignInPages();
        app.MapSessions();
        app.MapCredentials();
    }
}
