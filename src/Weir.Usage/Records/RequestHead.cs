using Weir.Usage.Agents;

namespace Weir.Usage.Records;

/// <summary>
/// What is known of a request when it is accepted: the part of its record that the intent holds.
/// </summary>
/// <param name="AccountId">The account, a UUID.</param>
/// <param name="WorkspaceId">The workspace that the caller's token names, 16 digits.</param>
/// <param name="RequestId">A UUIDv7; also the row's <c>invocation_id</c>, since one request is one invocation.</param>
/// <param name="EventTime">When the request's headers were read, UTC, to the microsecond.</param>
/// <param name="Requester">The user's e-mail or the service principal's application id.</param>
/// <param name="RequesterType"><c>USER</c> or <c>SERVICE_PRINCIPAL</c>.</param>
/// <param name="IpAddress">The client's address.</param>
/// <param name="Url">The URL as received, without secrets.</param>
/// <param name="UserAgent">The client's <c>User-Agent</c>.</param>
/// <param name="ApiType">For example <c>openai/v1/responses</c>.</param>
/// <param name="RequestTags">The request's tags.</param>
/// <param name="EndpointName">The name that the client asked for, also when no such endpoint exists.</param>
/// <param name="Endpoint">The endpoint as of the request, or NULL when there is none.</param>
/// <param name="Agent">The coding agent that sent it, or NULL.</param>
public readonly record struct RequestHead(
    string AccountId,
    string WorkspaceId,
    Guid RequestId,
    DateTime EventTime,
    string Requester,
    string RequesterType,
    string? IpAddress,
    string? Url,
    string? UserAgent,
    string ApiType,
    IReadOnlyDictionary<string, string>? RequestTags,
    string? EndpointName,
    EndpointSnapshot? Endpoint,
    CallingAgent? Agent = null);

/// <summary>
/// An endpoint as rows hold it. Made once for each version of an endpoint, so that no request serialises it again.
/// </summary>
/// <param name="Id">The endpoint's id, a UUID.</param>
/// <param name="Tags">The column <c>endpoint_tags</c> as UTF-8 JSON.</param>
/// <param name="Metadata">The column <c>endpoint_metadata</c> as UTF-8 JSON.</param>
public sealed record EndpointSnapshot(string Id, ReadOnlyMemory<byte> Tags, ReadOnlyMemory<byte> Metadata);
