namespace Weir.Usage.Agents;

/// <summary>The coding agent that sent a request, as its row has it.</summary>
/// <param name="Name">For example <c>Claude Code</c>.</param>
/// <param name="Version">As the agent says itself.</param>
/// <param name="SessionId">The agent's session, where the request names one.</param>
/// <param name="IsHelper">Whether the request is one that the agent makes beside the user's session, such as for its title.</param>
/// <param name="Repository">The URL of the repository that it works in, without credentials, where the request names it.</param>
/// <param name="CommitHash">The latest commit there, where the request names it.</param>
public sealed record CallingAgent(string Name, string? Version, string? SessionId, bool IsHelper, string? Repository, string? CommitHash);
