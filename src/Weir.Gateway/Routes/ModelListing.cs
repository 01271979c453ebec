using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Accounts;
using Weir.Accounts.Permissions;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Receiving;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Routes;

/// <summary>The endpoints that the caller may query, as each dialect lists models. Not usage: no row.</summary>
internal sealed class ModelListing(RequestHandler handler, IEndpointCatalog endpoints, PermissionDirectory permissions, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>Answers <c>GET .../models</c>.</summary>
    public async Task ListAsync(HttpContext context, Dialect dialect)
    {
        if (await CallerAsync(context, dialect) is not { } caller)
        {
            return;
        }

        var found = endpoints.List(caller.WorkspaceId).Where(endpoint => MayQuery(caller, endpoint)).ToList();
        await WriteAsync(context, json => WriteList(json, dialect, found));
    }

    /// <summary>Answers <c>GET .../models/{name}</c>.</summary>
    public async Task GetAsync(HttpContext context, Dialect dialect, string name)
    {
        if (await CallerAsync(context, dialect) is not { } caller)
        {
            return;
        }

        if (endpoints.Find(caller.WorkspaceId, name) is not { } endpoint || !MayQuery(caller, endpoint))
        {
            var refusal = new Refusal(404, RefusalCodes.EndpointNotFound, "That endpoint does not exist in your workspace.");
            await RefusalWriter.WriteAsync(context, dialect, refusal, NewRequestId());
            return;
        }

        await WriteAsync(context, json => WriteModel(json, dialect, endpoint));
    }

    private async Task<Caller?> CallerAsync(HttpContext context, Dialect dialect)
    {
        metrics.Unmetered("model_listing");
        var caller = handler.Authenticate(context, out var unauthenticated);
        if (caller is null)
        {
            metrics.Unauthenticated();
        }

        var refusal = caller is null ? unauthenticated : RequestHandler.RefuseByScope(caller);
        if (refusal is null)
        {
            return caller;
        }

        await RefusalWriter.WriteAsync(context, dialect, refusal, NewRequestId());
        return null;
    }

    private bool MayQuery(Caller caller, GatewayEndpoint endpoint) => permissions.Allows(caller, endpoint.Secured, ObjectType.CanQuery);

    private string NewRequestId() => Guid.CreateVersion7(time.GetUtcNow()).ToString();

    private async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        RefusalWriter.AddRequestId(context.Response, NewRequestId());
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        write(json);
        await json.FlushAsync(context.RequestAborted);
    }

    private static void WriteList(Utf8JsonWriter json, Dialect dialect, List<GatewayEndpoint> found)
    {
        json.WriteStartObject();
        if (dialect is not (GeminiGenerateContent or AnthropicMessages))
        {
            json.WriteString("object"u8, "list"u8);
        }

        json.WriteStartArray(dialect is GeminiGenerateContent ? "models"u8 : "data"u8);
        foreach (var endpoint in found)
        {
            WriteModel(json, dialect, endpoint);
        }

        json.WriteEndArray();
        if (dialect is AnthropicMessages)
        {
            json.WriteBoolean("has_more"u8, false);
            json.WriteString("first_id"u8, found.Count > 0 ? found[0].Name : null);
            json.WriteString("last_id"u8, found.Count > 0 ? found[^1].Name : null);
        }

        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, Dialect dialect, GatewayEndpoint endpoint)
    {
        json.WriteStartObject();
        switch (dialect)
        {
            case GeminiGenerateContent:
                json.WriteString("name"u8, "models/" + endpoint.Name);
                json.WriteString("displayName"u8, endpoint.Name);
                json.WriteStartArray("supportedGenerationMethods"u8);
                json.WriteStringValue("generateContent"u8);
                json.WriteStringValue("countTokens"u8);
                json.WriteStringValue("embedContent"u8);
                json.WriteEndArray();
                break;
            case AnthropicMessages:
                json.WriteString("type"u8, "model"u8);
                json.WriteString("id"u8, endpoint.Name);
                json.WriteString("display_name"u8, endpoint.Name);
                json.WriteString("created_at"u8, endpoint.CreationTime);
                break;
            default:
                json.WriteString("id"u8, endpoint.Name);
                json.WriteString("object"u8, "model"u8);
                json.WriteNumber("created"u8, new DateTimeOffset(endpoint.CreationTime, TimeSpan.Zero).ToUnixTimeSeconds());
                json.WriteString("owned_by"u8, endpoint.Creator);
                break;
        }

        json.WriteEndObject();
    }
}
