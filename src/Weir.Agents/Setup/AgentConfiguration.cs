namespace Weir.Agents.Setup;

/// <summary>How an agent is pointed at the gateway.</summary>
/// <param name="Title">What it is, in a line.</param>
/// <param name="Steps">What a person does, one after the other.</param>
/// <param name="Files">What goes into which of the agent's files.</param>
/// <param name="Environment">The same as environment variables, where the agent takes them.</param>
/// <param name="EnvironmentIsNeeded">Whether the variables are needed besides the files; else they are another way, for one shell.</param>
/// <param name="Notes">What is measured, and what is known of the agent's ways.</param>
public sealed record AgentConfiguration(
    string Title,
    IReadOnlyList<SetupStep> Steps,
    IReadOnlyList<SettingsFile> Files,
    IReadOnlyList<EnvironmentVariable> Environment,
    bool EnvironmentIsNeeded,
    IReadOnlyList<string> Notes)
{
    /// <summary>The variables as lines of a POSIX shell.</summary>
    public IReadOnlyList<string> ShellLines => [.. Environment.Select(variable => variable.ShellLine)];
}

/// <summary>A step of setting up.</summary>
/// <param name="Text">What to do.</param>
/// <param name="Value">What to type or paste; NULL where there is nothing.</param>
public sealed record SetupStep(string Text, string? Value = null);

/// <summary>An environment variable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, which may hold <see cref="SetupInput.TokenPlaceholder"/>.</param>
public sealed record EnvironmentVariable(string Name, string Value)
{
    /// <summary>The line that sets it in a POSIX shell, which puts the token in its placeholder's place.</summary>
    public string ShellLine => $"export {Name}=\"{Value}\"";
}

/// <summary>What goes into a file of an agent's settings.</summary>
/// <param name="Folder">The folder in which the file's name is looked for; <c>~</c> is the user's own.</param>
/// <param name="FolderVariable">The environment variable that names another folder in its place; NULL where there is none.</param>
/// <param name="Name">The file, from there.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="Content">What it holds when nothing else is in it.</param>
/// <param name="Merge">How this goes together with what is in it already.</param>
public sealed record SettingsFile(string Folder, string? FolderVariable, string Name, SettingsFormat Format, string Content, string Merge)
{
    /// <summary>Where the file is when no variable says otherwise.</summary>
    public string Path => $"{Folder}/{Name}";
}

/// <summary>What a file of settings is written in.</summary>
public enum SettingsFormat
{
    /// <summary>JSON.</summary>
    Json,

    /// <summary>TOML.</summary>
    Toml,

    /// <summary>Lines of <c>NAME=value</c>.</summary>
    Env,
}
