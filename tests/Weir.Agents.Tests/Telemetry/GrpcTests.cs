using System.IO.Pipelines;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Shouldly;
using Weir.Agents.Telemetry.Protocol;
using Weir.Usage.Telemetry;
using Xunit;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>OTLP over gRPC, on a port of HTTP/2 in clear text.</summary>
public sealed class GrpcTests
{
    private static readonly ExportMetricsServiceRequest Commit = JsonParser.Default.Parse<ExportMetricsServiceRequest>(OtlpJson.Counter("claude_code.commit.count", OtlpJson.Text("session.id", "s1")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_three_services_take_what_an_agent_sends(bool gzip)
    {
        await using var server = await TelemetryServer.StartAsync();
        foreach (var capture in Capture.Of("claude-code/otlp/tools-grpc").Concat(Capture.Of("gemini-cli/otlp/tools-grpc")))
        {
            if (capture.Signal == "metrics")
            {
                (await server.CallAsync<ExportMetricsServiceRequest, ExportMetricsServiceResponse>("metrics", ExportMetricsServiceRequest.Parser.ParseFrom(capture.Bytes), gzip: gzip)).PartialSuccess.ShouldBeNull();
            }
            else
            {
                (await server.CallAsync<ExportLogsServiceRequest, ExportLogsServiceResponse>("logs", ExportLogsServiceRequest.Parser.ParseFrom(capture.Bytes), gzip: gzip)).PartialSuccess.ShouldBeNull();
            }
        }

        var span = new Span { TraceId = ByteString.CopyFrom(new byte[16]), SpanId = ByteString.CopyFrom([1, 2, 3, 4, 5, 6, 7, 8]), Name = "call" };
        await server.CallAsync<ExportTraceServiceRequest, ExportTraceServiceResponse>("trace", new() { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } } } }, gzip: gzip);

        server.Journal.Sum("edit", "lines_added").ShouldBe(6 + 5);
        server.Journal.Sum("commit", "commits").ShouldBe(1);
        server.Journal.Rows(TelemetryTable.Spans).Single().Text("span_id").ShouldBe("0102030405060708");
    }

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("unknown", StatusCode.Unauthenticated)]
    [InlineData("token-for-sql", StatusCode.PermissionDenied)]
    public async Task Without_a_token_for_it_nothing_is_taken(string? token, StatusCode code)
    {
        await using var server = await TelemetryServer.StartAsync();
        var refused = await Should.ThrowAsync<RpcException>(() => server.CallAsync<ExportMetricsServiceRequest, ExportMetricsServiceResponse>("metrics", Commit, token));

        refused.StatusCode.ShouldBe(code);
        refused.Status.Detail.ShouldContain("token");
        server.Journal.LinesTaken.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_counted()
    {
        await using var server = await TelemetryServer.StartAsync();
        var body = Commit.Clone();
        body.ResourceMetrics[0].ScopeMetrics[0].Metrics.Add(new Metric { Name = "no data" });
        var answer = await server.CallAsync<ExportMetricsServiceRequest, ExportMetricsServiceResponse>("metrics", body);

        answer.PartialSuccess.RejectedDataPoints.ShouldBe(1);
        answer.PartialSuccess.ErrorMessage.ShouldBe("Not taken: 1 (the metric has no data).");
        server.Journal.Sum("commit", "commits").ShouldBe(1);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_unavailable()
    {
        await using var server = await TelemetryServer.StartAsync();
        server.Journal.Failure = new IOException("No space left on device");
        (await Should.ThrowAsync<RpcException>(() => server.CallAsync<ExportMetricsServiceRequest, ExportMetricsServiceResponse>("metrics", Commit))).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Large_messages_are_taken_up_to_the_limit(bool gzip)
    {
        await using var server = await TelemetryServer.StartAsync(options => options.MaxBodyBytes = 40 * 1024 * 1024);
        ExportLogsServiceRequest Of(int bytes) => new() { ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { new LogRecord { TimeUnixNano = 1, Body = new AnyValue { StringValue = new string('x', bytes) } } } } } } } };

        // More than the 30 million bytes that the server of HTTP allows by itself.
        await server.CallAsync<ExportLogsServiceRequest, ExportLogsServiceResponse>("logs", Of(36 * 1024 * 1024), gzip: gzip);
        server.Journal.Rows(TelemetryTable.Logs).Count.ShouldBe(1);
        (await Should.ThrowAsync<RpcException>(() => server.CallAsync<ExportLogsServiceRequest, ExportLogsServiceResponse>("logs", Of(41 * 1024 * 1024), gzip: gzip))).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task A_message_that_does_not_come_is_given_up()
    {
        await using var server = await TelemetryServer.StartAsync(options => options.ReceiveTimeout = TimeSpan.FromMilliseconds(200));
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.GrpcAddress, "/opentelemetry.proto.collector.logs.v1.LogsService/Export")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", TelemetryServer.Token);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 0, 0, 0, 1, 0, 0 });
        request.Content = new StreamContent(pipe.Reader.AsStream());
        request.Content.Headers.ContentType = new("application/grpc");

        // The stream is reset, which the client tells as one of these; it has no time limit of its own.
        var ended = await Should.ThrowAsync<Exception>(() => client.SendAsync(request));
        (ended is HttpRequestException or OperationCanceledException).ShouldBeTrue(ended.ToString());
    }

    [Fact]
    public async Task Calls_of_gRPC_without_a_body_are_answered()
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync("/opentelemetry.proto.collector.logs.v1.LogsService/Export", [], "application/grpc");

        answer.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError);
    }
}
