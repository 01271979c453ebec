using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>The agents that <c>tests/agents/package-lock.json</c> names, installed once for all clones.</summary>
public sealed class InstalledAgents : IAsyncLifetime
{
    private static readonly string Root = SdkTests.RepositoryRoot();

    private string _packages = string.Empty;

    /// <summary>The folder of the Node.js that the agents in JavaScript run on.</summary>
    public static string NodeFolder { get; } = Path.Combine(SdkTests.SdkFolder(), "node_modules", "node", "bin");

    /// <summary>Claude Code: a program of its own for each system.</summary>
    public string[] ClaudeCode => [Directory.GetDirectories(Path.Combine(_packages, "@anthropic-ai"), "claude-code-*").Select(folder => Path.Combine(folder, "claude")).Single(File.Exists)];

    /// <summary>Codex CLI.</summary>
    public string[] Codex => [Node, Path.Combine(_packages, "@openai", "codex", "bin", "codex.js")];

    /// <summary>Gemini CLI.</summary>
    public string[] GeminiCli => [Node, Path.Combine(_packages, "@google", "gemini-cli", "bundle", "gemini.js")];

    private static string Node => Path.Combine(NodeFolder, "node");

    public async ValueTask InitializeAsync()
    {
        var installed = await ProgramRun.StartAsync([Path.Combine(Root, "eng", "install-agents")], Root, TimeSpan.FromMinutes(20));
        installed.Code.ShouldBe(0, installed.Errors);
        _packages = Path.Combine(installed.Output.Trim(), "node_modules");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
