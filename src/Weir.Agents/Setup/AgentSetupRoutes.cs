using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Agents.Setup;

/// <summary>How coding agents are pointed at this gateway, <c>/api/2.0/weir/agents</c>. No answer holds a token, and no route takes one besides the caller's own.</summary>
public static class AgentSetupRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void MapAgentSetup(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir/agents").RequireScope(TokenScopes.DataPlane);
        group.MapGet("/", () => TypedResults.Ok(new AgentsAnswer([.. AgentSetup.All.Select(agent => new AgentAnswer(agent.Key, agent.Name, agent.Signals))])));
        group.MapGet("/{key}/setup", SetUp);
    }

    private static Ok<AgentSetupAnswer> SetUp(HttpContext context, string key, [FromQuery(Name = "endpoint")] string? endpoint, [FromQuery(Name = "telemetry")] bool? telemetry)
    {
        var agent = AgentSetup.Find(key) ?? throw ApiException.NotFound($"There is no agent '{key}' here. The agents are {string.Join(", ", AgentSetup.All.Select(known => known.Key))}.");
        if (string.IsNullOrEmpty(endpoint))
        {
            endpoint = SetupInput.EndpointPlaceholder;
        }
        else if (!AgentSetup.IsEndpointName(endpoint))
        {
            throw ApiException.Invalid("'endpoint' must be the name of an endpoint: 1 to 63 lower-case letters, digits, '.', '_' or '-'.");
        }

        if (!Uri.TryCreate($"{context.Request.Scheme}://{context.Request.Host}", UriKind.Absolute, out var gateway))
        {
            throw ApiException.Invalid("The request's header 'Host' says no address at which this gateway could be reached.");
        }

        var configuration = agent.For(new SetupInput(gateway, endpoint, SetupInput.TokenPlaceholder, telemetry ?? true));
        return TypedResults.Ok(AgentSetupAnswer.Of(agent, configuration));
    }
}
