using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary><c>weir agents</c> as a process, in a home of its own.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AgentsCommandTests(RunningWeir weir) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _home = Directory.CreateTempSubdirectory("weir-agents-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task An_agents_configuration_is_printed_for_this_gateway_and_this_token()
    {
        var (code, output, errors) = await RunAsync("setup", "claude-code", "--endpoint", "chat");
        code.ShouldBe(0, errors);
        output.ShouldContain($"\"ANTHROPIC_BASE_URL\": \"{weir.Address}/anthropic\"");
        output.ShouldContain($"\"ANTHROPIC_AUTH_TOKEN\": \"{RunningWeir.AdminToken}\"");
        output.ShouldContain(Path.Combine(_home, ".claude", "settings.json"));
        Directory.EnumerateFileSystemEntries(_home).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_written_leaves_everything_else_in_the_files_and_a_second_time_changes_nothing()
    {
        var settings = Put(".claude/settings.json", """{"permissions":{"allow":["Bash(git *)"]},"env":{"EDITOR":"vim","ANTHROPIC_MODEL":"before"}}""");
        var (code, output, errors) = await RunAsync("setup", "claude-code", "--endpoint", "chat", "--write", "--yes");
        code.ShouldBe(0, errors);
        output.ShouldContain("\"ANTHROPIC_MODEL\": \"chat\"");
        output.ShouldContain("<your token>");
        output.ShouldNotContain(RunningWeir.AdminToken);
        var written = JsonNode.Parse(await File.ReadAllTextAsync(settings, Stop))!;
        written["permissions"]!["allow"]![0]!.ToString().ShouldBe("Bash(git *)");
        written["env"]!["EDITOR"]!.ToString().ShouldBe("vim");
        written["env"]!["ANTHROPIC_AUTH_TOKEN"]!.ToString().ShouldBe(RunningWeir.AdminToken);
        (await File.ReadAllTextAsync(settings + ".before-weir", Stop)).ShouldContain("\"before\"");
        File.GetUnixFileMode(settings).ShouldBe(OwnerOnly);

        var (before, time) = (await File.ReadAllTextAsync(settings, Stop), File.GetLastWriteTimeUtc(settings));
        (code, output, errors) = await RunAsync("setup", "claude-code", "--endpoint", "chat", "--write", "--yes");
        code.ShouldBe(0, errors);
        output.ShouldContain("has it all already");
        (await File.ReadAllTextAsync(settings, Stop)).ShouldBe(before);
        File.GetLastWriteTimeUtc(settings).ShouldBe(time);

        // Another endpoint is another change, and what was there before Weir is still known.
        (code, _, errors) = await RunAsync("setup", "claude-code", "--endpoint", "other", "--write", "--yes");
        code.ShouldBe(0, errors);
        (await File.ReadAllTextAsync(settings + ".before-weir", Stop)).ShouldContain("\"before\"");
    }

    [Fact]
    public async Task A_file_without_the_token_keeps_who_may_read_it_and_a_link_stays_a_link()
    {
        var target = Put("dotfiles/codex.toml", "# mine\napproval_policy = \"on-request\"\n\n[tui]\nnotifications = true\n");
        File.SetUnixFileMode(target, OwnerOnly | UnixFileMode.GroupRead);
        Directory.CreateDirectory(Path.Combine(_home, ".codex"));
        var link = Path.Combine(_home, ".codex", "config.toml");
        File.CreateSymbolicLink(link, target);
        var (code, output, errors) = await RunAsync("setup", "codex", "--endpoint", "chat", "--no-telemetry", "--write", "--yes");
        code.ShouldBe(0, errors);
        output.ShouldContain($"export WEIR_TOKEN=\"{RunningWeir.AdminToken}\"");
        File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName.ShouldBe(target);
        var text = await File.ReadAllTextAsync(target, Stop);
        text.ShouldStartWith("# mine\napproval_policy = \"on-request\"\nmodel = \"chat\"\nmodel_provider = \"weir\"\n\n[tui]\nnotifications = true\n");
        text.ShouldContain($"base_url = \"{weir.Address}/codex/v1\"");
        File.GetUnixFileMode(target).ShouldBe(OwnerOnly | UnixFileMode.GroupRead);
    }

    [Fact]
    public async Task An_agents_own_variable_says_where_its_files_are()
    {
        var elsewhere = Path.Combine(_home, "elsewhere");
        var (code, _, errors) = await RunWithAsync(new(StringComparer.Ordinal) { ["CODEX_HOME"] = elsewhere }, "setup", "codex", "--endpoint", "chat", "--write", "--yes");
        code.ShouldBe(0, errors);
        (await File.ReadAllTextAsync(Path.Combine(elsewhere, "config.toml"), Stop)).ShouldContain("[otel]");
        Directory.Exists(Path.Combine(_home, ".codex")).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_written_unasked_and_nothing_that_cannot_be_read()
    {
        var env = Put(".gemini/.env", "OTHER=1\n");
        (await RunAsync("setup", "gemini-cli", "--endpoint", "chat", "--write")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(1), ran => ran.Errors.ShouldContain("--yes"));
        (await File.ReadAllTextAsync(env, Stop)).ShouldBe("OTHER=1\n");
        Put(".gemini/settings.json", "{ // mine\n \"ui\": {} }");
        (await RunAsync("setup", "gemini-cli", "--endpoint", "chat", "--write", "--yes")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(1), ran => ran.Errors.ShouldContain("comments"));
        (await File.ReadAllTextAsync(env, Stop)).ShouldBe("OTHER=1\n");
    }

    [Fact]
    public async Task Wrong_words_get_a_sentence()
    {
        (await RunAsync("setup", "emacs", "--endpoint", "chat")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldNotBe(0), ran => ran.Errors.ShouldContain("claude-code, codex"));
        (await RunAsync("setup", "codex", "--endpoint", "A b")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldNotBe(0), ran => ran.Errors.ShouldContain("no endpoint's name"));
        await weir.EndpointAsync("openai", "openai-chat/json");
        (await RunAsync("setup", "codex")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(2), ran => ran.Errors.ShouldContain("--endpoint"), ran => ran.Errors.ShouldContain("sandbox"));
        (await RunAsync("list")).Output.ShouldContain("gemini-cli");
    }

    [Fact]
    public async Task A_check_says_what_arrived()
    {
        foreach (var (key, name) in new[] { ("claude-code", "Claude Code"), ("codex", "Codex CLI"), ("gemini-cli", "Gemini CLI"), ("cursor", "Cursor") })
        {
            var (code, output, errors) = await RunAsync("check", key, "--endpoint", "sandbox");
            code.ShouldBe(0, output + errors);
            output.ShouldContain($"agent      {name}");
            output.ShouldContain("status 200, requester ");
            output.ShouldContain("endpoint sandbox");
            output.ShouldContain(" in, ");
            output.Contains("its metric is in system.ai_gateway.otel_metrics", StringComparison.Ordinal).ShouldBe(key != "cursor", output);
        }
    }

    [Fact]
    public async Task A_check_that_fails_says_what_to_do()
    {
        (await RunAsync("check", "codex", "--endpoint", "not-there", "--no-telemetry")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(1), ran => ran.Errors.ShouldContain("endpoint's name"));
        (await RunAsync("check", "codex", "--endpoint", "sandbox", "--token", "wrong")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(2), ran => ran.Errors.ShouldContain("WEIR_TOKEN"));
        (await RunAsync("check", "codex", "--endpoint", "sandbox", "--host", "http://127.0.0.1:1")).ShouldSatisfyAllConditions(ran => ran.Code.ShouldBe(2), ran => ran.Errors.ShouldContain("cannot be reached"));
    }

    private string Put(string name, string text)
    {
        var path = Path.Combine(_home, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => RunWithAsync([], arguments);

    private Task<(int Code, string Output, string Errors)> RunWithAsync(Dictionary<string, string> variables, params string[] arguments) =>
        WeirCommand.RunAsAsync(weir, RunningWeir.AdminToken, new Dictionary<string, string>(variables, StringComparer.Ordinal) { ["HOME"] = _home }, ["agents", .. arguments]);
}
