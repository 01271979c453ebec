using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts.Grants;
using Weir.Accounts.OAuth;
using Weir.Accounts.Permissions;
using Weir.Accounts.Previews;
using Weir.Accounts.Principals;
using Weir.Accounts.Replication;
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
        services.AddSingleton<ITokenAuthenticator, TokenAuthenticator>();
        services.AddOAuthServer();
        services.AddSingleton<IPrincipalNames>(provider => provider.GetRequiredService<AccountDirectory>());
        services.AddSingleton<PrincipalRights>();
        services.AddSingleton<ScimEditor>();
        services.AddReplicated<PermissionDirectory>();
        services.AddReplicated<GrantDirectory>();
        services.AddReplicated<PreviewSwitches>();
        services.AddSingleton<ReplicatedStates>();
        services.AddHostedService<ReplicaRefresh>();

        // A body that cannot be read is then worded by the API, and not an empty 400.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Adds a part of the control plane that replicas share.</summary>
    public static IServiceCollection AddReplicated<TState>(this IServiceCollection services)
        where TState : class, IReplicatedState =>
        services.AddSingleton<TState>().AddSingleton<IReplicatedState>(provider => provider.GetRequiredService<TState>());

    /// <summary>Maps the routes.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapTokens();
        app.MapOAuthServer();
        app.MapScim();
        app.MapWorkspaces();
    }
}
