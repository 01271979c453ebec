using System.Text.Json.Nodes;
using Shouldly;
using Tomlyn.Parsing;
using Weir.Agents.Setup;
using Xunit;

namespace Weir.Agents.Tests.Setup;

public sealed class AgentSetupTests
{
    private const string Gateway = "https://weir.example.com";

    public static TheoryData<string> Keys => [.. AgentSetup.All.Select(agent => agent.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_agent_has_a_configuration_that_reads_back(string key)
    {
        foreach (var withTelemetry in new[] { true, false })
        {
            var configuration = Of(key, withTelemetry);
            configuration.Title.ShouldNotBeEmpty();
            configuration.Steps.ShouldNotBeEmpty();
            configuration.Notes.ShouldNotBeEmpty();
            foreach (var file in configuration.Files)
            {
                switch (file.Format)
                {
                    case SettingsFormat.Json:
                        JsonNode.Parse(file.Content).ShouldBeOfType<JsonObject>();
                        break;
                    case SettingsFormat.Toml:
                        SyntaxParser.Parse(file.Content, null, true).HasErrors.ShouldBeFalse();
                        break;
                    default:
                        file.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.IndexOf('=', StringComparison.Ordinal) > 0);
                        break;
                }

                file.Content.ShouldEndWith("\n");
            }

            // The endpoint, the gateway and the token are all said somewhere.
            var everything = string.Join('\n', [.. configuration.Files.Select(file => file.Content), .. configuration.ShellLines, .. configuration.Steps.Select(step => step.Value ?? string.Empty)]);
            everything.ShouldContain("gpt-5.5");
            everything.ShouldContain(Gateway + "/");
            everything.ShouldContain("weir_secret");
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Telemetry_goes_to_the_gateway_where_the_agent_has_signals_and_else_nowhere(string key)
    {
        var signals = AgentSetup.Find(key)!.Signals;
        var (with, without) = (Written(Of(key, true)), Written(Of(key, false)));
        with.Contains(Gateway + "/api/2.0/otel", StringComparison.Ordinal).ShouldBe(signals.Count > 0);
        without.ShouldNotContain("otel", Case.Insensitive);

        static string Written(AgentConfiguration configuration) => string.Concat(configuration.Files.Select(file => file.Content)) + string.Join('\n', configuration.ShellLines);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Without_a_token_its_placeholder_stands_in_its_place(string key)
    {
        var configuration = AgentSetup.Find(key)!.For(new SetupInput(new Uri(Gateway), "chat", SetupInput.TokenPlaceholder, true));
        foreach (var line in configuration.ShellLines.Where(line => line.Contains("TOKEN", StringComparison.Ordinal) || line.Contains("KEY=", StringComparison.Ordinal)))
        {
            line.ShouldContain("$WEIR_TOKEN\"");
        }
    }

    [Fact]
    public void Claude_Code_has_the_same_in_its_file_and_in_a_shell()
    {
        var configuration = Of("claude-code", true);
        var env = JsonNode.Parse(configuration.Files.Single().Content)!["env"]!.AsObject();
        env.Select(member => $"export {member.Key}=\"{member.Value}\"").ShouldBe(configuration.ShellLines);
        env["ANTHROPIC_BASE_URL"]!.ToString().ShouldBe("https://weir.example.com/anthropic");
        env["OTEL_EXPORTER_OTLP_ENDPOINT"]!.ToString().ShouldBe("https://weir.example.com/api/2.0/otel");
        env["OTEL_EXPORTER_OTLP_HEADERS"]!.ToString().ShouldBe("Authorization=Bearer weir_secret");
    }

    [Fact]
    public void Codex_is_told_the_full_address_of_each_signal_and_reads_its_token_from_the_environment()
    {
        var configuration = Of("codex", true);
        var content = configuration.Files.Single().Content;
        content.ShouldContain("""exporter = { otlp-http = { endpoint = "https://weir.example.com/api/2.0/otel/v1/logs", protocol = "binary", headers = { "Authorization" = "Bearer weir_secret" } } }""");
        content.ShouldContain("""metrics_exporter = { otlp-http = { endpoint = "https://weir.example.com/api/2.0/otel/v1/metrics",""");
        content.ShouldContain("""env_key = "WEIR_TOKEN" """.TrimEnd());
        configuration.EnvironmentIsNeeded.ShouldBeTrue();
        configuration.ShellLines.ShouldBe(["export WEIR_TOKEN=\"weir_secret\""]);
        Of("codex", false).Files.Single().Content.ShouldNotContain("weir_secret");
    }

    [Fact]
    public void Of_an_address_only_scheme_host_and_port_are_taken() =>
        new SetupInput(new Uri("http://127.0.0.1:8080/ui/?x#y"), "chat", "t", true).TelemetryAddress.ShouldBe("http://127.0.0.1:8080/api/2.0/otel");

    [Fact]
    public void Cursor_is_told_that_an_address_of_this_machine_will_not_do()
    {
        var local = AgentSetup.Find("cursor")!.For(new SetupInput(new Uri("http://127.0.0.1:8080"), "chat", "t", true));
        local.Notes.ShouldContain(note => note.Contains("http://127.0.0.1:8080 will not do", StringComparison.Ordinal));
        Of("cursor", true).Notes.ShouldNotContain(note => note.Contains("will not do", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"; rm -rf ~; \"")]
    [InlineData("a\n")]
    [InlineData("$(id)")]
    [InlineData("")]
    public void What_is_no_endpoint_stands_in_no_configuration(string endpoint) =>
        Should.Throw<ArgumentException>(() => AgentSetup.Find("codex")!.For(new SetupInput(new Uri(Gateway), endpoint, "t", true)));

    private static AgentConfiguration Of(string key, bool withTelemetry) =>
        AgentSetup.Find(key)!.For(new SetupInput(new Uri(Gateway), "gpt-5.5", "weir_secret", withTelemetry));
}
