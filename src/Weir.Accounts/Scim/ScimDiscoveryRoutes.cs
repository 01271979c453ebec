using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Scim.Resources;

namespace Weir.Accounts.Scim;

/// <summary>What a client may ask before it begins: what is served, and how it looks (RFC 7644, section 4).</summary>
internal static class ScimDiscoveryRoutes
{
    public static void Map(IEndpointRouteBuilder group)
    {
        group.MapGet("/ServiceProviderConfig", () => Answer(Config())).Answers();
        group.MapGet("/ResourceTypes", () => List(ResourceType.All.Select(Describe))).Answers();
        group.MapGet("/ResourceTypes/{name}", (string name) =>
            Answer(Describe(ResourceType.All.FirstOrDefault(type => type.Name == name) ?? throw ScimException.NotFound($"There is no resource type '{name}'.")))).Answers();
        group.MapGet("/Schemas", () => List(ResourceType.All.Select(ScimSchemaDocument.Of))).Answers();
        group.MapGet("/Schemas/{urn}", (string urn) =>
            Answer(ScimSchemaDocument.Of(ResourceType.All.FirstOrDefault(type => type.Schema == urn) ?? throw ScimException.NotFound($"There is no schema '{urn}'.")))).Answers();
    }

    // RFC 7643 says how these look; whoever reads them has a library that knows.
    private static void Answers(this RouteHandlerBuilder route) => route.Produces<JsonObject>(StatusCodes.Status200OK, ScimSchema.ContentType);

    private static JsonObject Config() => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimList.LargestPage },
        ["changePassword"] = new JsonObject { ["supported"] = false },
        ["sort"] = new JsonObject { ["supported"] = true },
        ["etag"] = new JsonObject { ["supported"] = false },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Bearer token",
            ["description"] = "A personal access token of an account admin",
            ["primary"] = true,
        }),
    };

    private static JsonObject Describe(ResourceType type) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ResourceType"),
        ["id"] = type.Name,
        ["name"] = type.Name,
        ["endpoint"] = $"/{type.Path}",
        ["schema"] = type.Schema,
    };

    private static IResult List(IEnumerable<JsonObject> resources)
    {
        var listed = resources.ToArray<JsonNode>();
        return Answer(new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchema.ListResponse),
            ["totalResults"] = listed.Length,
            ["startIndex"] = 1,
            ["itemsPerPage"] = listed.Length,
            ["Resources"] = new JsonArray(listed),
        });
    }

    private static IResult Answer(JsonObject body) => Results.Json(body, contentType: ScimSchema.ContentType);
}
