using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>Endpoints by the form: what is typed is what the API has, and what the form does not show stays.</summary>
public sealed class EndpointFormTests(RunningWeir weir) : BrowserTest(weir)
{
    private const string Endpoints = "/api/ai-gateway/v2/endpoints";
    private const string Key = "sk-typed-into-the-form";

    [Fact]
    public async Task An_endpoint_with_everything_is_made_tested_and_changed_without_its_key()
    {
        var (name, first, second) = ($"form{Guid.NewGuid():N}"[..20], $"first-{Guid.NewGuid():N}", $"second-{Guid.NewGuid():N}");
        var url = Weir.Provider.Address + "/v1";
        Weir.Provider.Answer(first, StandInAnswer.Of(Corpus.Get("openai-chat/json")));
        Weir.Provider.Answer(second, new StandInAnswer { Status = 401, Body = """{"error":{"message":"Incorrect API key provided"}}"""u8.ToArray() });
        await SignInAsync("/ui/ai-gateway");
        await Page.GetByRole(AriaRole.Link, new() { Name = "New endpoint" }).ClickAsync();

        await FillAsync("name", "Not A Name");
        await Assertions.Expect(Page.GetByText("1 to 63 lower-case letters")).ToBeVisibleAsync();
        await FillAsync("name", name);
        await Assertions.Expect(Page.GetByText("1 to 63 lower-case letters")).ToBeHiddenAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a destination" }).ClickAsync();
        await FillDestinationAsync("Destination 1", "config.destinations[0]", "main", first, url, "60");
        await FillDestinationAsync("Destination 2", "config.destinations[1]", "trial", second, url, "30");
        await Assertions.Expect(Page.GetByText("The shares sum to 90 %; they must sum to 100 %.")).ToBeVisibleAsync();
        await FillAsync("config.destinations[0].traffic_percentage", "70");
        await Assertions.Expect(Page.GetByText("The shares sum to 100 %.")).ToBeVisibleAsync();

        await Group("Destination 1").GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
        await Assertions.Expect(Group("Destination 1").GetByText("The model answered after")).ToBeVisibleAsync();
        await Group("Destination 2").GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
        await Assertions.Expect(Group("Destination 2").GetByText("The provider refused the key (401): Incorrect API key provided")).ToBeVisibleAsync();

        foreach (var at in new[] { 0, 1 })
        {
            await Page.GetByRole(AriaRole.Button, new() { Name = "Add a fallback" }).ClickAsync();
            await Group($"Fallback {at + 1}").GetByLabel("Provider").SelectOptionAsync("sandbox");
            await FillAsync($"config.fallbacks[{at}].external_model_config.model", $"sandbox-{at}");
        }

        // By the keyboard alone, and the focus stays with what was moved.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Move fallback 2 up" }).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.Locator("[name='config.fallbacks[0].external_model_config.model']")).ToHaveValueAsync("sandbox-1");
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Move fallback 1 down" })).ToBeFocusedAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Remove fallback 2" }).ClickAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a limit" }).ClickAsync();
        await Group("Limit 1").GetByLabel("Whose").SelectOptionAsync("USER_DEFAULT");
        await FillAsync("config.rate_limits[0].requests", "60");
        await FillAsync("config.rate_limits[0].tokens", "100000");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add a tag" }).ClickAsync();
        await FillAsync("tags[0]", "team");
        await FillAsync("tags[0].value", "engineering");
        await Page.GetByLabel("Estimate tokens where the provider states none").CheckAsync();
        await ShouldBeAccessibleAsync();
        await Page.SetViewportSizeAsync(360, 740);
        await ShouldNotScrollSidewaysAsync();
        await Page.SetViewportSizeAsync(1280, 800);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make the endpoint" }).ClickAsync();
        await Page.WaitForURLAsync($"**/ui/ai-gateway/{name}");

        var expected = $$"""
            {"name":"{{name}}","tags":{"team":"engineering"},"config":{
              "destinations":[
                {"name":"main","traffic_percentage":70,"external_model_config":{"provider":"openai-compatible","model":"{{first}}","base_url":"{{url}}"} },
                {"name":"trial","traffic_percentage":30,"external_model_config":{"provider":"openai-compatible","model":"{{second}}","base_url":"{{url}}"} }],
              "fallbacks":[{"name":"sandbox-1","external_model_config":{"provider":"sandbox","model":"sandbox-1"} }],
              "rate_limits":[{"key":"USER_DEFAULT","renewal_period":"MINUTE","requests":60,"tokens":100000}],"estimate_usage":true} }
            """;
        await ShouldBeStoredAsync(name, expected);

        await Page.GotoAsync($"/ui/ai-gateway/{name}?tab=settings");
        await Assertions.Expect(Group("Destination 1").GetByText("A key is stored")).ToBeVisibleAsync();
        Weir.Provider.Answer(second, StandInAnswer.Of(Corpus.Get("openai-chat/json")));
        await Group("Destination 2").GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
        await Assertions.Expect(Group("Destination 2").GetByText("The model answered after")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Split evenly" }).ClickAsync();
        await ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Saved.")).ToBeVisibleAsync();
        await ShouldBeStoredAsync(name, expected.Replace(":70", ":50", StringComparison.Ordinal).Replace(":30", ":50", StringComparison.Ordinal));

        (await Weir.Client.CallAsync("POST", "/openai/v1/chat/completions", new { model = name, messages = new[] { new { role = "user", content = "hello" } } })).Status.ShouldBe(200);
        Weir.Provider.Seen.Where(seen => Encoding.UTF8.GetString(seen.Body).Contains(first, StringComparison.Ordinal) || Encoding.UTF8.GetString(seen.Body).Contains(second, StringComparison.Ordinal))
            .ShouldAllBe(seen => seen.Headers["Authorization"] == "Bearer " + Key);
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_text_and_the_form_are_one_document_and_it_is_not_left_unasked()
    {
        var name = await Weir.EndpointAsync("openai", "openai-chat/json");
        await SignInAsync($"/ui/ai-gateway/{name}?tab=settings");
        await FillAsync("config.destinations[0].name", "renamed");
        await Assertions.Expect(Group("Destination 1").GetByLabel("API key")).ToBeVisibleAsync();
        await FillAsync("config.destinations[0].name", "primary");
        await Assertions.Expect(Group("Destination 1").GetByText("A key is stored")).ToBeVisibleAsync();

        await FillAsync("config.retries.max_retries", "3");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Edit as JSON" }).ClickAsync();
        var text = Page.GetByLabel("Document (JSON)");
        var document = JsonNode.Parse(await text.InputValueAsync())!;
        ((int)document["config"]!["retries"]!["max_retries"]!).ShouldBe(3);
        document["config"]!["circuit_breaker"] = new JsonObject { ["failures"] = 9 };
        document["config"]!["guardrails"] = "of a later version";
        await text.FillAsync(document.ToJsonString());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Edit by form" }).ClickAsync();
        await Assertions.Expect(Page.Locator("[name='config.circuit_breaker.failures']")).ToHaveValueAsync("9");
        await Assertions.Expect(Page.Locator("[name='config.retries.max_retries']")).ToHaveValueAsync("3");

        // What the form does not know is neither dropped nor hidden: the API says what it thinks of it.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("guardrails");

        await Page.GetByRole(AriaRole.Tab, new() { Name = "Try it" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stay" }).ClickAsync();
        await Assertions.Expect(Page.Locator("[name='config.circuit_breaker.failures']")).ToHaveValueAsync("9");
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Try it" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_API_refuses_stands_at_its_field()
    {
        var name = await Weir.EndpointAsync("openai", "openai-chat/json");
        await SignInAsync($"/ui/ai-gateway/{name}?tab=settings");
        await FillAsync("config.retries.max_retries", "99");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        var field = Page.Locator("[name='config.retries.max_retries']");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await Assertions.Expect(field).ToHaveAccessibleDescriptionAsync(new Regex("must be from 0 to 10", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await ShouldBeAccessibleAsync();
        await FillAsync("config.retries.max_retries", "2");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Saved.")).ToBeVisibleAsync();
    }

    private ILocator Group(string name) => Page.GetByRole(AriaRole.Group, new() { Name = name });

    private Task FillAsync(string path, string text) => Page.Locator($"[name='{path}']").FillAsync(text);

    private async Task FillDestinationAsync(string group, string path, string name, string model, string url, string share)
    {
        await Group(group).GetByLabel("Provider").SelectOptionAsync("openai-compatible");
        await FillAsync($"{path}.name", name);
        await FillAsync($"{path}.external_model_config.model", model);
        await FillAsync($"{path}.external_model_config.base_url", url);
        await FillAsync($"{path}.external_model_config.api_key", Key);
        await FillAsync($"{path}.traffic_percentage", share);
    }

    private async Task ShouldNotScrollSidewaysAsync() =>
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);

    private async Task ShouldBeStoredAsync(string name, string document)
    {
        var stored = JsonNode.Parse((await Weir.Client.CallAsync("GET", $"{Endpoints}/{name}")).Body.GetRawText())!.AsObject();
        var written = new JsonObject(new[] { "name", "tags", "config" }.Select(member => KeyValuePair.Create(member, stored[member]?.DeepClone())));
        JsonNode.DeepEquals(written, JsonNode.Parse(document)).ShouldBeTrue(written.ToJsonString());
    }
}
