using Microsoft.AspNetCore.Builder;

namespace Weir.Accounts.Http;

/// <summary>The scopes of which a token needs one on a route. A route that states none is for tokens without limits alone.</summary>
/// <param name="Accepted">The scopes.</param>
public sealed record RouteScopes(IReadOnlyList<string> Accepted)
{
    /// <summary>What a route needs that states nothing.</summary>
    public static RouteScopes Unlimited { get; } = new([Tokens.TokenScopes.All]);
}

/// <summary>States scopes where routes are mapped.</summary>
public static class RouteScopesExtensions
{
    /// <summary>States the scopes of which a token needs one here.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params IReadOnlyList<string> accepted)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RouteScopes(accepted));
}
