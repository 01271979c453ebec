using Microsoft.AspNetCore.Builder;

namespace Weir.Accounts.Auditing;

/// <summary>A route's metadata: what its row in <c>system.access.audit</c> says.</summary>
/// <param name="ServiceName">The part of the product.</param>
/// <param name="ActionName">The action.</param>
/// <param name="Parameters">
/// The parameters that are shown: names of route values and of the query, and paths of scalars in the JSON body (<c>config.destinations.name</c> steps
/// through lists; <c>tags.*</c> is every scalar member). What is not named here is never written down.
/// </param>
/// <param name="Result">The path in the answer of what was made, or NULL.</param>
public sealed record AuditedAction(string ServiceName, string ActionName, IReadOnlyList<string> Parameters, string? Result)
{
    /// <summary>Whether it is the account's and not a workspace's.</summary>
    public bool IsAccountLevel { get; init; }
}

/// <summary>A route's metadata: its method is not GET, yet it changes nothing that is audited.</summary>
/// <param name="Why">The reason, for who reads the routes.</param>
public sealed record NotAudited(string Why);

/// <summary>States what is audited where routes are mapped.</summary>
public static class AuditedRoutes
{
    /// <summary>The route's calls are rows of the audit table.</summary>
    public static TBuilder Audits<TBuilder>(this TBuilder route, string serviceName, string actionName, string[] parameters, string? result = null, bool isAccountLevel = false)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new AuditedAction(serviceName, actionName, parameters, result) { IsAccountLevel = isAccountLevel });

    /// <summary>The route changes nothing that is audited.</summary>
    public static TBuilder AuditsNothing<TBuilder>(this TBuilder route, string why)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NotAudited(why));
}
