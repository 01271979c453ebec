using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Every vendor's SDK against every destination's dialect through the real gateway: text, streams, tool calls, their results, images.</summary>
public sealed class TranslationSdkTests(RunningWeir weir)
{
    private const string Image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static readonly string[] Scenarios = ["text", "text-stream", "tool", "tool-stream", "result", "image"];

    // The order in which the script calls each endpoint.
    private static readonly string[] Clients = ["chat", "responses", "messages", "gemini"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_SDK_reaches_every_dialect()
    {
        var run = Guid.NewGuid().ToString("N");
        var endpoints = new Dictionary<string, string>();
        foreach (var destination in DestinationRequest.Dialects)
        {
            foreach (var scenario in Scenarios)
            {
                endpoints[$"{destination}/{scenario}"] = await EndpointAsync(run, destination, scenario);
            }
        }

        var calls = await RunAsync(endpoints);
        calls.Count.ShouldBe(DestinationRequest.Dialects.Length * Scenarios.Length * Clients.Length);
        calls.Where(call => !call.GetProperty("ok").GetBoolean()).Select(call => call.ToString()).ShouldBeEmpty();
        foreach (var call in calls)
        {
            AnswerIsRight(call);
            RequestIsRight(run, call);
        }

        await RunningWeir.EventuallyAsync(async () =>
        {
            var rows = await weir.SqlAsync($"SELECT status_code, usage_source, input_tokens, output_tokens, count(*) FROM system.ai_gateway.usage WHERE endpoint_name LIKE 'tr{run}%' GROUP BY ALL");
            rows.Single().ShouldBe(["200", "PROVIDER", "1200", "42", $"{calls.Count}"]);
        });
    }

    [Fact]
    public async Task A_field_is_refused_by_name_or_noted_in_a_header()
    {
        var run = Guid.NewGuid().ToString("N");
        var endpoint = await EndpointAsync(run, "messages", "text");
        var body = $$"""{"model":"{{endpoint}}","messages":[{"role":"user","content":"hi"}],"user":"u","metadata":{"a":"b"} """;
        using var noted = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json(body + "}"), Stop);
        noted.StatusCode.ShouldBe(HttpStatusCode.OK);
        noted.Headers.GetValues("weir-not-translated").Single().ShouldBe("metadata, user");

        using var refused = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json(body + ",\"seed\":7}"), Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await refused.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error");
        error.GetProperty("message").GetString().ShouldStartWith("'seed' has no counterpart.");
        weir.Provider.Seen.Count(request => IsOf(request, ModelOf(run, "messages", "text"))).ShouldBe(1, "the refused one was not sent");
        (await weir.RowAsync(RunningWeir.RequestIdOf(refused)))["status_code"].ShouldBe("400");
    }

    private static void AnswerIsRight(JsonElement call)
    {
        var hasCalls = ScenarioOf(call).StartsWith("tool", StringComparison.Ordinal);
        call.GetProperty("text").GetString().ShouldBe(hasCalls ? "I will look." : "Hello there.", call.ToString());
        call.GetProperty("calls").EnumerateArray().Select(tool => tool.ToString()).ShouldBe(
            hasCalls ? ["""{"name":"weather","input":{"city":"Oslo","days":1}}""", """{"name":"now","input":{}}"""] : [], call.ToString());
        call.GetProperty("finish").GetString().ShouldBe(call.GetProperty("client").GetString() switch
        {
            "chat" => hasCalls ? "tool_calls" : "stop",
            "responses" => "completed",
            "messages" => hasCalls ? "tool_use" : "end_turn",
            _ => "STOP",
        }, call.ToString());
        call.GetProperty("input").GetInt64().ShouldBe(1200, call.ToString());
        call.GetProperty("output").GetInt64().ShouldBe(42, call.ToString());
    }

