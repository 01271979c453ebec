using Shouldly;
using Weir.StandIn.Coding;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>
/// A real agent works through the gateway: for a user in a workspace of its own, on a machine that it has never run on, with a provider that has it write a file of three lines, change two of them, and
/// commit. No network is needed besides. Rows and dashboard must say what was done.
/// </summary>
[Trait("category", "agents")]
public abstract class AgentTest(RunningWeir weir) : IClassFixture<InstalledAgents>, IAsyncLifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private string _workspace = string.Empty;
    private string _user = string.Empty;
    private HttpClient _admin = null!;

    internal AgentFolder Folder { get; private set; } = null!;

    /// <summary>The user's token.</summary>
    protected string Token { get; private set; } = string.Empty;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var account = await weir.AccountIdAsync();
        var (_, made) = await weir.Client.CallAsync("POST", $"/api/2.0/accounts/{account}/workspaces", new { workspace_name = $"w{Guid.NewGuid():N}" });
        _workspace = made.GetProperty("workspace_id").ToString();
        _admin = await weir.ClientOfAsync("admin@weir.local", workspace: _workspace);
        (var id, _user) = await weir.UserAsync();
        await weir.Client.CallAsync("PUT", $"/api/2.0/preview/accounts/{account}/workspaces/{_workspace}/permissionassignments/principals/{id}", new { permissions = new[] { "USER" } });
        using var client = await weir.ClientOfAsync(_user, workspace: _workspace);
        Token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        Folder = await AgentFolder.MakeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes an endpoint whose model works through the scenario, and lets the user query it.</summary>
    /// <param name="provider">The provider that the stand-in plays.</param>
    /// <param name="name">The endpoint's name.</param>
    protected async Task EndpointAsync(string provider, string name)
    {
        var destinations = new[] { weir.Destination("primary", provider, CodingScenario.Model, 100) };
        var (status, made) = await _admin.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name, config = new { destinations } });
        status.ShouldBe(200, made.ToString());
        var permissions = new { access_control_list = new[] { new { user_name = _user, permission_level = "CAN_QUERY" } } };
        var (shared, refusal) = await _admin.CallAsync("PATCH", $"/api/2.0/permissions/ai-gateway-endpoints/{name}", permissions);
        shared.ShouldBe(200, refusal.ToString());
    }

    /// <summary>Has <c>weir agents setup</c> write the agent's configuration, as its user does.</summary>
    protected async Task SetUpAsync(string agent, string endpoint, bool withTelemetry)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "weir.dll"), "agents", "setup", agent, "--endpoint", endpoint, "--write", "--yes", .. withTelemetry ? Array.Empty<string>() : ["--no-telemetry"]];
        var run = await ProgramRun.StartAsync(command, Folder.Repository, Longest, EnvironmentWith(("WEIR_HOST", weir.Address), ("WEIR_TOKEN", Token)));
        run.Code.ShouldBe(0, run.Everything);
    }

    /// <summary>Has the agent write the file, change it and commit it; asked again, to say that this was done.</summary>
    /// <param name="command">The agent and its arguments; the prompt comes after them.</param>
    /// <param name="environment">What its environment has besides what every program finds there.</param>
    /// <returns>What it wrote.</returns>
    protected async Task<string> WorkAsync(string[] command, params (string Name, string Value)[] environment)
    {
        var run = await ProgramRun.StartAsync([.. command, CodingScenario.PromptFor(Folder.Repository)], Folder.Repository, Longest, EnvironmentWith(environment));
        run.Code.ShouldBe(0, run.Everything);
        await Folder.ShouldHoldTheWorkAsync(run.Everything);
        return run.Output;
    }

    /// <summary>The user's rows are those of so many requests, all answered, each with the tokens that the provider stated; nothing else that the agent sent has one.</summary>
    protected async Task RequestsShouldBeAsync(int requests, int cacheCreation, int reasoning)
    {
        var mine = $"FROM system.ai_gateway.usage WHERE requester = '{_user}'";
        await RunningWeir.EventuallyAsync(async () => int.Parse((await weir.SqlAsync($"SELECT count(*) {mine}")).Single()[0]!).ShouldBeGreaterThanOrEqualTo(requests));

        // A later call is visible; what the agent sent before it would be too.
        using var later = await weir.Client.PostAsync("/openai/v1/chat/completions", ByteFidelityTests.Json("""{"model":"sandbox","messages":[]}"""), Stop);
        await weir.RowAsync(RunningWeir.RequestIdOf(later));
        const string tokens = "input_tokens, output_tokens, total_tokens, token_details.cache_read_input_tokens, token_details.cache_creation_input_tokens, token_details.output_reasoning_tokens";
        var rows = await weir.SqlAsync($"SELECT status_code, usage_source, {tokens}, url {mine}");
        rows.Count.ShouldBe(requests, string.Join('\n', rows.Select(row => string.Join(' ', row))));
        rows.ShouldAllBe(row => row.Take(6).SequenceEqual(new[] { "200", "PROVIDER", "1200", "42", "1242", "300" }));
        rows.Sum(row => int.Parse(row[6] ?? "0")).ShouldBe(cacheCreation);
        rows.Sum(row => int.Parse(row[7] ?? "0")).ShouldBe(reasoning);
    }

    /// <summary>Every request of the user is known to be of the agent's one session.</summary>
    protected async Task SessionShouldBeAsync(string agent, string version, string? session) =>
        (await RequestsTellAsync("agent", "agent_version", "agent_session_id", "agent_helper")).ShouldHaveSingleItem().ShouldStartWith($"{agent} {version} {session ?? "NULL"} false ");

    /// <summary>What the user's requests say in some columns, and how many say so.</summary>
    protected async Task<IEnumerable<string>> RequestsTellAsync(params string[] columns)
    {
        var told = string.Join(", ", columns);
        return (await weir.SqlAsync($"SELECT {told}, count(*) FROM system.ai_gateway.usage WHERE requester = '{_user}' GROUP BY {told}")).Select(row => string.Join(' ', row.Select(value => value ?? "NULL")));
    }

    /// <summary>What the agent did is told once: the lines and the commit.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="session">Its session; NULL where neither requests nor telemetry name it.</param>
    /// <param name="edits">The lines, and the source that has them.</param>
    /// <param name="commits">The source that has the commit; NULL where none was made.</param>
    protected async Task ActivityShouldBeAsync(string agent, string? session, (int Added, int Removed, string Source) edits, string? commits)
    {
        var mine = $"FROM system.ai_gateway.coding_agent_activity WHERE requester = '{_user}' AND kind IN ('commit', 'edit')";
        string[] expected = [.. commits is null ? Array.Empty<string>() : [$"commit {commits} {agent} NULL NULL 1"], $"edit {edits.Source} {agent} {edits.Added} {edits.Removed} NULL"];
        await RunningWeir.EventuallyAsync(async () =>
        {
            var done = await weir.SqlAsync($"SELECT kind, source, agent, sum(lines_added), sum(lines_removed), sum(commits) {mine} GROUP BY kind, source, agent ORDER BY kind");
            done.Select(row => string.Join(' ', row.Select(value => value ?? "NULL"))).ShouldBe(expected);
        });
        if (session is not null)
        {
            (await weir.SqlAsync($"SELECT DISTINCT session_id {mine} AND source <> 'TRAFFIC'")).Select(row => row[0]).ShouldAllBe(told => told == session);
        }
    }

    /// <summary>The built-in dashboard counts one user and one session of the workspace, and what was asked and done in it.</summary>
    protected async Task DashboardShouldSayAsync(int requests, int added, int removed, int commits)
    {
        var known = (await weir.Client.CallAsync("GET", "/api/2.0/weir/usage-dashboard")).Body;
        var dashboard = known.GetProperty("dashboard_id").GetString() ?? (await weir.Client.CallAsync("POST", "/api/2.0/weir/usage-dashboard")).Body.Text("dashboard_id");
        var expected = new Dictionary<string, int>
        {
            ["agent-active-days"] = 1,
            ["agent-users"] = 1,
            ["agent-sessions"] = 1,
            ["agent-requests"] = requests,
            ["agent-tokens"] = requests * 1242,
            ["agent-lines-added"] = added,
            ["agent-lines-removed"] = removed,
            ["agent-commits"] = commits,
        };

        // The day may end meanwhile.
        var today = TimeProvider.System.GetUtcNow();
        var period = new { range = new { min = $"{today.AddDays(-1):yyyy-MM-dd}", max = $"{today.AddDays(1):yyyy-MM-dd}" } };
        var request = new { time_zone = "UTC", filters = new Dictionary<string, object> { ["date-range"] = period, ["workspace"] = new { values = new[] { _workspace } } } };
        var shown = new Dictionary<string, int>();
        foreach (var widget in expected.Keys)
        {
            var (status, answer) = await weir.Client.CallAsync("POST", $"/api/2.0/weir/dashboards/{dashboard}/published/widgets/{widget}/result", request);
            status.ShouldBe(200, $"{widget}: {answer}");
            var rows = answer.GetProperty("queries").EnumerateArray().Single(query => query.Text("name") == "main_query").GetProperty("rows");
            shown[widget] = rows[0][0].GetString() is { } value ? (int)decimal.Parse(value) : 0;
        }

        shown.ShouldBe(expected);
    }

    /// <summary>A measure of what the user's agent told of itself.</summary>
    protected async Task<string?> ToldAsync(string measure, string kind) =>
        (await weir.SqlAsync($"SELECT {measure} FROM system.ai_gateway.coding_agent_activity WHERE requester = '{_user}' AND kind = '{kind}'")).Single()[0];

    /// <summary>The agent's telemetry is kept, but for what its user wrote to it and what it wrote itself.</summary>
    protected async Task TelemetryShouldBeKeptAsync()
    {
        foreach (var table in new[] { "otel_metrics", "otel_logs" })
        {
            var rows = (await weir.SqlAsync($"SELECT * FROM system.ai_gateway.{table} WHERE requester = '{_user}'")).Select(row => string.Join('\n', row)).ToList();
            rows.ShouldNotBeEmpty(table);
            rows.ShouldAllBe(row => !row.Contains("Work in the folder") && !row.Contains("hello, world") && !row.Contains(CodingScenario.CommitMessage));
        }
    }

    private Dictionary<string, string> EnvironmentWith(params (string Name, string Value)[] further)
    {
        var all = new Dictionary<string, string>
        {
            ["PATH"] = InstalledAgents.NodeFolder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["HOME"] = Folder.Home,
            ["TERM"] = "xterm-256color",
            ["LANG"] = "C.UTF-8",
        };
        foreach (var (name, value) in further)
        {
            all[name] = value;
        }

        return all;
    }
}
