namespace Weir.Agents.Setup;

/// <summary>The agents that can be set up: the answer of <c>GET /api/2.0/weir/agents</c>.</summary>
/// <param name="Agents">The agents.</param>
internal sealed record AgentsAnswer(IReadOnlyList<AgentAnswer> Agents);

/// <summary>A coding agent.</summary>
/// <param name="Key">Its name in paths and commands.</param>
/// <param name="Name">Its name in rows and dashboards.</param>
/// <param name="Signals">What of OpenTelemetry it sends to the gateway: metrics, logs; none where its traffic alone is measured.</param>
internal sealed record AgentAnswer(string Key, string Name, IReadOnlyList<string> Signals);

/// <summary>How an agent is set up. Where a token belongs stands <c>$WEIR_TOKEN</c>.</summary>
/// <param name="Key">The agent's name in paths and commands.</param>
/// <param name="Name">Its name in rows and dashboards.</param>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Steps">What to do, one after the other.</param>
/// <param name="Files">What goes into which of its files.</param>
/// <param name="ShellLines">Lines for a shell; none where the agent takes no environment variables.</param>
/// <param name="ShellIsNeeded">Whether the lines are needed besides the files; else they are another way, for one shell.</param>
/// <param name="Notes">What is measured, and what is known of the agent's ways.</param>
internal sealed record AgentSetupAnswer(string Key, string Name, string Title, IReadOnlyList<SetupStepAnswer> Steps, IReadOnlyList<SettingsFileAnswer> Files, IReadOnlyList<string> ShellLines, bool ShellIsNeeded, IReadOnlyList<string> Notes)
{
    public static AgentSetupAnswer Of(AgentSetup agent, AgentConfiguration configuration) => new(
        agent.Key,
        agent.Name,
        configuration.Title,
        [.. configuration.Steps.Select(step => new SetupStepAnswer(step.Text, step.Value))],
        [.. configuration.Files.Select(file => new SettingsFileAnswer(file.Path, file.Format.ToString().ToLowerInvariant(), file.Content, file.Merge))],
        configuration.ShellLines,
        configuration.EnvironmentIsNeeded,
        configuration.Notes);
}

/// <summary>A step of setting up.</summary>
/// <param name="Text">What to do.</param>
/// <param name="Value">What to type or paste.</param>
internal sealed record SetupStepAnswer(string Text, string? Value);

/// <summary>What goes into a file.</summary>
/// <param name="Path">The file; <c>~</c> is the user's own folder.</param>
/// <param name="Format">json, toml or env.</param>
/// <param name="Content">What it holds when nothing else is in it.</param>
/// <param name="Merge">How this goes together with what is in it already.</param>
internal sealed record SettingsFileAnswer(string Path, string Format, string Content, string Merge);
