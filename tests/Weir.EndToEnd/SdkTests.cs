using System.ClientModel;
using System.Diagnostics;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>The official SDKs through the gateway: they get their answers, and the rows hold the numbers.</summary>
public sealed class SdkTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_npm_SDKs_work_and_every_call_has_its_row()
    {
        var models = new Dictionary<string, string>
        {
            ["CHAT"] = "openai-chat/json", ["CHAT_STREAM"] = "openai-chat/stream-usage", ["RESPONSES"] = "openai-responses/json", ["RESPONSES_STREAM"] = "openai-responses/stream",
            ["EMBEDDINGS"] = "openai-embeddings/base64", ["EMBEDDINGS_FLOAT"] = "openai-embeddings/json", ["MESSAGES"] = "anthropic-messages/json", ["MESSAGES_STREAM"] = "anthropic-messages/stream",
            ["GEMINI"] = "gemini-generate-content/json", ["GEMINI_STREAM"] = "gemini-generate-content/stream",
        };
        var folder = SdkFolder();
        var start = new ProcessStartInfo(Path.Combine(folder, "node_modules", "node", "bin", "node"), ["run.mjs"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["WEIR"] = weir.Address;
        start.Environment["TOKEN"] = RunningWeir.AdminToken;
        start.Environment["SANDBOX"] = "sandbox";
        foreach (var (name, model) in models)
        {
            start.Environment[name] = await weir.EndpointAsync(Corpus.Get(model));
        }

        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(Stop);
        var lines = (await node.StandardOutput.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await node.WaitForExitAsync(Stop);
        node.ExitCode.ShouldBe(0, await errors);
        var calls = lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        calls.Where(call => !call.GetProperty("ok").GetBoolean()).Select(call => call.ToString()).ShouldBeEmpty();
        calls.Count.ShouldBe(31);
        calls.Single(call => call.GetProperty("call").GetString() == "openai.chat.stream").GetProperty("sawUsage").GetBoolean().ShouldBeFalse("the client did not ask for it");

        var withRow = 0;
        foreach (var call in calls)
        {
            if (!call.TryGetProperty("requestId", out var id) || id.ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var row = await weir.RowAsync(id.GetString()!);
            row["status_code"].ShouldBe("200", call.ToString());
            row["usage_source"].ShouldBe("PROVIDER", call.ToString());
            row["user_agent"].ShouldNotBeNullOrEmpty();
            var expected = Corpus.Get(row["destination_model"]!).Expected;
            row["input_tokens"].ShouldBe(expected.InputTokens.ToString(), call.ToString());
            row["output_tokens"].ShouldBe(expected.OutputTokens.ToString(), call.ToString());
            withRow++;
        }

        withRow.ShouldBeGreaterThanOrEqualTo(22, "the SDKs show the id of nearly every call");
    }

    [Fact]
    public async Task The_OpenAI_SDK_for_NET_works_streaming_and_not()
    {
        var whole = await weir.EndpointAsync(Corpus.Get("openai-chat/json"));
        var stream = await weir.EndpointAsync(Corpus.Get("openai-chat/stream-usage"));
        var options = new OpenAIClientOptions { Endpoint = new Uri(weir.Address + "/openai/v1") };
        var answer = await new ChatClient(whole, new ApiKeyCredential(RunningWeir.AdminToken), options).CompleteChatAsync([new UserChatMessage("hi")], cancellationToken: Stop);
        answer.Value.Usage.InputTokenCount.ShouldBe(1200);
        var row = await weir.RowAsync(answer.GetRawResponse().Headers.TryGetValue("x-request-id", out var id) ? id! : string.Empty);
        row["input_tokens"].ShouldBe("1200");
        row["user_agent"]!.ShouldStartWith("OpenAI/");

        var text = string.Empty;
        await foreach (var update in new ChatClient(stream, new ApiKeyCredential(RunningWeir.AdminToken), options).CompleteChatStreamingAsync([new UserChatMessage("hi")], cancellationToken: Stop))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        text.ShouldBe("Hello from the mock upstream.");
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT status_code, input_tokens, output_tokens FROM system.ai_gateway.usage WHERE endpoint_name = '{stream}'")).Single().ShouldBe(["200", "1200", "42"]));
    }

    [Fact]
    public async Task The_Anthropic_SDK_for_NET_works_streaming_and_not()
    {
        var whole = await weir.EndpointAsync(Corpus.Get("anthropic-messages/json"));
        var stream = await weir.EndpointAsync(Corpus.Get("anthropic-messages/stream"));
        using var client = new AnthropicClient { ApiKey = RunningWeir.AdminToken, BaseUrl = weir.Address + "/anthropic" };
        MessageCreateParams Ask(string model) => new() { Model = model, MaxTokens = 9, Messages = [new UserMessageParam("hi")] };
        (await client.Messages.Create(Ask(whole), Stop)).Usage.OutputTokens.ShouldBe(42);
        var events = 0;
        await foreach (var _ in client.Messages.CreateStreaming(Ask(stream), Stop))
        {
            events++;
        }

        events.ShouldBeGreaterThan(5);
        foreach (var endpoint in new[] { whole, stream })
        {
            await RunningWeir.EventuallyAsync(async () =>
                (await weir.SqlAsync($"SELECT status_code, input_tokens, output_tokens, token_details.cache_creation_input_tokens FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}'")).Single().ShouldBe(["200", "1200", "42", "150"]));
        }
    }

    public static string SdkFolder() => Path.Combine(RepositoryRoot(), "tests", "sdk");

    internal static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "tests", "sdk")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("tests/sdk is not above " + AppContext.BaseDirectory);
        }

        return folder;
    }
}
