namespace Weir.Agents.Recognition;

/// <summary>The coding agent that a request comes from.</summary>
/// <param name="Name">One of <see cref="CodingAgents"/>, or a configured name.</param>
/// <param name="Version">The agent's version, as it says itself; NULL where it says none that is true.</param>
/// <param name="SessionId">The agent's session, as it says itself; NULL where it says none.</param>
/// <param name="IsHelper">Whether the request belongs to a thread that the agent runs for itself, for example to find a title. Such a thread is no session of the user's.</param>
/// <param name="Repository">The URL of the repository it works in, without credentials; only Codex says it.</param>
/// <param name="CommitHash">The commit that was the newest when the turn began; only Codex says it.</param>
public sealed record RecognizedAgent(string Name, string? Version, string? SessionId, bool IsHelper, string? Repository, string? CommitHash);
