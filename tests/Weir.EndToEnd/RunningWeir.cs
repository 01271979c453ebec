using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Weir.StandIn;
using Xunit;

[assembly: AssemblyFixture(typeof(Weir.EndToEnd.RunningWeir))]

namespace Weir.EndToEnd;

/// <summary>The real binary as a process of its own, with a provider stand-in beside it. Shared by the tests of the assembly.</summary>
public sealed partial class RunningWeir : IAsyncLifetime
{
    public const string AdminToken = "end-to-end-admin-token";

    private readonly string _data = Directory.CreateTempSubdirectory("weir-e2e-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private Process? _process;

    public string Address { get; private set; } = string.Empty;

    public string Data => _data;

    public StandInServer Provider { get; private set; } = null!;

    /// <summary>A provider over TLS, with a certificate that the server under test trusts.</summary>
    public StandInServer SecureProvider { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    private string TrustedCertificates => Path.Combine(_data, "trusted-by-the-test.pem");

    public int ProcessId => _process!.Id;

    public async ValueTask InitializeAsync()
    {
        Provider = await StandInServer.StartAsync();
        using var certificate = LoopbackCertificate.Make();
        SecureProvider = await StandInServer.StartAsync(certificate: LoopbackCertificate.Exported(certificate));
        await File.WriteAllTextAsync(TrustedCertificates, certificate.ExportCertificatePem());
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "weir.dll"), "serve" })
        {
            start.ArgumentList.Add(argument);
        }

        // The system chooses the first port as the server binds it: one that was free a moment before may be so no more.
        start.Environment["WEIR_URLS"] = Address.Length > 0 ? Address : "http://127.0.0.1:0";
        start.Environment["WEIR_DATA"] = _data;
        start.Environment["WEIR_ADMIN_TOKEN"] = AdminToken;
        start.Environment["WEIR_Gateway__MaxRequestBodyBytes"] = "2000000";

        // No identity of the machine's own: what a destination does without keys must not depend on where the tests run.
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = start.Environment["AWS_CONFIG_FILE"] = Path.Combine(_data, "no-aws-credentials");
        start.Environment["SSL_CERT_FILE"] = TrustedCertificates;
        foreach (var inherited in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" })
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await EventuallyAsync(async () =>
        {
            _process.HasExited.ShouldBeFalse(Log);
            if (Address.Length == 0)
            {
                var listening = ListeningOn().Match(Log);
                listening.Success.ShouldBeTrue(Log);
                Address = listening.Value;
                Client = NewClient(AdminToken);
            }

            using var ready = await Client.GetAsync("/health/ready");
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        });
    }

    public string Log { get; private set; } = string.Empty;

    public void Set(string variable, string value) => _environment[variable] = value;

    /// <summary>SIGKILL: nothing in the process runs after it.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, as an orchestrator stops it.</summary>
    public async Task StopAsync()
    {
        using var terminate = Process.Start("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
    }

    public HttpClient NewClient(string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Makes an endpoint whose one destination is the stand-in.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> EndpointAsync(string provider, string model, params object[] fallbacks)
    {
        var name = $"e{Guid.NewGuid():N}";
        var body = new
        {
            name,
            tags = new { team = "engineering" },
            config = new { destinations = new[] { Destination("primary", provider, model, 100) }, fallbacks },
        };
        using var made = await Client.PostAsJsonAsync("/api/ai-gateway/v2/endpoints", body);
        made.StatusCode.ShouldBe(HttpStatusCode.OK, await made.Content.ReadAsStringAsync());
        return name;
    }

    public object Destination(string name, string provider, string model, int? percentage = null, object? timeouts = null) => new
    {
        name,
        type = "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL",
        traffic_percentage = percentage,
        external_model_config = new { provider, model, base_url = BaseUrlOf(provider), api_key = "provider-secret-key", timeouts },
    };

    public Task<string> EndpointAsync(CorpusCase known) => EndpointAsync(ProviderOf(known.Folder), known.Id);

    public static string ProviderOf(string folder) => folder switch
    {
        "anthropic-messages" => "anthropic",
        "gemini-generate-content" => "gemini",
        _ => "openai",
    };

    /// <summary>Runs a statement; the rows as texts.</summary>
    public async Task<List<string?[]>> SqlAsync(string sql)
    {
        using var response = await Client.PostAsJsonAsync("/api/2.0/sql/statements", new { statement = sql, wait_timeout = "50s" });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        answer.GetProperty("status").GetProperty("state").GetString().ShouldBe("SUCCEEDED", answer.ToString());
        var rows = new List<string?[]>();
        var chunk = answer.GetProperty("result");
        while (true)
        {
            rows.AddRange(chunk.GetProperty("data_array").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetString()).ToArray()));
            if (!chunk.TryGetProperty("next_chunk_internal_link", out var next))
            {
                return rows;
            }

            chunk = await Client.GetFromJsonAsync<JsonElement>(next.GetString());
        }
    }

    /// <summary>The row of a request, by column; waits until it is visible.</summary>
    public async Task<Dictionary<string, string?>> RowAsync(string requestId)
    {
        var columns = (await SqlAsync("DESCRIBE system.ai_gateway.usage")).Select(row => row[0]!).ToList();
        Dictionary<string, string?>? found = null;
        await EventuallyAsync(async () =>
        {
            var rows = await SqlAsync($"SELECT * FROM system.ai_gateway.usage WHERE request_id = '{requestId}'");
            rows.Count.ShouldBe(1);
            found = columns.Zip(rows[0]).ToDictionary(pair => pair.First, pair => pair.Second);
        });
        return found!;
    }

    public static string RequestIdOf(HttpResponseMessage response)
    {
        var id = response.Headers.GetValues("x-request-id").Single();
        response.Headers.GetValues("request-id").Single().ShouldBe(id);
        return id;
    }

    /// <summary>Tries until it holds; the last failure when it does not within a minute.</summary>
    public static async Task EventuallyAsync(Func<Task> assertion)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync();
        }

        Client.Dispose();
        await Provider.DisposeAsync();
        await SecureProvider.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private string BaseUrlOf(string provider) => provider is "openai" or "openai-compatible" ? Provider.Address + "/v1" : Provider.Address;

    private void Keep(string? line)
    {
        lock (_environment)
        {
            Log += line + "\n";
        }
    }

    [GeneratedRegex(@"(?<=Now listening on: )http://127\.0\.0\.1:\d+", RegexOptions.None, 1000)]
    private static partial Regex ListeningOn();
}
