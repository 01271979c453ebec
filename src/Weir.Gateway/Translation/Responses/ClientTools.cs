namespace Weir.Gateway.Translation.Responses;

/// <summary>
/// How the client of the responses API names its tools. A model elsewhere knows one flat list of functions, so a tool of a namespace is
/// offered as <c>namespace__name</c>, and a freeform tool as a function with the one argument <c>input</c>.
/// </summary>
internal sealed class ClientTools
{
    private readonly Dictionary<string, ClientTool> _byFlatName = new(StringComparer.Ordinal);

    public static string FlatName(string? inNamespace, string name) => string.IsNullOrEmpty(inNamespace) ? name : $"{inNamespace}__{name}";

    public void Add(string? inNamespace, string name, bool isFreeform) => _byFlatName[FlatName(inNamespace, name)] = new ClientTool(inNamespace, name, isFreeform);

    /// <summary>The client's own naming of a function that the model called.</summary>
    public ClientTool Find(string flatName) => _byFlatName.GetValueOrDefault(flatName) ?? new ClientTool(null, flatName, IsFreeform: false);
}

internal sealed record ClientTool(string? Namespace, string Name, bool IsFreeform);
