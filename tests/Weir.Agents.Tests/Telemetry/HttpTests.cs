using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Shouldly;
using Weir.Agents.Telemetry.Protocol;
using Weir.Usage.Telemetry;
using Xunit;
using RpcStatus = Weir.Agents.Telemetry.Protocol.Rpc.Status;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>OTLP over HTTP as exporters speak it.</summary>
public sealed class HttpTests
{
    private static readonly string Body = OtlpJson.Counter("claude_code.commit.count", OtlpJson.Text("session.id", "s1"));

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Compressed_bodies_are_read(string encoding)
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync("/api/2.0/otel/v1/metrics", Compress(OtlpJson.Bytes(Body), encoding), encoding: encoding);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        server.Journal.Sum("commit", "commits").ShouldBe(1);
    }

    [Fact]
    public async Task Chunked_bodies_are_read()
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body), "application/json; charset=utf-8", chunked: true);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        server.Journal.Sum("commit", "commits").ShouldBe(1);
    }

    [Fact]
    public async Task A_body_of_sixteen_megabytes_is_taken_and_journaled_in_parts()
    {
        await using var server = await TelemetryServer.StartAsync();
        var points = new StringBuilder();
        var count = 0;
        while (points.Length < 16 * 1024 * 1024)
        {
            points.Append(count++ == 0 ? string.Empty : ",").Append($$$$"""{"attributes":[{"key":"session.id","value":{"stringValue":"s{{{{count}}}}"}},{"key":"padding","value":{"stringValue":"{{{{new string('p', 800)}}}}"}}],"timeUnixNano":"{{{{1795462221000000000 + count}}}}","asInt":"1"}""");
        }

        var body = OtlpJson.Bytes(OtlpJson.Metrics($$$$"""{"name":"codex.tool.call","sum":{"aggregationTemporality":1,"dataPoints":[{{{{points}}}}]}}"""));
        body.Length.ShouldBeGreaterThan(16 * 1024 * 1024);
        var watch = Stopwatch.StartNew();
        using var answer = await server.PostAsync("/v1/metrics", Compress(body, "gzip"), encoding: "gzip", chunked: true);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{body.Length} bytes, {count} points: {watch.ElapsedMilliseconds} ms");
        server.Journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData(null)]
    public async Task A_body_above_the_limit_is_refused_by_what_it_is_decompressed(string? encoding)
    {
        await using var server = await TelemetryServer.StartAsync(options => options.MaxBodyBytes = 2 * 1024 * 1024);
        var body = OtlpJson.Bytes(OtlpJson.Log(OtlpJson.Text("padding", new string('p', 3 * 1024 * 1024))));
        using var answer = await server.PostAsync("/v1/logs", encoding is null ? body : Compress(body, encoding), encoding: encoding, chunked: encoding is null);

        await ShouldRefuseAsync(answer, 413, 8, "2,097,152 bytes");
        server.Journal.LinesTaken.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, 401, 16)]
    [InlineData("unknown", 401, 16)]
    [InlineData("token-for-sql", 403, 7)]
    public async Task Without_a_token_for_it_nothing_is_taken(string? token, int status, int code)
    {
        await using var server = await TelemetryServer.StartAsync();
        server.Http.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
        using var answer = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body));

        await ShouldRefuseAsync(answer, status, code, "token");
        server.Journal.LinesTaken.ShouldBe(0);
    }

    [Fact]
    public async Task Refusals_of_protocol_buffers_are_protocol_buffers()
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync("/v1/metrics", [0xff, 0xff, 0xff], "application/x-protobuf");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-protobuf");
        var status = RpcStatus.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync());
        status.Code.ShouldBe(3);
        status.Message.ShouldStartWith("The body is not OTLP protobuf: ");
    }

    [Theory]
    [InlineData("/v1/metrics", "{", "application/json", 400, "The body is not OTLP JSON")]
    [InlineData("/v1/metrics", "[]", "application/json", 400, "The body is not OTLP JSON")]
    [InlineData("/v1/metrics", """{"resourceMetrics":[{"scopeMetrics":7}]}""", "application/json", 400, "The body is not OTLP JSON")]
    [InlineData("/v1/metrics", "", "application/json", 400, "The body is not OTLP JSON")]
    [InlineData("/v1/metrics", "x", "text/plain", 415, "Send application/json or application/x-protobuf")]
    [InlineData("/", "{}", "application/json", 400, "none of resourceMetrics, resourceLogs, resourceSpans")]
    [InlineData("/", "{", "application/json", 400, "The body is not OTLP JSON")]
    [InlineData("/", """{"resourceLogs":[],"resourceSpans":[]}""", "application/json", 400, "more than one signal")]
    public async Task Bodies_that_are_none_are_refused(string path, string body, string type, int status, string message)
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync(path, OtlpJson.Bytes(body), type);

        await ShouldRefuseAsync(answer, status, 3, message);
    }

    [Fact]
    public async Task Protocol_buffers_do_not_tell_their_signal_at_the_root()
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync("/", [], "application/x-protobuf");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        RpcStatus.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Message.ShouldContain("Send it to /v1/metrics");
    }

    [Theory]
    [InlineData("bogus", 415, "Send the body as it is, or with gzip, deflate, br or zstd")]
    [InlineData("gzip", 400, "The body is not valid gzip")]
    [InlineData("zstd", 400, "The body is not valid zstd")]
    public async Task Compressions_that_are_unknown_or_wrong_are_refused(string encoding, int status, string message)
    {
        await using var server = await TelemetryServer.StartAsync();
        using var answer = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body), encoding: encoding);

        await ShouldRefuseAsync(answer, status, 3, message);
    }

    [Theory]
    [InlineData("main.agents.team_otel_metrics", 200, "")]
    [InlineData("main.agents.other_otel_metrics", 404, "Name one of main.agents.team_otel_metrics")]
    [InlineData("main.agents.team_otel_logs", 400, "ends with _otel_metrics")]
    [InlineData("usage", 400, "ends with _otel_metrics")]
    public async Task A_table_that_is_named_must_be_there_and_of_the_signal(string table, int status, string message)
    {
        await using var server = await TelemetryServer.StartAsync(options => options.Tables.Add("main.agents.team_otel_metrics"));
        using var answer = await server.PostAsync("/api/2.0/otel/v1/metrics", OtlpJson.Bytes(Body), table: table);

        ((int)answer.StatusCode).ShouldBe(status);
        if (status != 200)
        {
            (await answer.Content.ReadAsStringAsync()).ShouldContain(message);
        }
        else
        {
            server.Journal.Rows(TelemetryTable.Metrics).Single().Text("table_name").ShouldBe(table);
        }
    }

    [Fact]
    public async Task A_table_of_the_settings_that_can_be_none_stops_the_start() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => TelemetryServer.StartAsync(options => options.Tables.Add("team_otel_metrics")))).Message.ShouldContain("catalog.schema.table");

    [Fact]
    public async Task What_a_table_was_named_for_is_observed_once_with_what_was_sent_without()
    {
        await using var server = await TelemetryServer.StartAsync(options => options.Tables.Add("main.agents.team_otel_metrics"));
        using var named = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body), table: "main.agents.team_otel_metrics");
        using var unnamed = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body));

        server.Journal.Sum("commit", "commits").ShouldBe(1);
        server.Journal.Rows(TelemetryTable.Metrics).Select(row => row.Text("table_name")).ShouldBe(["main.agents.team_otel_metrics", null]);
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_503_and_nothing_else_is()
    {
        await using var server = await TelemetryServer.StartAsync();
        server.Journal.Failure = new IOException("No space left on device");
        using var refused = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body));

        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        await ShouldRefuseAsync(refused, 503, 14, "Send it again later");

        server.Journal.Failure = null;
        using var taken = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body));
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_comes_when_there_is_no_room_waits_and_is_not_refused()
    {
        var held = new TaskCompletionSource();
        await using var server = await TelemetryServer.StartAsync(options => (options.MaxBodyBytes, options.MaxTotalBodyBytes) = (2 * 1024 * 1024, 4 * 1024 * 1024));
        server.Journal.Held = held.Task;
        var bodies = Enumerable.Range(0, 8).Select(i => server.PostAsync("/v1/metrics", OtlpJson.Bytes(OtlpJson.Counter("claude_code.commit.count", OtlpJson.Text("session.id", $"s{i}"))))).ToArray();
        var large = server.PostAsync("/v1/logs", OtlpJson.Bytes(OtlpJson.Log(OtlpJson.Text("padding", new string('p', 1536 * 1024)))), chunked: true);
        while (server.Journal.MostAtOnce == 0)
        {
            await Task.Yield();
        }

        bodies.ShouldAllBe(body => !body.IsCompleted);
        held.SetResult();
        foreach (var body in bodies)
        {
            (await body).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await large).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Journal.Sum("commit", "commits").ShouldBe(8);

        // There is room for one small body and one large one.
        server.Journal.MostAtOnce.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Who_hangs_up_within_a_body_is_no_failure_of_the_journal()
    {
        await using var server = await TelemetryServer.StartAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TelemetryServer.Token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));
            socket.LingerState = new LingerOption(true, 0);
        }

        using var taken = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body));
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_given_up()
    {
        await using var server = await TelemetryServer.StartAsync(options => options.ReceiveTimeout = TimeSpan.FromMilliseconds(200));
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TelemetryServer.Token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 408 Request Timeout");
    }

    [Fact]
    public async Task The_same_message_is_the_same_rows_as_json_and_as_protocol_buffers()
    {
        await using var server = await TelemetryServer.StartAsync();
        var message = JsonParser.Default.Parse<ExportMetricsServiceRequest>(Body);
        using var json = await server.PostAsync("/v1/metrics", OtlpJson.Bytes(Body));
        using var protobuf = await server.PostAsync("/v1/metrics", message.ToByteArray(), "application/x-protobuf");

        (await protobuf.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        server.Journal.LinesTaken.ShouldBe(6);
        server.Journal.Rows(TelemetryTable.Metrics).Count.ShouldBe(1);
        server.Journal.Rows(TelemetryTable.Observations).Count.ShouldBe(2);
    }

    internal static byte[] Compress(byte[] body, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZstdSharp.CompressionStream(compressed, leaveOpen: true),
        })
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }

    private static async Task ShouldRefuseAsync(HttpResponseMessage answer, int status, int code, string message)
    {
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var refusal = JsonElement.Parse(text);
        refusal.GetProperty("code").GetInt32().ShouldBe(code);
        refusal.GetProperty("message").GetString()!.ShouldContain(message);
    }
}
