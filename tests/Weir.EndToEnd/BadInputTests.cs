using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>Bad input gets a 4xx in the dialect's own shape, a row where the principal is known, and crashes nothing.</summary>
public sealed class BadInputTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/openai/v1/chat/completions", "{\"model\":", 400, "INVALID_REQUEST_BODY", "error.type=invalid_request_error")]
    [InlineData("/openai/v1/chat/completions", "{\"model\":\"a\",\"model\":\"b\"}", 400, "INVALID_REQUEST_BODY", "error.code=invalid_request_body")]
    [InlineData("/openai/v1/responses", "{\"input\":\"x\"}", 400, "INVALID_REQUEST_BODY", "error.code=invalid_request_body")]
    [InlineData("/openai/v1/chat/completions", "{\"model\":\"no-such\",\"messages\":[]}", 404, "ENDPOINT_NOT_FOUND", "error.code=model_not_found")]
    [InlineData("/anthropic/v1/messages", "{\"model\":\"no-such\"}", 404, "ENDPOINT_NOT_FOUND", "error.type=not_found_error")]
    [InlineData("/anthropic/v1/messages", "nonsense", 400, "INVALID_REQUEST_BODY", "error.type=invalid_request_error")]
    [InlineData("/gemini/v1beta/models/no-such:generateContent", "{}", 404, "ENDPOINT_NOT_FOUND", "error.status=NOT_FOUND")]
    [InlineData("/gemini/v1/models/no-such:generateContent", "{", 400, "INVALID_REQUEST_BODY", "error.status=INVALID_ARGUMENT")]
    [InlineData("/openai/v1/chat/completions", "{\"model\":\"sandbox\",\"input\":[]}", 400, "INVALID_REQUEST_BODY", "error.type=invalid_request_error")]
    public async Task It_is_refused_in_the_dialect_s_shape_and_recorded(string path, string body, int status, string code, string expected)
    {
        using var response = await weir.Client.PostAsync(path, ByteFidelityTests.Json(body), Stop);
        ((int)response.StatusCode).ShouldBe(status);
        var error = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Stop));
        var (names, value) = (expected.Split('=')[0].Split('.'), expected.Split('=')[1]);
        names.Aggregate(error, (at, name) => at.GetProperty(name)).GetString().ShouldBe(value);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["status_code"].ShouldBe(status.ToString());
        row["usage_source"].ShouldBe("NONE");
        row["input_tokens"].ShouldBeNull();
        var stored = await weir.SqlAsync($"SELECT size(routing_information.attempts) FROM system.ai_gateway.usage WHERE request_id = '{row["request_id"]}'");
        stored.Single()[0].ShouldBe("0", code);
    }

    [Fact]
    public async Task A_call_of_the_control_plane_without_its_body_is_told_what_to_send()
    {
        var (status, answer) = await weir.Client.CallAsync("POST", "/api/2.0/weir/sign-in-links");
        (status, answer.Text("error_code")).ShouldBe((400, "MALFORMED_REQUEST"));
        answer.Text("message").ShouldStartWith("The request has no body. Send a JSON object");
    }

    [Fact]
    public async Task A_wrong_content_type_a_bad_tag_and_a_body_over_the_limit_are_refused()
    {
        using var text = await weir.Client.PostAsync("/openai/v1/chat/completions", new StringContent("{}", Encoding.UTF8, "text/plain"), Stop);
        text.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await weir.RowAsync(RunningWeir.RequestIdOf(text)))["status_code"].ShouldBe("415");

        using var tagged = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages") { Content = ByteFidelityTests.Json("{}") };
        tagged.Headers.Add("Databricks-Ai-Gateway-Request-Tags", "team=eng");
        using var refused = await weir.Client.SendAsync(tagged, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("Databricks-Ai-Gateway-Request-Tags is not valid JSON");

        using var large = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("{\"model\":\"" + new string('a', 2_100_000) + "\"}"), Stop);
        large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await weir.RowAsync(RunningWeir.RequestIdOf(large)))["status_code"].ShouldBe("413");
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_at_the_limit()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[50_000_000], Stop);
        }

        var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await weir.Client.PostAsync("/openai/v1/chat/completions", content, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("br")]
    public async Task A_compressed_body_is_read_and_sent_on_plain(string encoding)
    {
        var plain = """{"model":"sandbox","messages":[{"role":"user","content":"compressed hello"}]}"""u8.ToArray();
        using var compressed = new MemoryStream();
        await using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZstdSharp.CompressionStream(compressed, leaveOpen: true),
        })
        {
            await stream.WriteAsync(plain, Stop);
        }

        var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(encoding);
        using var response = await weir.Client.PostAsync("/openai/v1/chat/completions", content, Stop);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("You said: compressed hello");
    }

    [Fact]
    public async Task A_chunked_body_that_expects_100_continue_is_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StreamContent(new MemoryStream("""{"model":"sandbox","messages":[{"role":"user","content":"chunked"}]}"""u8.ToArray())) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        using var response = await weir.Client.SendAsync(request, Stop);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("You said: chunked");
    }

    [Theory]
    [InlineData("Bearer wrong-token-wrong-token")]
    [InlineData("Basic !!!")]
    [InlineData("Digest x")]
    [InlineData(null)]
    public async Task A_wrong_token_is_refused_and_leaves_no_row(string? authorization)
    {
        using var client = new HttpClient { BaseAddress = new Uri(weir.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages") { Content = ByteFidelityTests.Json("""{"model":"sandbox","max_tokens":1,"messages":[]}""") };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("authentication_error");
        (await weir.SqlAsync($"SELECT count(*) FROM system.ai_gateway.usage WHERE request_id = '{RunningWeir.RequestIdOf(response)}'")).Single()[0].ShouldBe("0");
    }

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("Authorization", "bearer {0}")]
    [InlineData("Authorization", "Basic {1}")]
    [InlineData("x-api-key", "{0}")]
    [InlineData("x-goog-api-key", "{0}")]
    [InlineData("api-key", "{0}")]
    [InlineData("X-Databricks-AI-Gateway-Token", "{0}")]
    [InlineData("?key=", "{0}")]
    public async Task A_token_is_taken_as_each_client_sends_it_and_never_recorded(string where, string how)
    {
        using var client = new HttpClient { BaseAddress = new Uri(weir.Address) };
        var token = string.Format(how, RunningWeir.AdminToken, Convert.ToBase64String(Encoding.UTF8.GetBytes("token:" + RunningWeir.AdminToken)));
        var query = where == "?key=" ? where + token : string.Empty;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gemini/v1beta/models/sandbox:generateContent" + query) { Content = ByteFidelityTests.Json("""{"contents":[{"role":"user","parts":[{"text":"hi"}]}]}""") };
        if (query.Length == 0)
        {
            request.Headers.TryAddWithoutValidation(where, token);
        }

        using var response = await client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var row = await weir.RowAsync(RunningWeir.RequestIdOf(response));
        row["url"].ShouldBe($"{weir.Address}/gemini/v1beta/models/sandbox:generateContent");
        string.Concat(row.Values).ShouldNotContain(RunningWeir.AdminToken);
        weir.Log.ShouldNotContain(RunningWeir.AdminToken);
    }

    [Fact]
    public async Task Absurd_HTTP_is_refused_and_the_gateway_lives_on()
    {
        foreach (var text in new[]
        {
            "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
            "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('a', 100_000) + "\r\n\r\n",
            "\0\0\0\0\r\n\r\n",
            "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer " + RunningWeir.AdminToken + "\r\nContent-Type: application/json\r\n\r\nZZ\r\n",
        })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", new Uri(weir.Address).Port, Stop);
            await using var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), Stop);
            var buffer = new byte[1024];
            var read = 0;
            try
            {
                read = await stream.ReadAsync(buffer, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Stop);
            }
            catch (IOException)
            {
                // Reset: refused as well.
            }

            (read == 0 || Encoding.Latin1.GetString(buffer, 0, read).StartsWith("HTTP/1.1 4", StringComparison.Ordinal)).ShouldBeTrue();
        }

        using var alive = await weir.Client.GetAsync("/health/live", Stop);
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_client_that_sends_its_body_too_slowly_gets_a_408_and_a_row()
    {
        var agent = $"slow-{Guid.NewGuid():N}";
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(weir.Address).Port, Stop);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nUser-Agent: {agent}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nAuthorization: Bearer {RunningWeir.AdminToken}\r\n\r\n{{\"model\":"), Stop);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop))!.ShouldStartWith("HTTP/1.1 408");
        await RunningWeir.EventuallyAsync(async () =>
            (await weir.SqlAsync($"SELECT status_code FROM system.ai_gateway.usage WHERE user_agent = '{agent}'")).Single()[0].ShouldBe("408"));
    }
}
