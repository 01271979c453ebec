using Weir.Agents.Traffic.Edits;

namespace Weir.Agents.Traffic;

/// <summary>What a tool call did.</summary>
internal abstract record AgentAction
{
    /// <summary>Files were edited.</summary>
    /// <param name="Lines">The lines; NULL where they cannot be told.</param>
    internal sealed record Edit(LineCounts? Lines) : AgentAction;

    /// <summary>The user did not allow an edit.</summary>
    internal sealed record RejectedEdit : AgentAction;

    /// <summary>Commits were made.</summary>
    /// <param name="Count">How many, at least one.</param>
    internal sealed record Commit(int Count) : AgentAction;

    /// <summary>Pull requests were opened.</summary>
    /// <param name="Count">How many, at least one.</param>
    internal sealed record PullRequest(int Count) : AgentAction;
}
