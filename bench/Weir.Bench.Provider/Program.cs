using System.Text;

// A provider that costs as little as it can: it reads the body, and answers a fixed JSON or a fixed stream of 200 chunks (header x-stream).
var json = Encoding.UTF8.GetBytes("""{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"TEXT","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1200,"completion_tokens":42,"total_tokens":1242,"prompt_tokens_details":{"cached_tokens":300},"completion_tokens_details":{"reasoning_tokens":10}}}""".Replace("TEXT", new string('x', 900), StringComparison.Ordinal));
var chunk = Encoding.UTF8.GetBytes("""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"bench","choices":[{"index":0,"delta":{"content":"some words of it"},"logprobs":null,"finish_reason":null}]}""" + "\n\n");
var end = Encoding.UTF8.GetBytes("""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"bench","choices":[],"usage":{"prompt_tokens":1200,"completion_tokens":42,"total_tokens":1242}}""" + "\n\ndata: [DONE]\n\n");

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.Run(async context =>
{
    var read = await context.Request.BodyReader.ReadAsync();
    while (!read.IsCompleted)
    {
        context.Request.BodyReader.AdvanceTo(read.Buffer.End);
        read = await context.Request.BodyReader.ReadAsync();
    }

    context.Request.BodyReader.AdvanceTo(read.Buffer.End);
    var response = context.Response;
    if (!context.Request.Headers.ContainsKey("x-stream"))
    {
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json);
        return;
    }

    response.ContentType = "text/event-stream";
    for (var i = 0; i < 199; i++)
    {
        await response.Body.WriteAsync(chunk);
    }

    await response.Body.WriteAsync(end);
});
await app.RunAsync();
