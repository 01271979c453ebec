using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Accounts.Permissions;
using Weir.Accounts.Workspaces;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Endpoints.Testing;
using Weir.Gateway.Estimates;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Limits;
using Weir.Gateway.Recording;
using Weir.Gateway.Routes;
using Weir.Gateway.Sandbox;
using Weir.Gateway.Telemetry;
using Weir.Gateway.WebSockets;

namespace Weir.Gateway;

/// <summary>The services of the data plane.</summary>
public static class GatewayServices
{
    /// <summary>The names of the providers that destinations can have, sorted.</summary>
    public static IReadOnlyList<string> ProviderNames => Providers.ProviderRegistry.Names;

    /// <summary>Adds the data plane. Needs an endpoint catalog, permissions, a token authenticator and a journal.</summary>
    public static IServiceCollection AddDataPlane(this IServiceCollection services, GatewayOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton(provider => new ConnectionPools(options, new SandboxHandler(provider.GetRequiredService<TimeProvider>())));
        services.AddSingleton<DestinationTargets>();
        services.AddSingleton<RequestRecorder>();
        services.AddSingleton<Drains>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<TokenCounter>();
        services.AddSingleton<UsageEstimator>();
        services.AddSingleton<AnswerForwarder>();
        services.AddSingleton<AnswerDelivery>();
        services.AddSingleton<DestinationSender>();
        services.AddSingleton<Forwarder>();
        services.AddSingleton<RequestHandler>();
        services.AddSingleton<ResponsesWebSocket>();
        services.AddSingleton<ModelListing>();
        services.AddSingleton<ConnectionTestSubject>();
        services.AddSingleton<ConnectionTester>();
        services.AddSingleton<ConnectionTestLimit>();
        services.AddSingleton<ISecurableObjects, EndpointPermissions>();
        services.AddSingleton<IWorkspaceContents, WorkspaceEndpoints>();
        return services;
    }
}
