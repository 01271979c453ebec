using System.Text.Json.Nodes;
using Shouldly;
using Weir.Agents.Setup;
using Xunit;

namespace Weir.Agents.Tests.Setup;

public sealed class SettingsMergeTests
{
    public static TheoryData<string> Keys => [.. AgentSetup.All.Select(agent => agent.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_second_time_changes_nothing(string key)
    {
        foreach (var file in Files(key))
        {
            var first = SettingsMerge.Merge(file, null);
            first.ShouldBe(file.Content);
            SettingsMerge.Merge(file, first).ShouldBe(first);
        }
    }

    [Fact]
    public void Members_of_JSON_go_into_what_is_there_and_the_rest_stays()
    {
        var merged = Json("""{"permissions":{"allow":["Bash(git *)"]},"env":{"EDITOR":"vim","ANTHROPIC_MODEL":"old"},"count":1.50}""", """{"env":{"ANTHROPIC_MODEL":"new","X":"1"}}""");
        JsonNode.DeepEquals(JsonNode.Parse(merged), JsonNode.Parse("""{"permissions":{"allow":["Bash(git *)"]},"env":{"EDITOR":"vim","ANTHROPIC_MODEL":"new","X":"1"},"count":1.50}""")).ShouldBeTrue(merged);
        merged.ShouldContain("1.50");
    }

    [Fact]
    public void JSON_keeps_its_indentation_and_its_letters()
    {
        Json("{\n\t\"a\": \"ü+<\"\n}\n", """{"b":1}""").ShouldBe("{\n\t\"a\": \"ü+<\",\n\t\"b\": 1\n}\n");
        Json("{\n    \"a\": 1\n}\n", """{"b":1}""").ShouldBe("{\n    \"a\": 1,\n    \"b\": 1\n}\n");
    }

    [Fact]
    public void JSON_with_comments_is_left_alone_unless_nothing_changes()
    {
        const string Commented = "{\n  // mine\n  \"a\": 1,\n}\n";
        Should.Throw<SettingsMergeException>(() => Json(Commented, """{"b":1}""")).Message.ShouldContain("comments");
        Json(Commented, """{"a":1}""").ShouldBe(Commented);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public void What_is_no_JSON_object_is_refused(string existing) => Should.Throw<SettingsMergeException>(() => Json(existing, """{"b":1}"""));

    [Fact]
    public void An_object_takes_the_place_of_what_is_none() =>
        JsonNode.Parse(Json("""{"env":"none"}""", """{"env":{"X":"1"}}"""))!["env"]!["X"]!.ToString().ShouldBe("1");

    [Fact]
    public void Lines_of_an_env_file_are_replaced_or_added_and_the_rest_stays()
    {
        var file = new SettingsFile("~", null, ".env", SettingsFormat.Env, "KEY=new\nMODEL=m\n", string.Empty);
        SettingsMerge.Merge(file, "# mine\nOTHER=1\nexport KEY = old\n#KEY=not\nKEY=older\n").ShouldBe("# mine\nOTHER=1\nKEY=new\n#KEY=not\nMODEL=m\n");
        SettingsMerge.Merge(file, "OTHER=1").ShouldBe("OTHER=1\nKEY=new\nMODEL=m\n");
        SettingsMerge.Merge(file, "A=1\r\nKEY=x\r\n").ShouldBe("A=1\r\nKEY=new\r\nMODEL=m\r\n");
        SettingsMerge.Merge(file, "KEY=new\nMODEL=m").ShouldBe("KEY=new\nMODEL=m");
    }

    [Fact]
    public void TOML_is_changed_where_a_key_stands_and_else_kept_byte_for_byte()
    {
        const string Existing = """
            # my Codex
            model = "gpt-5"   # the old one
            approval_policy = "on-request"

            [mcp_servers.docs]
            command = "npx"
            args = [
              "-y",   # yes
              "docs",
            ]

            [model_providers.weir]
            # by hand
            base_url = "http://old/codex/v1"
            request_max_retries = 2

            [tui]
            notifications = true

            """;
        Toml(Existing, """
            model = "chat"
            model_provider = "weir"

            [model_providers.weir]
            name = "Weir"
            base_url = "http://new/codex/v1"

            [otel]
            log_user_prompt = false

            """).ShouldBe("""
            # my Codex
            model = "chat"   # the old one
            approval_policy = "on-request"
            model_provider = "weir"

            [mcp_servers.docs]
            command = "npx"
            args = [
              "-y",   # yes
              "docs",
            ]

            [model_providers.weir]
            # by hand
            base_url = "http://new/codex/v1"
            request_max_retries = 2
            name = "Weir"

            [tui]
            notifications = true

            [otel]
            log_user_prompt = false

            """);
    }

    [Fact]
    public void A_value_of_TOML_takes_the_place_of_tables_and_dotted_keys_under_its_name()
    {
        const string Wanted = "[otel]\nexporter = { otlp-http = { endpoint = \"u\" } }\n";
        Toml("a = 1\n\n[otel]\nenvironment = \"dev\"\nexporter.otlp-grpc.endpoint = \"x\"\n\n[otel.exporter.\"otlp-http\"]\nendpoint = \"old\"\n\n[otel.exporter.\"otlp-http\".headers]\nk = \"v\"\n\n[tui]\nx = 1\n", Wanted)
            .ShouldBe("a = 1\n\n[otel]\nenvironment = \"dev\"\nexporter = { otlp-http = { endpoint = \"u\" } }\n\n\n\n[tui]\nx = 1\n");
        Toml("otel.exporter = \"none\"\n", Wanted).ShouldBe("otel.exporter = { otlp-http = { endpoint = \"u\" } }\n");
    }

    [Fact]
    public void The_first_key_of_TOML_comes_before_any_table()
    {
        Toml("[tui]\nx = 1\n", "model = \"m\"\nother = 2\n").ShouldBe("model = \"m\"\nother = 2\n\n[tui]\nx = 1\n");
        Toml("# a comment", "[a]\nb = 1\n").ShouldBe("# a comment\n\n[a]\nb = 1\n");
        Toml("[a]", "[a]\nb = 1\n").ShouldBe("[a]\nb = 1\n");
    }

    [Theory]
    [InlineData("model = ", "not TOML")]
    [InlineData("otel = { environment = \"dev\" }", "'otel' is written as one value")]
    public void TOML_that_has_no_place_is_refused(string existing, string why) =>
        Should.Throw<SettingsMergeException>(() => Toml(existing, "[otel]\nexporter = \"none\"\n")).Message.ShouldContain(why);

    [Fact]
    public void TOML_keeps_its_line_ends() => Toml("a = 1\r\n", "b = 2\n[c]\nd = 3\n").ShouldBe("a = 1\r\nb = 2\r\n\r\n[c]\r\nd = 3\r\n");

    private static string Json(string existing, string wanted) => SettingsMerge.Merge(new SettingsFile("~", null, "s.json", SettingsFormat.Json, wanted, string.Empty), existing);

    private static string Toml(string existing, string wanted) => SettingsMerge.Merge(new SettingsFile("~", null, "c.toml", SettingsFormat.Toml, wanted, string.Empty), existing);

    private static IReadOnlyList<SettingsFile> Files(string key) => AgentSetup.Find(key)!.For(new SetupInput(new Uri("https://weir.example.com"), "chat", "weir_secret", true)).Files;
}
