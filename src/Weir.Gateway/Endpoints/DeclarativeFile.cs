using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Weir.Gateway.Endpoints;

/// <summary>
/// The file that <c>WEIR_CONFIG</c> names: YAML with the list <c>endpoints</c>, each in the shape of the API's body, and beside it
/// <c>permissions</c> in the shape of an access control list, so that a deployment can be kept in git. <c>${env:NAME}</c> takes a secret from the environment. Applied at each start; doing so again changes nothing.
/// An endpoint of the file may be changed by the API, but the file wins at the next start. Endpoints that the file does not name stay.
/// </summary>
public static partial class DeclarativeFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">What is wrong, with file and line.</exception>
    public static IReadOnlyList<DeclaredEndpoint> Read(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
            {
                throw new InvalidDataException($"{path}: must be one YAML mapping with the list 'endpoints'.");
            }

            foreach (var (key, _) in root.Children)
            {
                if (((YamlScalarNode)key).Value != "endpoints")
                {
                    throw new InvalidDataException($"{path}:{key.Start.Line}: '{key}' is not known here. The file has 'endpoints'.");
                }
            }

            return root.Children.Count > 0 && root["endpoints"] is YamlSequenceNode endpoints
                ? [.. endpoints.Select(node => ToEndpoint(path, node))]
                : throw new InvalidDataException($"{path}: 'endpoints' must be a list.");
        }
        catch (YamlException malformed)
        {
            throw new InvalidDataException($"{path}:{malformed.Start.Line}: {malformed.Message}", malformed);
        }
        catch (IOException unreadable)
        {
            throw new InvalidDataException($"{path} (WEIR_CONFIG) cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>Applies the documents to a workspace.</summary>
    /// <returns>How many endpoints changed.</returns>
    /// <exception cref="InvalidDataException">A document is not right.</exception>
    public static async Task<int> ApplyAsync(string path, EndpointEditor editor, PermissionDirectory permissions, string workspaceId, EndpointAuthor author, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var (document, list) in Read(path))
        {
            try
            {
                var (endpoint, isChanged) = await editor.ApplyAsync(workspaceId, author, document, cancellationToken);
                if (list is not null)
                {
                    // Principals may be named before they are provisioned.
                    var wanted = AccessEntryDocument.Read(ObjectType.Endpoints, list);
                    var secured = EndpointPermissions.Of(endpoint);
                    if (!permissions.EntriesOf(secured).ToHashSet().SetEquals(wanted))
                    {
                        await permissions.ChangeAsync(secured, _ => wanted, cancellationToken);
                        isChanged = true;
                    }
                }

                changed += isChanged ? 1 : 0;
            }
            catch (ApiException wrong)
            {
                throw new InvalidDataException($"{path}: endpoint '{document.Name}': {wrong.Message}", wrong);
            }
        }

        return changed;
    }

    private static DeclaredEndpoint ToEndpoint(string path, YamlNode node)
    {
        try
        {
            var json = ToJson(path, node);
            JsonNode? permissions = null;
            if (json is JsonObject document && document.TryGetPropertyValue("permissions", out permissions))
            {
                document.Remove("permissions");
            }

            return new DeclaredEndpoint(json.Deserialize<EndpointDocument>(EndpointDocument.Json)!, permissions.Deserialize<IReadOnlyList<AccessEntryDocument>>(EndpointDocument.Json));
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{path}:{node.Start.Line}: {wrong.Message}", wrong);
        }
    }

    private static JsonNode? ToJson(string path, YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(path, pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(item => ToJson(path, item))]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
        YamlScalarNode scalar => JsonValue.Create(WithEnvironment(path, scalar)),
        _ => throw new InvalidDataException($"{path}:{node.Start.Line}: aliases are not supported."),
    };

    private static string WithEnvironment(string path, YamlScalarNode scalar) => EnvironmentPattern().Replace(scalar.Value ?? string.Empty, match =>
    {
        var name = match.Groups["name"].Value;
        return Environment.GetEnvironmentVariable(name)
            ?? throw new InvalidDataException($"{path}:{scalar.Start.Line}: the environment variable {name} is not set.");
    });

    [GeneratedRegex(@"\$\{env:(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EnvironmentPattern();
}

/// <summary>An endpoint as the declarative file states it.</summary>
/// <param name="Document">Its document.</param>
/// <param name="Permissions">Who may do what with it; NULL where the file says nothing, and the API decides.</param>
public sealed record DeclaredEndpoint(EndpointDocument Document, IReadOnlyList<AccessEntryDocument>? Permissions);
