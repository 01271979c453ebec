using Microsoft.AspNetCore.Http;
using Weir.Accounts;
using Weir.Usage.Agents;

namespace Weir.Gateway.Agents;

/// <summary>Who knows coding agents: asked which one sends a request, and shown what passed.</summary>
public interface IAgentObserver
{
    /// <summary>The agent that sends a request, or NULL where none does. Called on the request's way: it must be quick.</summary>
    /// <param name="apiType">The row's <c>api_type</c>.</param>
    /// <param name="request">The request; its body is not to be read.</param>
    /// <param name="metadata">The value of the body's member <c>metadata</c> as JSON; empty where there is none.</param>
    CallingAgent? Recognize(string apiType, HttpRequest request, ReadOnlySpan<byte> metadata);

    /// <summary>Shows a request of an agent that was answered. Called behind its answer; never throws.</summary>
    /// <param name="call">The request.</param>
    /// <param name="body">Its body, valid during the call.</param>
    void Passed(in AgentCall call, ReadOnlyMemory<byte> body);
}

/// <summary>A request of a coding agent.</summary>
/// <param name="RequestId">The row's <c>request_id</c>.</param>
/// <param name="EventTime">When its headers were read, UTC.</param>
/// <param name="Caller">Whose token it came with.</param>
/// <param name="Agent">The agent.</param>
/// <param name="ApiType">The row's <c>api_type</c>.</param>
/// <param name="Model">The endpoint that it names as its model.</param>
public readonly record struct AgentCall(Guid RequestId, DateTime EventTime, Caller Caller, CallingAgent Agent, string ApiType, string? Model);
