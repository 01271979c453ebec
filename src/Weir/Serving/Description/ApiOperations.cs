using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Weir.Accounts.Http;
using Weir.Accounts.Scim;

namespace Weir.Serving.Description;

/// <summary>What the framework does not know of an operation: its name, its room, the body that is read by hand, and how it is refused.</summary>
internal static class ApiOperations
{
    private const string Json = "application/json";
    private const string ScimJson = "application/scim+json";

    // Nobody calls a route by its version.
    private static readonly string[] Unspoken = ["api", "2.0", "2.1", "v2"];

    public static async Task CompleteAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var route = context.Description;
        var path = "/" + route.RelativePath;
        operation.OperationId = NameOf(route.HttpMethod!, path);
        operation.Tags = ApiRooms.Of(path) is { } room ? new HashSet<OpenApiTagReference> { new(room, context.Document) } : null;
        operation.Parameters ??= [];
        foreach (var name in PathParameters(path).Where(name => operation.Parameters.All(known => known.Name != name)))
        {
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        if (operation.Parameters.Count == 0)
        {
            operation.Parameters = null;
        }

        if (route.ActionDescriptor.EndpointMetadata.OfType<RequestBody>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !body.IsOptional,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [body.ContentType] = new OpenApiMediaType { Schema = await ReferAsync(context, body.Type, cancellationToken) } },
            };
        }

        var isScim = path.Contains("/scim/v2/", StringComparison.Ordinal);
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "It was refused, and the answer says why.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [isScim ? ScimJson : Json] = new OpenApiMediaType { Schema = await ReferAsync(context, isScim ? typeof(ScimErrorDocument) : typeof(ApiError), cancellationToken) },
            },
        };
    }

    private static async Task<OpenApiSchemaReference> ReferAsync(OpenApiOperationTransformerContext context, Type type, CancellationToken cancellationToken)
    {
        var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        return ApiSchemas.Named(schema, type.Name, context.Document!);
    }

    /// <summary>The operation's id: its method and the words of its path, so that it stays as long as the path does.</summary>
    private static string NameOf(string method, string path)
    {
        var name = new StringBuilder(method.ToLowerInvariant());
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => !Unspoken.Contains(part, StringComparer.Ordinal)))
        {
            if (part[0] == '{')
            {
                name.Append("By");
            }

            foreach (var word in part.Split(':')[0].Split(['{', '}', '-', '_', '.'], StringSplitOptions.RemoveEmptyEntries))
            {
                name.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
            }
        }

        return name.ToString();
    }

    private static IEnumerable<string> PathParameters(string path) =>
        path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}').Split(':')[0]);
}
