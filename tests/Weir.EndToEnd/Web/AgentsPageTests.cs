using System.Net.Http.Headers;
using System.Text;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>Coding agents: how each is pointed at the gateway.</summary>
public sealed class AgentsPageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task An_agent_is_chosen_and_its_settings_are_for_this_gateway()
    {
        await SignInAsync("/ui/agents?endpoint=sandbox");
        var file = Page.GetByRole(AriaRole.Region, new() { Name = "~/.claude/settings.json" });
        await Assertions.Expect(file).ToContainTextAsync($"\"ANTHROPIC_BASE_URL\": \"{Weir.Address}/anthropic\"");
        await Assertions.Expect(file).ToContainTextAsync("\"ANTHROPIC_MODEL\": \"sandbox\"");
        await Assertions.Expect(file).ToContainTextAsync($"\"OTEL_EXPORTER_OTLP_ENDPOINT\": \"{Weir.Address}/api/2.0/otel\"");
        await Page.GetByLabel("Send the agent's own telemetry too").UncheckAsync();
        await Assertions.Expect(file).Not.ToContainTextAsync("OTEL_");

        await Page.GetByLabel("Agent", new() { Exact = true }).SelectOptionAsync("codex");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Set up Codex CLI" })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Region, new() { Name = "~/.codex/config.toml" })).ToContainTextAsync("wire_api = \"responses\"");
        await Assertions.Expect(Page.GetByLabel("Text for: In the shell")).ToHaveTextAsync("export WEIR_TOKEN=\"$WEIR_TOKEN\"");
        Page.Url.ShouldContain("agent=codex");
        await Page.GetByLabel("Agent", new() { Exact = true }).SelectOptionAsync("cursor");
        await Assertions.Expect(Page.GetByText(Weir.Address + "/cursor/v1", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByLabel("Send the agent's own telemetry too")).ToBeDisabledAsync();
        Complaints.ShouldBeEmpty();
        Elsewhere.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_endpoint_is_chosen_and_what_is_none_is_refused()
    {
        var endpoint = await Weir.EndpointAsync("openai", "openai-chat/json");
        await SignInAsync("/ui/agents?agent=opencode&endpoint=");
        await Assertions.Expect(Page.GetByLabel("Text for: ~/.config/opencode/opencode.json")).ToContainTextAsync("weir/your-endpoint");
        await ChooseAsync("Endpoint", endpoint[..12], endpoint);
        await Assertions.Expect(Page.GetByLabel("Text for: ~/.config/opencode/opencode.json")).ToContainTextAsync($"weir/{endpoint}");
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Endpoint" }).FillAsync("Not one");

        // What is around an open list is hidden from everybody else.
        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'endpoint' must be the name of an endpoint");
    }

    [Fact]
    public async Task A_token_is_put_into_the_texts_and_nowhere_else()
    {
        var asked = new List<string>();
        Page.Request += (_, request) => asked.Add(request.Url + request.PostData);
        await SignInAsync("/ui/agents?agent=gemini-cli&endpoint=sandbox");
        await Assertions.Expect(Page.GetByLabel("Text for: ~/.gemini/.env")).ToContainTextAsync("GEMINI_API_KEY=$WEIR_TOKEN");
        await Page.GetByLabel("Your token").FillAsync("weir_typed+1");
        await Assertions.Expect(Page.GetByLabel("Text for: ~/.gemini/.env")).ToContainTextAsync("GEMINI_API_KEY=weir_typed+1");
        await Assertions.Expect(Page.GetByLabel("Text for: ~/.gemini/.env")).ToContainTextAsync("Bearer%20weir_typed%2B1");
        Page.Url.ShouldNotContain("weir_typed");

        // One that is made here is filled in.
        await Page.GetByRole(AriaRole.Button, new() { Name = "New token…" }).ClickAsync();
        await Page.GetByLabel("What it is for").FillAsync("my laptop");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        var made = await Page.GetByLabel("token", new() { Exact = true }).Locator("pre").InnerTextAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Assertions.Expect(Page.GetByLabel("Text for: ~/.gemini/.env")).ToContainTextAsync($"GEMINI_API_KEY={made}");
        asked.ShouldNotContain(one => one.Contains("weir_typed", StringComparison.Ordinal) || one.Contains(made, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_an_agent_sent_as_the_user_is_shown()
    {
        await SignInAsync("/ui/agents?agent=codex&endpoint=sandbox");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Does it arrive?" })).ToBeVisibleAsync();
        var session = Guid.CreateVersion7().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Post, Weir.Address + "/codex/v1/responses") { Content = new StringContent("""{"model":"sandbox","input":"Hello"}""", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", RunningWeir.AdminToken);
        request.Headers.TryAddWithoutValidation("User-Agent", "codex_exec/0.169.0 (Debian 12.0.0; x86_64) xterm (codex_exec; 0.169.0)");
        request.Headers.TryAddWithoutValidation("originator", "codex_exec");
        request.Headers.TryAddWithoutValidation("session-id", session);
        using var answer = await Weir.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var row = Page.GetByRole(AriaRole.Row).Filter(new() { HasText = session });
        await Assertions.Expect(row).ToContainTextAsync("sandbox");
        await Assertions.Expect(row).ToContainTextAsync("0.169.0");
        await Assertions.Expect(Page.GetByText("Codex CLI reaches the gateway as you.")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("claude-code", "light")]
    [InlineData("codex", "dark")]
    [InlineData("cursor", "dark")]
    [InlineData("copilot-cli", "light")]
    public async Task The_page_is_accessible_and_fits_a_phone(string agent, string theme)
    {
        await SignInAsync("/ui/agents?endpoint=sandbox&agent=" + agent);
        await Page.EvaluateAsync($"document.documentElement.dataset.theme = '{theme}'");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Good to know" })).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        await Page.SetViewportSizeAsync(360, 740);
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
    }

    [Fact]
    public async Task The_navigation_leads_here()
    {
        await SignInAsync("/ui/ai-gateway");
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = "Coding agents" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Coding agents", Level = 1 })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Your tokens" }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/settings/tokens");
    }
}
