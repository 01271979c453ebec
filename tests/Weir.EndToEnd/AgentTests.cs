using System.Net;
using System.Net.Http.Headers;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Requests of coding agents and their telemetry, as real ones send them, become rows that say whose they are.</summary>
public sealed class AgentTests(RunningWeir weir)
{
    private const string Session = "0f3a5d0e-5b1c-4a8e-9d55-0a4b6b7c8d9e";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_says_which_agent_sent_the_request_and_in_which_session()
    {
        var endpoint = await weir.EndpointAsync("anthropic", "anthropic-messages/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages?beta=true");
        request.Headers.TryAddWithoutValidation("User-Agent", "claude-cli/2.1.330 (external, cli)");
        request.Headers.Add("X-Claude-Code-Session-Id", Session);
        request.Content = ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""");
        using var response = await weir.Client.SendAsync(request, Stop);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        (row["agent"], row["agent_version"], row["agent_session_id"], row["agent_helper"]).ShouldBe(("Claude Code", "2.1.330", Session, "false"));
    }

    [Fact]
    public async Task An_older_agents_session_is_read_from_the_body_and_no_agent_is_none()
    {
        var endpoint = await weir.EndpointAsync("anthropic", "anthropic-messages/json");
        var body = $$"""{"model":"{{endpoint}}","metadata":{"user_id":"user_{{new string('a', 64)}}_account__session_{{Session}}"},"max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""";
        using var old = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages") { Content = ByteFidelityTests.Json(body) };
        old.Headers.TryAddWithoutValidation("User-Agent", "claude-cli/1.0.128 (external, cli)");
        using var answered = await weir.Client.SendAsync(old, Stop);
        (await weir.RowAsync(RunningWeir.RequestIdOf(answered)))["agent_session_id"].ShouldBe(Session);
        using var plain = await weir.Client.PostAsync("/anthropic/v1/messages", ByteFidelityTests.Json(body), Stop);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(plain));
        (row["agent"], row["agent_session_id"], row["agent_helper"]).ShouldBe((null, null, null));
    }

