using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Scim;
using Weir.Accounts.Tokens;
using Weir.Accounts.Workspaces;

namespace Weir.Accounts;

/// <summary>The account over HTTP.</summary>
public static class AccountServices
{
    /// <summary>Adds the services. Needs a store of accounts.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<ITokenAuthenticator>(provider => provider.GetRequiredService<AccountDirectory>());
        services.AddSingleton<ScimEditor>();
        services.AddHostedService<AccountRefresh>();

        // A body that cannot be read is then worded by the API, and not an empty 400.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapTokens();
        app.MapScim();
        app.MapWorkspaces();
    }
}
