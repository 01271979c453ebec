using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Files;
using OpenAI.Images;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>OpenAI's images, audio, files and batches through the real server: passed on as they are, each call with its row.</summary>
public sealed class PassThroughTests(RunningWeir weir)
{
    private readonly string _prefix = $"/p{Guid.NewGuid():N}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_OpenAI_SDK_makes_an_image_and_its_tokens_are_in_the_row()
    {
        var model = $"image-{Guid.NewGuid():N}";
        weir.Provider.Answer(model, Json("""{"created":1,"data":[{"b64_json":"aGVsbG8="}],"usage":{"input_tokens":50,"output_tokens":1056,"total_tokens":1106,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}}"""));
        var endpoint = await EndpointAsync(model);
        var image = await new ImageClient(endpoint, new ApiKeyCredential(RunningWeir.AdminToken), Options()).GenerateImageAsync("a weir", cancellationToken: Stop);
        image.Value.ImageBytes.ToString().ShouldBe("hello");
        await RowsAreAsync(endpoint, ["openai/v1/images/generations", "200", "50", "1056", "PROVIDER"]);
        JsonSerializer.Deserialize<JsonElement>(Seen("/images/generations").Body).GetProperty("model").GetString().ShouldBe(model);
    }

    [Fact]
    public async Task The_OpenAI_SDK_has_speech_transcribed_and_the_form_names_the_destination_s_model()
    {
        weir.Provider.Answer($"POST {_prefix}/v1/audio/transcriptions", Json("""{"text":"weir","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0,"audio_tokens":14},"output_tokens":45,"total_tokens":59}}"""));
        var endpoint = await EndpointAsync("gpt-transcribe");
        using var sound = new MemoryStream([0x52, 0x49, 0x46, 0x46, 13, 10, 0, 255]);
        var text = await new AudioClient(endpoint, new ApiKeyCredential(RunningWeir.AdminToken), Options()).TranscribeAudioAsync(sound, "a.wav", cancellationToken: Stop);
        text.Value.Text.ShouldBe("weir");
        await RowsAreAsync(endpoint, ["openai/v1/audio/transcriptions", "200", "14", "45", "PROVIDER"]);
        var form = Encoding.Latin1.GetString(Seen("/audio/transcriptions").Body);
        form.ShouldContain("\r\n\r\ngpt-transcribe\r\n");
        form.ShouldContain("RIFF\r\n\0\u00ff", customMessage: "the sound is what it was");
        form.ShouldNotContain(endpoint);
    }