    [Fact]
    public async Task The_cost_of_an_agents_request_says_whose_it_is_and_Codex_names_its_repository()
    {
        var endpoint = await weir.EndpointAsync("openai", "openai-responses/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/codex/v1/responses") { Content = ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","input":"hi"}""") };
        request.Headers.TryAddWithoutValidation("User-Agent", "codex_exec/0.169.0 (Debian 12.0.0; x86_64) xterm (codex_exec; 0.169.0)");
        request.Headers.Add("session-id", Session);
        request.Headers.TryAddWithoutValidation("x-codex-turn-metadata", """{"session_id":"s","thread_source":"user","workspaces":{"/w":{"associated_remote_urls":{"origin":"https://ann:secret@github.com/acme/demo.git"},"latest_git_commit_hash":"5f4285d5917b1d8333db272235d8ff519c6c911d"}}}""");
        using var response = await weir.Client.SendAsync(request, Stop);
        var id = RunningWeir.RequestIdOf(response);
        var row = await weir.RowAsync(id);
        (row["agent"], row["agent_session_id"]).ShouldBe(("Codex CLI", Session));
        (row["agent_repository"], row["agent_commit"]).ShouldBe(("https://github.com/acme/demo.git", "5f4285d5917b1d8333db272235d8ff519c6c911d"));
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"SELECT agent FROM system.ai_gateway.spend WHERE request_id = '{id}'")).Single().ShouldBe(["Codex CLI"]));
    }

    [Fact]
    public async Task What_a_tool_call_did_is_a_row_once_its_result_passed_and_a_retry_adds_none()
    {
        var endpoint = await weir.EndpointAsync("anthropic", "anthropic-messages/json");
        var session = Guid.NewGuid().ToString();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages");
            request.Headers.TryAddWithoutValidation("User-Agent", "claude-cli/2.1.330 (external, cli)");
            request.Headers.Add("X-Claude-Code-Session-Id", session);
            request.Content = ByteFidelityTests.Json($$"""
                {"model":"{{endpoint}}","max_tokens":5,"messages":[{"role":"user","content":"do"},
                  {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"Edit","input":{"file_path":"/w/a.py","old_string":"one\ntwo\n","new_string":"one\nthree\nfour\n"} },{"type":"tool_use","id":"toolu_2","name":"Bash","input":{"command":"git commit -q -m x"} }]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"The file /w/a.py has been updated successfully."},{"type":"tool_result","tool_use_id":"toolu_2","content":""}]}]}
                """);
            using var response = await weir.Client.SendAsync(request, Stop);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT sum(lines_added), sum(lines_removed), sum(commits), max(source) FROM system.ai_gateway.coding_agent_activity WHERE session_id = '{session}'")).Single().ShouldBe(["2", "1", "1", "TRAFFIC"]));
    }

    [Theory]
    [InlineData("/api/2.0/otel/v1/metrics")]
    [InlineData("/v1/metrics")]
    [InlineData("/")]
    public async Task Telemetry_is_a_row_of_its_table_and_of_the_activity_once_however_often_it_is_sent(string path)
    {
        var session = Guid.NewGuid().ToString();
        for (var i = 0; i < 2; i++)
        {
            using var sent = await weir.Client.PostAsync(path, ByteFidelityTests.Json(LinesOf(session, 7)), Stop);
            (sent.StatusCode, await sent.Content.ReadAsStringAsync(Stop)).ShouldBe((HttpStatusCode.OK, """{"partialSuccess":{}}"""));
        }

        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"""
            SELECT kind, lines_added, source, requester FROM system.ai_gateway.coding_agent_activity WHERE session_id = '{session}' AND kind = 'edit'
            """)).Single().ShouldBe(["edit", "7", "TELEMETRY_METRIC", "admin@weir.local"]));
        (await weir.SqlAsync($"SELECT name, metric_type, `sum`.value, resource.attributes['service.name'], service_name FROM system.ai_gateway.otel_metrics WHERE `sum`.attributes['session.id'] = '{session}'"))
            .Single().ShouldBe(["claude_code.lines_of_code.count", "sum", "7.0", "claude-code", "claude-code"]);
    }

    [Fact]
    public async Task A_log_record_joins_the_request_that_it_tells_of()
    {
        var endpoint = await weir.EndpointAsync("anthropic", "anthropic-messages/json");
        using var answered = await weir.Client.PostAsync("/anthropic/v1/messages", ByteFidelityTests.Json($$"""{"model":"{{endpoint}}","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}"""), Stop);
        var id = RunningWeir.RequestIdOf(answered);
        using var sent = await weir.Client.PostAsync("/v1/logs", ByteFidelityTests.Json($$"""
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"} }]},"scopeLogs":[{"scope":{"name":"com.anthropic.claude_code.events"},"logRecords":[
              {"timeUnixNano":"1795464252014000000","body":{"stringValue":"claude_code.api_request"},"attributes":[{"key":"event.name","value":{"stringValue":"api_request"} },{"key":"request_id","value":{"stringValue":"{{id}}"} },{"key":"ttft_ms","value":{"stringValue":"12"} }]}]}]}]}
            """), Stop);
        sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync(Stop));
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"""
            SELECT usage.endpoint_name, logs.attributes['ttft_ms'] FROM system.ai_gateway.otel_logs AS logs JOIN system.ai_gateway.usage AS usage ON usage.request_id = logs.attributes['request_id'] WHERE usage.request_id = '{id}'
            """)).Single().ShouldBe([endpoint, "12"]));
    }

    [Fact]
    public async Task A_request_of_Geminis_joins_the_one_session_that_its_telemetry_tells_of_at_that_time()
    {
        var endpoint = await weir.EndpointAsync("gemini", "gemini-generate-content/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/gemini/v1beta/models/{endpoint}:generateContent") { Content = ByteFidelityTests.Json("""{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""") };
        request.Headers.TryAddWithoutValidation("User-Agent", "GeminiCLI-tui/0.61.0/gemini-2.5-pro (linux; x64; terminal)");
        using var answered = await weir.Client.SendAsync(request, Stop);
        var id = RunningWeir.RequestIdOf(answered);
        (await weir.RowAsync(id))["agent_session_id"].ShouldBeNull();

        // The statement of docs/telemetry.md.
        var join = $"""
            SELECT calls.request_id, max(told.session_id)
            FROM system.ai_gateway.usage AS calls JOIN system.ai_gateway.coding_agent_activity AS told
              ON told.workspace_id = calls.workspace_id AND told.requester = calls.requester AND told.agent = calls.agent AND told.session_id IS NOT NULL
              AND calls.event_time BETWEEN told.event_time - INTERVAL 10 MINUTES AND told.event_time + INTERVAL 10 MINUTES
            WHERE calls.agent = 'Gemini CLI' AND calls.agent_session_id IS NULL AND calls.request_id = '{id}'
            GROUP BY calls.request_id HAVING count(DISTINCT told.session_id) = 1
            """;
        await TellAsync("first");
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync(join)).Single().ShouldBe([id, "first"]));

        // Of two sessions at once neither is known to be the one.
        await TellAsync("second");
        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync(join)).ShouldBeEmpty());

        async Task TellAsync(string session)
        {
            using var sent = await weir.Client.PostAsync("/v1/metrics", ByteFidelityTests.Json($$"""
                {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"gemini-cli"} }]},"scopeMetrics":[{"scope":{"name":"gemini-cli"},"metrics":[{"name":"gemini_cli.session.count","sum":{"aggregationTemporality":1,"isMonotonic":true,
                  "dataPoints":[{"attributes":[{"key":"session.id","value":{"stringValue":"{{session}}"} }],"timeUnixNano":"{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}}000000","asInt":"1"}]} }]}]}]}
                """), Stop);
            sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync(Stop));
        }
    }

    [Fact]
    public async Task Telemetry_without_a_token_and_for_a_table_that_is_none_is_refused_with_what_to_do()
    {
        using var anonymous = new HttpClient { BaseAddress = new Uri(weir.Address) };
        using var unknown = await anonymous.PostAsync("/api/2.0/otel/v1/metrics", ByteFidelityTests.Json("{}"), Stop);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await unknown.Content.ReadAsStringAsync(Stop)).ShouldContain("\"message\"");
        using var named = new HttpRequestMessage(HttpMethod.Post, "/api/2.0/otel/v1/metrics") { Content = ByteFidelityTests.Json(LinesOf("s", 1)) };
        named.Headers.Add("X-Databricks-UC-Table-Name", "main.default.team_otel_metrics");
        using var refused = await weir.Client.SendAsync(named, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("Otlp:Tables");
    }

    [Fact]
    public async Task A_server_with_tables_and_a_port_for_gRPC_takes_both()
    {
        await using var own = new RunningWeir();
        var port = FreePort();
        own.Set("WEIR_Otlp__GrpcUrl", $"http://127.0.0.1:{port}");
        own.Set("WEIR_Otlp__Tables__0", "main.default.team_otel_metrics");
        await own.InitializeAsync();
        using var named = new HttpRequestMessage(HttpMethod.Post, "/api/2.0/otel/v1/metrics") { Content = ByteFidelityTests.Json(LinesOf("s", 3)) };
        named.Headers.Add("X-Databricks-UC-Table-Name", "main.default.team_otel_metrics");
        using var taken = await own.Client.SendAsync(named, Stop);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK, await taken.Content.ReadAsStringAsync(Stop));
        await RunningWeir.EventuallyAsync(async () => (await own.SqlAsync("SELECT name, `sum`.value FROM main.default.team_otel_metrics")).Single().ShouldBe(["claude_code.lines_of_code.count", "3.0"]));

        // HTTP/2 with prior knowledge, as OTLP's exporters of gRPC speak in clear text: a frame of an empty message.
        using var http2 = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        http2.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningWeir.AdminToken);
        using var frame = new ByteArrayContent(new byte[5]);
        frame.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var exported = await http2.PostAsync("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", frame, Stop);
        _ = await exported.Content.ReadAsByteArrayAsync(Stop);
        exported.TrailingHeaders.GetValues("grpc-status").Single().ShouldBe("0");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string LinesOf(string session, int lines) => $$"""
        {"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"claude-code"} },{"key":"service.version","value":{"stringValue":"2.1.330"} }]},
          "scopeMetrics":[{"scope":{"name":"com.anthropic.claude_code","version":"2.1.330"},"metrics":[{"name":"claude_code.lines_of_code.count","unit":"","sum":{"aggregationTemporality":1,"isMonotonic":true,
            "dataPoints":[{"attributes":[{"key":"session.id","value":{"stringValue":"{{session}}"} },{"key":"type","value":{"stringValue":"added"} }],"startTimeUnixNano":"1795464242014000000","timeUnixNano":"1795464252014000000","asDouble":{{lines}} }]} }]}]}]}
        """;
}