    private void RequestIsRight(string run, JsonElement call)
    {
        var (destination, scenario) = (call.GetProperty("destination").GetString()!, ScenarioOf(call));
        var seen = weir.Provider.Seen.Where(request => IsOf(request, ModelOf(run, destination, scenario))).ToList();
        seen.Count.ShouldBe(Clients.Length);
        var request = DestinationRequest.Read(destination, seen[Array.IndexOf(Clients, call.GetProperty("client").GetString())]);
        request.Images.ShouldBe(scenario == "image" ? [Image] : [], call.ToString());
        request.Tools.ShouldBe(scenario is "text" or "text-stream" or "image" ? [] : ["weather city", "now "], call.ToString());
        request.Instructions.ShouldBe(scenario == "image" && call.GetProperty("client").GetString() is "chat" or "responses" ? string.Empty : "Be brief.", call.ToString());
        request.MaxTokens.ShouldBe(500, call.ToString());
        request.Streams.ShouldBe(scenario.EndsWith("-stream", StringComparison.Ordinal), call.ToString());
        if (scenario == "result")
        {
            request.Calls.Select(made => $"{made.Name} {made.Input}").ShouldBe(["weather {\"city\":\"Oslo\",\"days\":1}", "now {}"], call.ToString());
            request.Results.ShouldBe([(request.Calls[0].Id, "4 degrees"), (request.Calls[1].Id, "noon")], call.ToString());
        }
    }

    private async Task<string> EndpointAsync(string run, string destination, string scenario)
    {
        var model = ModelOf(run, destination, scenario);
        weir.Provider.Answer(model, AnswerOf(destination, scenario));
        var name = $"tr{run}{destination}{scenario}";
        object settings = destination switch
        {
            "converse" => new { provider = "bedrock", model, region = "eu-west-3", base_url = weir.Provider.Address, aws_access_key_id = "AKIDEXAMPLE", aws_secret_access_key = "secret" },

            // A server that speaks chat and no responses.
            "chat" => new { provider = "openai-chat-compatible", model, base_url = weir.Provider.Address + "/v1", api_key = "provider-secret-key" },
            _ => new { provider = destination == "messages" ? "anthropic" : "gemini", model, base_url = weir.Provider.Address, api_key = "provider-secret-key" },
        };
        var config = new { destinations = new[] { new { name = "d", traffic_percentage = 100, external_model_config = settings } } };
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        return name;
    }

    private async Task<List<JsonElement>> RunAsync(Dictionary<string, string> endpoints)
    {
        var folder = SdkTests.SdkFolder();
        var start = new ProcessStartInfo(Path.Combine(folder, "node_modules", "node", "bin", "node"), ["translate.mjs"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["WEIR"] = weir.Address;
        start.Environment["TOKEN"] = RunningWeir.AdminToken;
        start.Environment["IMAGE"] = Image;
        start.Environment["ENDPOINTS"] = JsonSerializer.Serialize(endpoints);
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(Stop);
        var lines = (await node.StandardOutput.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await node.WaitForExitAsync(Stop);
        node.ExitCode.ShouldBe(0, await errors);
        return [.. lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    private static string ScenarioOf(JsonElement call) => call.GetProperty("scenario").GetString()!;

    private static string ModelOf(string run, string destination, string scenario) => destination switch
    {
        "chat" => "gpt-4o",
        "messages" => "claude-sonnet-4-5",
        "gemini" => "gemini-3-flash",
        _ => "amazon.nova",
    } + $"-{scenario}-{run}";

    private static bool IsOf(SeenRequest request, string model) =>
        request.Path.Contains(model, StringComparison.Ordinal) || (request.Path.EndsWith("/completions", StringComparison.Ordinal) || request.Path.EndsWith("/messages", StringComparison.Ordinal) ? (string?)JsonNode.Parse(request.Body)?["model"] == model : false);

    private static StandInAnswer AnswerOf(string destination, string scenario)
    {
        var streams = scenario.EndsWith("-stream", StringComparison.Ordinal);
        var kind = scenario.StartsWith("tool", StringComparison.Ordinal) ? destination : $"{destination}-text";
        var body = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "corpus", "translation", "answers", $"{kind}.{(streams ? "sse" : "json")}"));
        if (streams && destination == "converse")
        {
            var events = Encoding.UTF8.GetString(body).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('\n'));
            return new StandInAnswer { ContentType = AmazonFrames.ContentType, Body = [.. events.SelectMany(lines => AmazonFrames.Event(lines[0]["event: ".Length..], lines[1]["data: ".Length..]))] };
        }

        return new StandInAnswer { ContentType = streams ? "text/event-stream" : "application/json", Body = body };
    }
}
