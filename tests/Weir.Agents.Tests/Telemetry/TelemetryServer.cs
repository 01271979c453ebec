using System.Net.Http.Headers;
using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Weir.Accounts.Tokens;
using Weir.Accounts;
using Weir.Agents.Telemetry;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>What receives telemetry, in a server of its own on the loopback, with a port for HTTP and one for gRPC.</summary>
internal sealed class TelemetryServer : IAsyncDisposable
{
    public const string Token = "token-of-ada";

    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly ErrorLog _errors;

    private TelemetryServer(WebApplication app, CollectingJournal journal, ErrorLog errors)
    {
        _errors = errors;
        _app = app;
        Journal = journal;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Address = new Uri(addresses[0]);
        Http = new HttpClient { BaseAddress = Address };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        GrpcAddress = new Uri(addresses[1]);
        _channel = GrpcChannel.ForAddress(GrpcAddress, new GrpcChannelOptions { MaxSendMessageSize = null });
    }

    public CollectingJournal Journal { get; }

    public Uri Address { get; }

    public Uri GrpcAddress { get; }

    public HttpClient Http { get; }

    /// <summary>What the server logged as an error.</summary>
    public IReadOnlyCollection<string> Errors => _errors.Messages;

    public static async Task<TelemetryServer> StartAsync(Action<TelemetryOptions>? configure = null, ITelemetryJournal? journal = null)
    {
        var options = new TelemetryOptions();
        configure?.Invoke(options);
        var collecting = new CollectingJournal();
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton<ITokenAuthenticator, Tokens>();
        builder.Services.AddSingleton(journal ?? collecting);
        builder.Services.AddTelemetry(options);
        var app = builder.Build();
        app.MapTelemetry();
        await app.StartAsync();
        return new TelemetryServer(app, collecting, errors);
    }

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string contentType = "application/json", string? encoding = null, bool chunked = false, string? table = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        if (table is not null)
        {
            request.Headers.Add("X-Databricks-UC-Table-Name", table);
        }

        request.Headers.TransferEncodingChunked = chunked;
        return await Http.SendAsync(request);
    }

    /// <summary>Sends a file as the agent did.</summary>
    public async Task PostAsync(Capture capture)
    {
        using var answer = await PostAsync($"/v1/{capture.Signal}", capture.Bytes, capture.IsJson ? "application/json" : "application/x-protobuf");
        var said = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, said);
        said.ShouldBe(capture.IsJson ? "{\"partialSuccess\":{}}" : string.Empty);
    }

    public async Task PostAsync(IEnumerable<Capture> captures)
    {
        foreach (var capture in captures)
        {
            await PostAsync(capture);
        }
    }

    /// <summary>Calls a service of gRPC.</summary>
    /// <param name="signal">metrics, logs or trace.</param>
    /// <param name="body">The message.</param>
    /// <param name="token">The token, or NULL for none.</param>
    /// <param name="gzip">Whether the message is compressed.</param>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(string signal, TRequest body, string? token = Token, bool gzip = false)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var service = char.ToUpperInvariant(signal[0]) + signal[1..];
        var method = new Method<TRequest, TResponse>(
            MethodType.Unary,
            $"opentelemetry.proto.collector.{signal}.v1.{service}Service",
            "Export",
            Marshallers.Create(message => message.ToByteArray(), bytes => new MessageParser<TRequest>(() => new TRequest()).ParseFrom(bytes)),
            Marshallers.Create(message => message.ToByteArray(), bytes => new MessageParser<TResponse>(() => new TResponse()).ParseFrom(bytes)));
        var headers = new Metadata();
        if (token is not null)
        {
            headers.Add("authorization", "Bearer " + token);
        }

        if (gzip)
        {
            headers.Add("grpc-internal-encoding-request", "gzip");
        }

        return await _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(headers), body);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Messages.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class Tokens : ITokenAuthenticator
    {
        public Caller? Authenticate(ReadOnlySpan<char> token) => token switch
        {
            Token => CallerOf("ada@example.com"),
            "token-of-bob" => CallerOf("bob@example.com"),
            "token-for-sql" => CallerOf("ada@example.com") with { Scopes = [TokenScopes.Sql] },
            _ => null,
        };

        private static Caller CallerOf(string name) => new("4b1b1b44-51c2-4dbc-b2c5-3c9b6e1f9d11", "1234567890123456", name, name, PrincipalType.User, IsAccountAdmin: false, "t");
    }
}