    [Fact]
    public async Task Speech_comes_back_byte_for_byte_and_tokens_that_nobody_stated_are_NULL()
    {
        var model = $"speech-{Guid.NewGuid():N}";
        var sound = Enumerable.Range(0, 200_000).Select(i => (byte)i).ToArray();
        weir.Provider.Answer(model, new StandInAnswer { ContentType = "audio/mpeg", Body = sound });
        var endpoint = await EndpointAsync(model);
        using var response = await weir.Client.PostAsJsonAsync("/openai/v1/audio/speech", new { model = endpoint, input = "weir", voice = "alloy" }, Stop);
        (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(sound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("audio/mpeg");
        await RowsAreAsync(endpoint, ["openai/v1/audio/speech", "200", null, null, "NONE"]);
    }

    [Fact]
    public async Task An_image_s_stream_is_metered_by_its_last_event()
    {
        var model = $"image-{Guid.NewGuid():N}";
        var stream = "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"aA==\"}\n\nevent: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"aGk=\",\"usage\":{\"input_tokens\":5,\"output_tokens\":100,\"total_tokens\":105}}\n\n";
        weir.Provider.Answer(model, new StandInAnswer { ContentType = "text/event-stream", Body = Encoding.UTF8.GetBytes(stream) });
        var endpoint = await EndpointAsync(model);
        using var response = await weir.Client.PostAsJsonAsync("/openai/v1/images/generations", new { model = endpoint, prompt = "a weir", stream = true }, Stop);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldBe(stream);
        await RowsAreAsync(endpoint, ["openai/v1/images/generations", "200", "5", "100", "PROVIDER"]);
    }

    [Fact]
    public async Task The_OpenAI_SDK_keeps_files_at_the_endpoint_s_first_destination()
    {
        weir.Provider.Answer($"POST {_prefix}/v1/files", Json("""{"id":"file-1","object":"file","bytes":5,"created_at":1,"filename":"a.jsonl","purpose":"batch","status":"processed"}"""));
        weir.Provider.Answer($"GET {_prefix}/v1/files/file-1/content", new StandInAnswer { ContentType = "application/octet-stream", Body = "hello"u8.ToArray() });
        weir.Provider.Answer($"GET {_prefix}/v1/files", Json("""{"object":"list","data":[],"has_more":false}"""));
        var endpoint = await EndpointAsync("any", fallback: true);
        var options = Options();
        options.AddPolicy(new NamedEndpoint(endpoint), PipelinePosition.PerCall);
        var files = new OpenAIClient(new ApiKeyCredential(RunningWeir.AdminToken), options).GetOpenAIFileClient();
        using var content = new MemoryStream("hello"u8.ToArray());
        (await files.UploadFileAsync(content, "a.jsonl", FileUploadPurpose.Batch, Stop)).Value.Id.ShouldBe("file-1");
        (await files.DownloadFileAsync("file-1", Stop)).Value.ToString().ShouldBe("hello");
        await files.GetFilesAsync(Stop);
        Encoding.UTF8.GetString(Seen("/v1/files").Body).ShouldContain("hello");
        await RowsAreAsync(endpoint, ["openai/v1/files", "200", null, null, "NONE"], ["openai/v1/files", "200", null, null, "NONE"]);
    }

    [Fact]
    public async Task A_file_larger_than_any_request_goes_through()
    {
        weir.Provider.Answer($"POST {_prefix}/v1/files", Json("""{"id":"file-2","object":"file"}"""));
        var endpoint = await EndpointAsync("any");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[5_000_000]), "file", "large.jsonl" }, { new StringContent("batch"), "purpose" } };
        using var response = await SendAsync(HttpMethod.Post, "/openai/v1/files", endpoint, form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Seen("/v1/files").Body.Length.ShouldBeGreaterThan(5_000_000);
    }

    [Fact]
    public async Task A_batch_s_tokens_are_counted_once_however_often_it_is_asked_for()
    {
        const string running = """{"id":"ID","object":"batch","status":"in_progress","usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0}}""";
        const string ended = """{"id":"ID","object":"batch","status":"completed","usage":{"input_tokens":1000,"input_tokens_details":{"cached_tokens":200},"output_tokens":300,"output_tokens_details":{"reasoning_tokens":70},"total_tokens":1300}}""";
        var id = $"batch_{Guid.NewGuid():N}";
        var answers = new[] { running, ended, ended, ended }.Select(body => Json(body.Replace("ID", id, StringComparison.Ordinal))).ToArray();
        weir.Provider.Answer($"GET {_prefix}/v1/batches/{id}", answers);
        var endpoint = await EndpointAsync("any");
        for (var i = 0; i < answers.Length; i++)
        {
            using var response = await SendAsync(HttpMethod.Get, $"/openai/v1/batches/{id}", endpoint, null);
            (await response.Content.ReadAsByteArrayAsync(Stop)).ShouldBe(answers[i].Body);
        }

        await RowsAreAsync(
            endpoint,
            ["openai/v1/batches", "200", null, null, "NONE"],
            ["openai/v1/batches", "200", "1000", "300", "PROVIDER"],
            ["openai/v1/batches", "200", null, null, "NONE"],
            ["openai/v1/batches", "200", null, null, "NONE"]);
        (await weir.SqlAsync($"SELECT invocation_metadata.service_tier FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}' AND input_tokens = 1000")).Single().ShouldBe(["batch"]);
    }

