using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Gateway.Sandbox;

/// <summary>
/// The model inside the process: it answers at each vendor's own paths, deterministically, streaming and not, with usage, so that a
/// newcomer needs no key. It echoes the last thing the user said; a token is four bytes of UTF-8, rounded up.
/// </summary>
internal sealed class SandboxHandler(TimeProvider time) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        JsonObject body;
        try
        {
            await using var content = await request.Content!.ReadAsStreamAsync(cancellationToken);
            body = await JsonNode.ParseAsync(content, cancellationToken: cancellationToken) as JsonObject ?? [];
        }
        catch (JsonException malformed)
        {
            return Json(HttpStatusCode.BadRequest, new JsonObject { ["error"] = new JsonObject { ["message"] = malformed.Message, ["type"] = "invalid_request_error" } });
        }

        var created = time.GetUtcNow().ToUnixTimeSeconds();
        var prompt = new SandboxPrompt(body);
        var stream = body["stream"] is JsonValue flag && flag.TryGetValue<bool>(out var streams) && streams;
        return path switch
        {
            "/v1/chat/completions" => Answer(stream, () => SandboxOpenAI.Chat(prompt, created), () => SandboxOpenAI.ChatStream(prompt, created)),
            "/v1/completions" => Answer(stream, () => SandboxOpenAI.Completion(prompt, created), () => SandboxOpenAI.CompletionStream(prompt, created)),
            "/v1/responses" => Answer(stream, () => SandboxOpenAI.Response(prompt, created), () => SandboxOpenAI.ResponseStream(prompt, created)),
            "/v1/embeddings" => Json(HttpStatusCode.OK, SandboxOpenAI.Embeddings(prompt)),
            "/v1/messages" => Answer(stream, () => SandboxAnthropic.Message(prompt), () => SandboxAnthropic.MessageStream(prompt)),
            "/v1/messages/count_tokens" => Json(HttpStatusCode.OK, new JsonObject { ["input_tokens"] = prompt.InputTokens }),
            _ => Gemini(request.RequestUri, prompt),
        };
    }

    private static HttpResponseMessage Gemini(Uri address, SandboxPrompt prompt)
    {
        var verb = address.AbsolutePath[(address.AbsolutePath.LastIndexOf(':') + 1)..];
        switch (verb)
        {
            case "generateContent":
                return Json(HttpStatusCode.OK, SandboxGemini.Content(prompt));
            case "streamGenerateContent" when address.Query.Contains("alt=sse", StringComparison.Ordinal):
                return Events(SandboxGemini.Chunks(prompt).Select(chunk => $"data: {chunk.ToJsonString()}\r\n\r\n"));
            case "streamGenerateContent":
                var chunks = SandboxGemini.Chunks(prompt).ToList();
                return Pieces("application/json", chunks.Select((chunk, i) => $"{(i == 0 ? "[" : ",\r\n")}{chunk.ToJsonString()}{(i == chunks.Count - 1 ? "]" : string.Empty)}"));
            case "embedContent":
                return Json(HttpStatusCode.OK, SandboxGemini.Embedding(prompt));
            case "batchEmbedContents":
                return Json(HttpStatusCode.OK, SandboxGemini.Embeddings(prompt));
            default:
                return Json(HttpStatusCode.OK, new JsonObject { ["totalTokens"] = prompt.InputTokens });
        }
    }

    private static HttpResponseMessage Answer(bool stream, Func<JsonObject> whole, Func<IEnumerable<string>> events) =>
        stream ? Events(events()) : Json(HttpStatusCode.OK, whole());

    private static HttpResponseMessage Json(HttpStatusCode status, JsonObject body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage(status) { Content = content };
    }

    private static HttpResponseMessage Events(IEnumerable<string> events) => Pieces("text/event-stream", events);

    private static HttpResponseMessage Pieces(string contentType, IEnumerable<string> pieces)
    {
        var content = new StreamContent(new PiecewiseStream(pieces.GetEnumerator()));
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }
}
