using System.Reflection;
using Microsoft.OpenApi;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Serving.Description;

/// <summary><c>GET /api/2.0/weir/openapi.json</c>: the control plane described as OpenAPI 3.1, from the routes and the types that they really read and answer.</summary>
internal static class ApiDescriptionRoutes
{
    /// <summary>The name of the document among the services.</summary>
    public const string DocumentName = "weir";

    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = route => route.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddSchemaTransformer(ApiSchemas.StateMembers);
            options.AddOperationTransformer(ApiOperations.CompleteAsync);
            options.AddDocumentTransformer((document, _, _) =>
            {
                Introduce(document);
                ApiSchemas.TellRequestsFromAnswers(document);
                return Task.CompletedTask;
            });
        });
        services.AddSingleton<ApiDescription>();
        return services;
    }

    public static void MapApiDescription(this IEndpointRouteBuilder app) =>

        // Everybody who is somebody may know what there is; a token's scopes limit what it may do.
        app.MapGet("/api/2.0/weir/openapi.json", async (HttpContext context, ApiDescription description) =>
            TypedResults.Bytes(await description.GetAsync(context.RequestAborted), "application/json")).RequireScope(TokenScopes.Known).ExcludeFromDescription();

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Weir's control plane",
            Version = typeof(ApiDescriptionRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            Description = "Endpoints, budgets, prices, principals, permissions, tokens, statements. The paths of models speak their providers' own dialects, and are not here.",
        };
        document.Servers = null;
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A personal access token, or one of a service principal. A browser that is signed in sends its session instead." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        document.Tags = ApiRooms.TagsOf(document);
    }
}