    [Fact]
    public async Task A_request_that_names_no_endpoint_is_refused_in_OpenAI_s_shape()
    {
        using var response = await weir.Client.GetAsync("/openai/v1/batches/batch_1", Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("error").GetProperty("message").GetString()!.ShouldContain("Weir-Endpoint");
        (await weir.RowAsync(RunningWeir.RequestIdOf(response)))["status_code"].ShouldBe("400");
    }

    [Fact]
    public async Task A_form_that_names_two_models_is_refused()
    {
        var endpoint = await EndpointAsync("any");
        using var form = new MultipartFormDataContent { { new StringContent(endpoint), "model" }, { new StringContent("another"), "model" } };
        using var response = await SendAsync(HttpMethod.Post, "/openai/v1/images/edits", endpoint, form);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("twice");
    }

    [Fact]
    public async Task A_form_whose_boundary_is_no_boundary_is_refused()
    {
        var endpoint = await EndpointAsync("any");
        foreach (var boundary in new[] { "\"\"", new string('b', 5000) })
        {
            using var form = new ByteArrayContent("--x--"u8.ToArray());
            form.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=" + boundary).ShouldBeTrue();
            using var response = await SendAsync(HttpMethod.Post, "/openai/v1/images/edits", endpoint, form);
            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("boundary");
        }
    }

    [Fact]
    public async Task A_batch_is_cancelled_by_a_request_without_a_body()
    {
        weir.Provider.Answer($"POST {_prefix}/v1/batches/batch_1/cancel", Json("""{"id":"batch_1","object":"batch","status":"cancelling"}"""));
        var endpoint = await EndpointAsync("any");
        using var response = await SendAsync(HttpMethod.Post, "/openai/v1/batches/batch_1/cancel", endpoint, null);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Seen("/cancel").Headers.ShouldNotContainKey("Transfer-Encoding");
    }

    [Fact]
    public async Task A_form_without_a_model_is_given_the_destination_s()
    {
        weir.Provider.Answer($"POST {_prefix}/v1/images/edits", Json("""{"created":1,"data":[]}"""));
        var endpoint = await EndpointAsync("gpt-image-9");
        using var form = new MultipartFormDataContent { { new StringContent("more water"), "prompt" } };
        using var response = await SendAsync(HttpMethod.Post, "/openai/v1/images/edits", endpoint, form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var sent = Encoding.UTF8.GetString(Seen("/images/edits").Body);
        sent.ShouldContain("name=\"model\"\r\n\r\ngpt-image-9\r\n");
        sent.ShouldContain("more water");
    }

    [Fact]
    public async Task A_provider_that_cannot_is_named_in_the_refusal()
    {
        using var response = await SendAsync(HttpMethod.Post, "/openai/v1/images/generations", "sandbox", ByteFidelityTests.Json("""{"prompt":"x"}"""));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("DIALECT_NOT_SUPPORTED");
    }

    private static StandInAnswer Json(string body) => new() { Body = Encoding.UTF8.GetBytes(body) };

    private OpenAIClientOptions Options() => new() { Endpoint = new Uri(weir.Address + "/openai/v1"), RetryPolicy = new ClientRetryPolicy(0) };

    private async Task<string> EndpointAsync(string model, bool fallback = false)
    {
        var name = $"pt{Guid.NewGuid():N}";
        var destination = new { name = "d", traffic_percentage = 100, external_model_config = new { provider = "openai", model, base_url = weir.Provider.Address + _prefix + "/v1", api_key = "k" } };
        var fallbacks = fallback ? new object[] { new { name = "f", external_model_config = new { provider = "anthropic", model = "claude", base_url = weir.Provider.Address, api_key = "k" } } } : [];
        using var made = await weir.Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", new { name, config = new { destinations = new[] { destination }, fallbacks } }, Stop);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync(Stop));
        return name;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string endpoint, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Weir-Endpoint", endpoint);
        return await weir.Client.SendAsync(request, Stop);
    }

    private SeenRequest Seen(string pathEnd) =>
        weir.Provider.Seen.First(seen => seen.Path.StartsWith(_prefix, StringComparison.Ordinal) && seen.Path.EndsWith(pathEnd, StringComparison.Ordinal));

    private Task RowsAreAsync(string endpoint, params string?[][] expected) => RunningWeir.EventuallyAsync(async () =>
    {
        var rows = await weir.SqlAsync($"SELECT api_type, status_code, input_tokens, output_tokens, usage_source FROM system.ai_gateway.usage WHERE endpoint_name = '{endpoint}' ORDER BY event_time");
        rows.Count.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            rows[i].ShouldBe(expected[i]);
        }
    });

    private sealed class NamedEndpoint(string name) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("Weir-Endpoint", name);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            message.Request.Headers.Set("Weir-Endpoint", name);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }
    }
}
