using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Previews;
using Weir.Accounts.Tokens;
using Weir.Gateway.Dialects;
using Weir.Gateway.Providers;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Endpoints;

/// <summary>The control plane of endpoints: <c>/api/ai-gateway/v2/endpoints</c> (original-product.md 1.1).</summary>
public static class EndpointRoutes
{
    private const int DefaultPageSize = 100;
    private const int LargestPageSize = 1000;

    private const string ServiceName = "aiGateway";

    // Never an address or a credential: some vendors' addresses carry keys.
    private static readonly string[] Shown =
    [
        "name", "owner", "update_mask", "tags.*", "config.destinations.name", "config.destinations.traffic_percentage", "config.destinations.external_model_config.provider", "config.destinations.external_model_config.model",
        "config.fallbacks.name", "config.fallbacks.external_model_config.provider", "config.fallbacks.external_model_config.model",
        "config.rate_limits.key", "config.rate_limits.renewal_period", "config.rate_limits.principal", "config.rate_limits.requests", "config.rate_limits.tokens",
        "config.inference_table.catalog_name", "config.inference_table.schema_name", "config.inference_table.table_name_prefix", "config.estimate_usage",
    ];

    private static readonly (Operation Operation, string ApiType)[] ApiTypes =
    [
        (Operation.ChatCompletions, "mlflow/v1/chat/completions"), (Operation.Embeddings, "mlflow/v1/embeddings"),
        (Operation.ChatCompletions, "openai/v1/chat/completions"), (Operation.Responses, "openai/v1/responses"), (Operation.Embeddings, "openai/v1/embeddings"),
        (Operation.Messages, "anthropic/v1/messages"), (Operation.GenerateContent, "gemini/v1/generateContent"), (Operation.ChatCompletions, "cursor/v1/chat/completions"),
    ];

    /// <summary>Maps the routes.</summary>
    public static void MapEndpoints(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/ai-gateway/v2/endpoints").BelongsTo(Preview.AIGateway).RequireScope(TokenScopes.ModelServing);
        group.MapGet("/", List).Produces<EndpointsAnswer>();
        group.MapPost("/", async (HttpContext context, EndpointEditor editor, AccountDirectory accounts) =>
        {
            var document = await context.ReadBodyAsync<EndpointDocument>("an endpoint", EndpointDocument.Json);
            RequireKnownOwner(accounts, document);
            return Answer(context, await editor.CreateAsync(context.CallerOf().WorkspaceId, EndpointAuthor.Of(context.CallerOf()), document, context.RequestAborted));
        }).ReadsBody(typeof(EndpointDocument)).Produces<EndpointAnswer>().Audits(ServiceName, "createEndpoint", Shown, "id");
        group.MapGet("/{name}", (HttpContext context, EndpointCatalog catalog, PermissionDirectory permissions, string name) =>
            Answer(context, Find(context, catalog, permissions, name, ObjectType.CanQuery))).Produces<EndpointAnswer>();
        group.MapPatch("/{name}", async (HttpContext context, EndpointEditor editor, EndpointCatalog catalog, PermissionDirectory permissions, AccountDirectory accounts, string name, string? update_mask) =>
        {
            Find(context, catalog, permissions, name, ObjectType.CanManage);
            var change = await context.ReadBodyAsync<EndpointDocument>("an endpoint", EndpointDocument.Json);
            RequireKnownOwner(accounts, change);
            return Answer(context, await editor.UpdateAsync(context.CallerOf().WorkspaceId, EndpointAuthor.Of(context.CallerOf()), name, change, update_mask, context.RequestAborted));
        }).ReadsBody(typeof(EndpointDocument)).Produces<EndpointAnswer>().Audits(ServiceName, "updateEndpoint", Shown, "id");
        group.MapDelete("/{name}", async (HttpContext context, EndpointEditor editor, EndpointCatalog catalog, PermissionDirectory permissions, string name) =>
        {
            var endpoint = Find(context, catalog, permissions, name, ObjectType.CanManage);
            await editor.DeleteAsync(context.CallerOf().WorkspaceId, name, context.RequestAborted);
            await permissions.ForgetAsync(EndpointPermissions.Of(endpoint), context.RequestAborted);
            return TypedResults.Ok(new EmptyAnswer());
        }).Audits(ServiceName, "deleteEndpoint", ["name"]);
    }

    private static StoredEndpoint Find(HttpContext context, EndpointCatalog catalog, PermissionDirectory permissions, string name, string level)
    {
        var endpoint = catalog.FindStored(context.CallerOf().WorkspaceId, name) ?? throw EndpointEditor.NotFound(name);
        permissions.Require(context.CallerOf(), EndpointPermissions.Of(endpoint), level);
        return endpoint;
    }

    private static JsonHttpResult<EndpointsAnswer> List(HttpContext context, EndpointCatalog catalog, PermissionDirectory permissions, string? page_size, string? page_token)
    {
        var size = DefaultPageSize;
        if (page_size is not null && (!int.TryParse(page_size, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > LargestPageSize))
        {
            throw ApiException.Invalid($"'page_size' must be from 1 to {LargestPageSize}.");
        }

        // The token is the last name of the page before, so a page stays right while endpoints come and go.
        var rest = catalog.ListStored(context.CallerOf().WorkspaceId)
            .Where(endpoint => string.CompareOrdinal(endpoint.Name, page_token ?? string.Empty) > 0 && permissions.Allows(context.CallerOf(), EndpointPermissions.Of(endpoint), ObjectType.CanQuery)).ToList();
        var answer = new EndpointsAnswer(rest.Take(size).Select(endpoint => Describe(context, endpoint)), rest.Count > size ? rest[size - 1].Name : null);
        return TypedResults.Json(answer, EndpointDocument.Json);
    }

    private static void RequireKnownOwner(AccountDirectory accounts, EndpointDocument document)
    {
        if (document.Owner is { } owner && !accounts.State.Principals.Any(principal => principal.Name == owner && principal.Type != PrincipalType.Group))
        {
            throw ApiException.Invalid("'owner' must be the e-mail of a user or the application id of a service principal of this account.");
        }
    }

    private static JsonHttpResult<EndpointAnswer> Answer(HttpContext context, StoredEndpoint endpoint) => TypedResults.Json(Describe(context, endpoint), EndpointDocument.Json);

    private static EndpointAnswer Describe(HttpContext context, StoredEndpoint endpoint)
    {
        var shown = EndpointEditor.MapModels(endpoint.Document, destination => ModelSecret.Map(destination.ExternalModelConfig!, _ => null));
        return new EndpointAnswer(
            endpoint.Name,
            endpoint.Owner,
            shown.Tags,
            shown.Config!,
            endpoint.Id,
            endpoint.Creator,
            Time(endpoint.CreationTime),
            Time(endpoint.LastUpdatedTime),
            SupportedBy(endpoint),
            $"{context.Request.Scheme}://{context.Request.Host}");
    }

    private static IEnumerable<string> SupportedBy(StoredEndpoint endpoint)
    {
        var config = endpoint.Document.Config!;
        var models = config.Destinations!.Concat(config.Fallbacks ?? []).Select(destination => destination.ExternalModelConfig!).ToList();
        return ApiTypes.Where(type => models.TrueForAll(model => RequestTranslation.IsReachable(type.Operation, ProviderRegistry.Get(model.Provider!), model.Model!))).Select(type => type.ApiType);
    }

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
