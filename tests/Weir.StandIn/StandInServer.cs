using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Weir.StandIn.Coding;

namespace Weir.StandIn;

/// <summary>
/// A provider on this machine, at each vendor's own paths. The model that a request names decides its answer: one given by
/// <see cref="Answer"/>, a case of the corpus, the <see cref="CodingScenario"/>, or, for <c>load-json</c> and <c>load-stream</c>, a fixed cheap one.
/// </summary>
public sealed class StandInServer : IAsyncDisposable
{
    private static readonly byte[] LoadJson = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-load","object":"chat.completion","created":1,"model":"load","choices":[{"index":0,"message":{"role":"assistant","content":" """.TrimEnd() + new string('x', 900)
        + """ "},"finish_reason":"stop"}],"usage":{"prompt_tokens":1200,"completion_tokens":42,"total_tokens":1242,"prompt_tokens_details":{"cached_tokens":300},"completion_tokens_details":{"reasoning_tokens":10}}}""".TrimStart());

    private static readonly byte[] LoadChunk = Encoding.UTF8.GetBytes(
        "data: {\"id\":\"chatcmpl-load\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"load\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"some words of an answer\"},\"finish_reason\":null}]}\n\n");

    private static readonly byte[] LoadEnd = Encoding.UTF8.GetBytes(
        "data: {\"id\":\"chatcmpl-load\",\"model\":\"load\",\"choices\":[],\"usage\":{\"prompt_tokens\":1200,\"completion_tokens\":42,\"total_tokens\":1242}}\n\ndata: [DONE]\n\n");

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<StandInAnswer>> _answers = new();

    private StandInServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What it got, but for load.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    /// <summary>The ids that load requests named in the header <c>x-load-id</c>.</summary>
    public ConcurrentQueue<string> LoadIds { get; } = new();

    /// <summary>Starts it on 127.0.0.1.</summary>
    /// <param name="port">The port; 0 for any.</param>
    /// <param name="certificate">Where given, it speaks TLS, and HTTP/2 to who asks for it.</param>
    public static async Task<StandInServer> StartAsync(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        var app = builder.Build();
        var server = new StandInServer(app);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers a model, or a call as <c>"POST /v1/files"</c>, so, from now on: each call with the next of the answers, the last one again and again.</summary>
    public void Answer(string model, params StandInAnswer[] answers) => _answers[model] = new ConcurrentQueue<StandInAnswer>(answers);

    /// <summary>Waits until it is stopped from outside.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        if (context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal))
        {
            await AnswerTokenAsync(context, body);
            return;
        }

        // A call without a model in it is known by its path.
        var call = $"{context.Request.Method} {context.Request.Path}";
        var (model, stream) = _answers.ContainsKey(call) ? (call, false) : ModelOf(context.Request, body);
        if (model.StartsWith("load-", StringComparison.Ordinal))
        {
            LoadIds.Enqueue(context.Request.Headers["x-load-id"].ToString());
            await AnswerLoadAsync(context, stream);
            return;
        }

        var seen = SeenOf(context, body);
        Seen.Enqueue(seen);
        if (context.Request.Path.Value!.EndsWith("count_tokens", StringComparison.Ordinal))
        {
            await context.Response.WriteAsJsonAsync(new { input_tokens = 1200 });
            return;
        }

        try
        {
            var answer = _answers.TryGetValue(model, out var given) ? NextOf(given)
                : model == CodingScenario.Model ? CodingScenario.Answer(context.Request.Path.Value!, body)
                : StandInAnswer.Of(Corpus.Get(model));
            await SendAsync(context, answer);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            seen.Abandoned.TrySetResult();
        }
    }

    private static StandInAnswer NextOf(ConcurrentQueue<StandInAnswer> answers)
    {
        lock (answers)
        {
            return answers.Count > 1 && answers.TryDequeue(out var next) ? next : answers.TryPeek(out var last) ? last : throw new InvalidOperationException("No answer was given.");
        }
    }

    // An OAuth token endpoint; one below /refuse knows nobody.
    private async Task AnswerTokenAsync(HttpContext context, byte[] body)
    {
        Seen.Enqueue(SeenOf(context, body));
        if (context.Request.Path.StartsWithSegments("/refuse", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_client" });
            return;
        }

        await context.Response.WriteAsJsonAsync(new { access_token = "stand-in-token", token_type = "Bearer", expires_in = 3600 });
    }

    private static SeenRequest SeenOf(HttpContext context, byte[] body) => new(
        context.Request.Method,
        context.Request.Path,
        context.Request.QueryString.Value ?? string.Empty,
        context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        body)
    {
        Protocol = context.Request.Protocol,
        RawPath = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0],
    };

    private static (string Model, bool Stream) ModelOf(HttpRequest request, byte[] body)
    {
        var path = Uri.UnescapeDataString(request.Path.Value!);
        var models = path.IndexOf("/models/", StringComparison.Ordinal);
        if (models >= 0)
        {
            return (path[(models + 8)..path.LastIndexOf(':')], false);
        }

        // Bedrock: /model/{id}/{operation}
        if (path.StartsWith("/model/", StringComparison.Ordinal))
        {
            return (path[7..path.LastIndexOf('/')], path.EndsWith("-stream", StringComparison.Ordinal));
        }

        var json = JsonSerializer.Deserialize<JsonElement>(body);
        return (json.GetProperty("model").GetString()!, json.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True);
    }

    private static async Task AnswerLoadAsync(HttpContext context, bool stream)
    {
        var response = context.Response;
        if (!stream)
        {
            response.ContentType = "application/json";
            response.ContentLength = LoadJson.Length;
            await response.Body.WriteAsync(LoadJson);
            return;
        }

        response.ContentType = "text/event-stream";
        for (var i = 0; i < 198; i++)
        {
            await response.Body.WriteAsync(LoadChunk);
        }

        await response.Body.WriteAsync(LoadEnd);
    }

    private static async Task SendAsync(HttpContext context, StandInAnswer answer)
    {
        var response = context.Response;
        if (answer.BeforeHeaders is { } gate)
        {
            await gate.WaitAsync(context.RequestAborted);
        }

        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers["x-request-id"] = "req_of_the_provider";
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        if (answer.StatesLength)
        {
            response.ContentLength = answer.Body.Length;
        }

        await response.StartAsync(context.RequestAborted);
        var start = 0;
        var piece = 0;
        foreach (var end in (answer.SplitAt ?? []).Append(answer.Body.Length))
        {
            if (answer.BeforePiece is { } wait && wait.Piece == piece)
            {
                await wait.Until.WaitAsync(context.RequestAborted);
            }

            await response.Body.WriteAsync(answer.Body.AsMemory(start, end - start), context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            start = end;
            if (++piece == answer.CutAfter?.Pieces)
            {
                await answer.CutAfter.Value.Until;
                context.Abort();
                return;
            }
        }
    }
}
