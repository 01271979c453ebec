namespace Weir.Agents;

/// <summary>The settings of coding agents: section <c>Agents</c> of the configuration (<c>WEIR_Agents__...</c>).</summary>
public sealed class AgentOptions
{
    /// <summary>Agents beyond those that are known by name, for example <c>WEIR_Agents__Agents__0__Name=Our Agent</c>. They are asked for before the known ones.</summary>
    public IList<ConfiguredAgent> Agents { get; set; } = [];
}

/// <summary>A coding agent that the operator describes. One that has neither <see cref="UserAgentPrefix"/> nor <see cref="Header"/> is never recognised.</summary>
public sealed class ConfiguredAgent
{
    /// <summary>The name that rows and dashboards have.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>What the agent's <c>User-Agent</c> begins with, upper and lower case alike, for example <c>our-agent/</c>. What follows, up to a space or slash, is its version.</summary>
    public string? UserAgentPrefix { get; set; }

    /// <summary>A header that only this agent sends, whatever its value.</summary>
    public string? Header { get; set; }

    /// <summary>The header that holds the agent's session; NULL where it sends none.</summary>
    public string? SessionHeader { get; set; }
}
