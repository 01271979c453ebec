using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Weir.Serving.Description;

/// <summary>
/// What of an object is always there. An answer has every member, null or not, but those that are left out when null. A body needs the members that
/// cannot be null.
/// </summary>
internal static class ApiSchemas
{
    private const string Needed = "weir-needed";

    // Where the framework notes the name of a type's schema.
    private const string Name = "x-schema-id";

    public static Task StateMembers(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        // The serialiser takes numbers as texts too, which nobody needs to know; of amounts of money it is worth knowing.
        var number = JsonSchemaType.Integer | JsonSchemaType.Number;
        if ((schema.Type & number) != 0 && (schema.Type & JsonSchemaType.String) != 0 && (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) != typeof(decimal))
        {
            schema.Type &= ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 })
        {
            schema.Required = context.JsonTypeInfo.Properties.Where(IsAlwaysWritten).Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
            var nullability = new NullabilityInfoContext();
            foreach (var member in context.JsonTypeInfo.Properties)
            {
                if (member.AttributeProvider is PropertyInfo property && schema.Properties.TryGetValue(member.Name, out var value))
                {
                    StateNullElements(value, nullability.Create(property));
                }
            }

            schema.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal);
            schema.Metadata[Needed] = context.JsonTypeInfo.Properties.Where(member => !member.IsGetNullable).Select(member => member.Name).ToList();
        }

        return Task.CompletedTask;
    }

    /// <summary>Makes a schema that was asked for by its type a named one, and those inside it, as the framework does of answers.</summary>
    public static OpenApiSchemaReference Named(OpenApiSchema schema, string name, OpenApiDocument document)
    {
        foreach (var (member, value) in schema.Properties?.ToList() ?? [])
        {
            schema.Properties![member] = Inside(value, document);
        }

        document.AddComponent(name, schema);
        return new OpenApiSchemaReference(name, document);
    }

    public static void TellRequestsFromAnswers(OpenApiDocument document)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        var asked = Reach(document, operations.SelectMany(operation => operation.RequestBody?.Content?.Values ?? []));
        var answered = Reach(document, operations.SelectMany(operation => operation.Responses!.Values).SelectMany(response => response.Content?.Values ?? []));
        foreach (var (name, component) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
        {
            if (component is not OpenApiSchema { Properties: { } members } schema)
            {
                continue;
            }

            if (asked.Contains(name) && schema.Metadata?.TryGetValue(Needed, out var needed) == true)
            {
                schema.Required?.IntersectWith((List<string>)needed);
            }

            if (answered.Contains(name))
            {
                foreach (var (member, value) in members.Where(member => schema.Required?.Contains(member.Key) != true).ToList())
                {
                    members[member] = WithoutNull(value);
                }
            }

            if (schema.Required is { Count: 0 })
            {
                schema.Required = null;
            }
        }
    }

    // The framework does not look whether what is in a list may be null.
    private static void StateNullElements(IOpenApiSchema schema, NullabilityInfo nullability)
    {
        if (schema is OpenApiSchema { Items: OpenApiSchema items } && (nullability.ElementType ?? nullability.GenericTypeArguments.SingleOrDefault()) is { } element)
        {
            if (element.ReadState == NullabilityState.Nullable)
            {
                items.Type |= JsonSchemaType.Null;
            }

            StateNullElements(items, element);
        }
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true).OfType<JsonIgnoreAttribute>().Any(ignored => ignored.Condition == JsonIgnoreCondition.WhenWritingNull) != true;

    private static bool IsNull(IOpenApiSchema schema) => schema is OpenApiSchema { Type: JsonSchemaType.Null };

    private static IOpenApiSchema WithoutNull(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema own)
        {
            return schema;
        }

        own.Type &= ~JsonSchemaType.Null;
        return own.OneOf?.Any(IsNull) == true ? own.OneOf.First(one => !IsNull(one)) : own;
    }

    private static IOpenApiSchema Inside(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema own)
        {
            return schema;
        }

        if (own.Metadata?.TryGetValue(Name, out var name) == true && name is string { Length: > 0 } known)
        {
            return Named(own, known, document);
        }

        own.Items = own.Items is null ? null : Inside(own.Items, document);
        own.OneOf = own.OneOf?.Select(one => Inside(one, document)).ToList();
        return own;
    }

    private static HashSet<string> Reach(OpenApiDocument document, IEnumerable<OpenApiMediaType> from)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<IOpenApiSchema?>(from.Select(content => content.Schema));
        while (rest.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference reference)
            {
                if (reference.Reference.Id is { } id && reached.Add(id) && document.Components?.Schemas?.TryGetValue(id, out var named) == true)
                {
                    rest.Push(named);
                }

                continue;
            }

            foreach (var inner in (schema?.Properties?.Values ?? []).Concat(schema?.OneOf ?? []).Concat(schema?.AnyOf ?? []).Append(schema?.Items).Append(schema?.AdditionalProperties).Where(one => one is not null))
            {
                rest.Push(inner);
            }
        }

        return reached;
    }
}
