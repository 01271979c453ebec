using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Translation;

/// <summary>
/// How the client names its tools: the responses API has namespaces and freeform tools, and Cursor has the latter in chat. A model elsewhere knows one flat list of functions, so a tool of a namespace is
/// offered as <c>namespace__name</c>, and a freeform tool as a function with the one argument <c>input</c>.
/// </summary>
internal sealed class ClientTools
{
    private static readonly JsonElement FreeformSchema = JsonDocument.Parse(
        """{"type":"object","properties":{"input":{"type":"string","description":"The tool's whole input, as plain text."}},"required":["input"],"additionalProperties":false}""").RootElement;

    private readonly Dictionary<string, ClientTool> _byFlatName = new(StringComparer.Ordinal);

    public static string FlatName(string? inNamespace, string name) => string.IsNullOrEmpty(inNamespace) ? name : $"{inNamespace}__{name}";

    public void Add(string? inNamespace, string name, bool isFreeform) => _byFlatName[FlatName(inNamespace, name)] = new ClientTool(inNamespace, name, isFreeform);

    /// <summary>Reads a tool whose members stand in one flat object, as the responses API has them.</summary>
    /// <param name="tool">The object; its type is read already.</param>
    /// <param name="inNamespace">The tool's namespace, or NULL.</param>
    /// <param name="isFreeform">Whether it takes plain text.</param>
    /// <param name="notCarried">Takes the names of what does not change the answer.</param>
    public Tool Read(RequestMembers tool, string? inNamespace, bool isFreeform, ISet<string> notCarried)
    {
        var name = tool.RequiredText("name");
        var description = tool.Text("description");
        var strict = tool.Flag("strict");
        var parameters = tool.Take("parameters");
        if (isFreeform && tool.Take("format") is { ValueKind: JsonValueKind.Object } format && GrammarOf(format) is { } grammar)
        {
            // A grammar cannot be enforced elsewhere; told in words, models follow it.
            description = $"{description}\n\nThe input must fit this grammar:\n{grammar}";
        }

        tool.LeaveBehind(notCarried, "defer_loading", "cache_control");
        tool.RequireNoneLeft();
        Add(inNamespace, name, isFreeform);
        return new Tool(FlatName(inNamespace, name), description, isFreeform ? FreeformSchema : parameters, isFreeform ? null : strict, isFreeform);
    }

    /// <summary>The arguments with which a model calls the function that stands for a freeform tool.</summary>
    public static string ArgumentsOf(string? input) => ToolArguments.Text(JsonSerializer.SerializeToElement(new { input = input ?? string.Empty }));

    /// <summary>The text for a freeform tool from the arguments of the function that stands for it.</summary>
    public static string InputOf(string arguments)
    {
        if (arguments.Length == 0)
        {
            return string.Empty;
        }

        try
        {
            return JsonNode.Parse(arguments)?["input"] is JsonValue value && value.TryGetValue<string>(out var input) ? input : arguments;
        }
        catch (JsonException)
        {
            return arguments;
        }
    }

    // The responses API has the definition in the format itself, chat in its member "grammar".
    private static string? GrammarOf(JsonElement format) =>
        format.TryGetProperty("definition", out var definition) || (format.TryGetProperty("grammar", out var grammar) && grammar.ValueKind == JsonValueKind.Object && grammar.TryGetProperty("definition", out definition))
            ? definition.GetString()
            : null;

    /// <summary>The client's own naming of a function that the model called.</summary>
    public ClientTool Find(string flatName) => _byFlatName.GetValueOrDefault(flatName) ?? new ClientTool(null, flatName, IsFreeform: false);
}

internal sealed record ClientTool(string? Namespace, string Name, bool IsFreeform);
