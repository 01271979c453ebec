using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Grants;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Accounts.Principals;
using Weir.Accounts.Tokens;
using Weir.Storage.DuckDB.Queries;
using Weir.Storage.Relational;
using Weir.Warehouse.Engines;
using Weir.Warehouse.Statements;
using Weir.Warehouse.Tests.Warehouses;
using Weir.Warehouse.Warehouses;
using Xunit;

namespace Weir.Warehouse.Tests.Statements;

/// <summary>The statement execution API over HTTP, on real DuckDB.</summary>
public sealed class StatementApiTests(SampleDatabase database) : IAsyncLifetime
{
    private const string Heavy = "SELECT count(*) FROM range(1000000) AS a(x), range(1000000) AS b(y) WHERE (x * y) % 7 = 3";
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("weir-warehouse-test-");
    private readonly KeptAudit _audited = new();
    private WebApplication _app = null!;
    private HttpClient _admin = null!;
    private HttpClient _user = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ISqlEngine>(database.Engine);
        builder.Services.AddSingleton<ITokenAuthenticator, TwoTokens>();
        builder.Services.AddSingleton(new PermissionDirectory(new NoPermissions()));
        builder.Services.AddSingleton(new GrantDirectory(new GrantsInMemory(), new EveryExampleUser()));
        builder.Services.AddSingleton<IAuditLog>(_audited);
        builder.Services.AddApiJson();
        builder.Services.AddRelationalStorage(Path.Combine(_data.FullName, "weir.db"));
        builder.Services.AddSingleton<IResultFiles>(new ParquetFiles(_data.FullName));
        builder.Services.AddWarehouse();
        builder.Services.AddSingleton<IInferenceTables, OneInferenceTable>();
        builder.Services.AddSingleton<IOwnBudgets, OneBudget>();
        builder.Services.AddSingleton(new DefaultWarehouse("account"));
        builder.Services.AddSingleton<IWarehouseStore, WarehousesInMemory>();
        _app = builder.Build();
        await RelationalStorage.MigrateAsync(_app.Services, Stop);
        _app.UseApiAuthentication();
        _app.MapWarehouse();
        await _app.StartAsync();
        var address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _admin = Client(address, "admin");
        _user = Client(address, "user");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _user.Dispose();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_statement_answers_its_manifest_and_rows()
    {
        var answer = await PostAsync(_admin, new { statement = "SELECT count(*), :x AS x FROM system.ai_gateway.usage", parameters = new[] { new { name = "x", value = "1", type = "INT" } }, warehouse_id = new DefaultWarehouse("account").Id });
        answer.GetProperty("status").GetProperty("state").GetString().ShouldBe("SUCCEEDED");
        var manifest = answer.GetProperty("manifest");
        manifest.GetProperty("total_row_count").GetInt64().ShouldBe(1);
        manifest.GetProperty("format").GetString().ShouldBe("JSON_ARRAY");
        var columns = manifest.GetProperty("schema").GetProperty("columns");
        columns[1].GetProperty("position").GetInt32().ShouldBe(1);
        columns[1].GetProperty("type_name").GetString().ShouldBe("INT");
        answer.GetProperty("result").GetProperty("data_array").ToString().ShouldBe("""[["4","1"]]""");
    }

    [Fact]
    public async Task A_failure_is_a_200_whose_state_says_so()
    {
        var answer = await PostAsync(_admin, new { statement = "SELECT nope FROM system.ai_gateway.usage" });
        answer.GetProperty("status").GetProperty("state").GetString().ShouldBe("FAILED");
        answer.GetProperty("status").GetProperty("error").GetProperty("error_code").GetString().ShouldBe("BAD_REQUEST");
        answer.GetProperty("status").GetProperty("sql_state").GetString().ShouldBe("42703");
    }

    [Fact]
    public async Task Who_is_no_admin_is_refused_the_system_table_and_nothing_else()
    {
        (await PostAsync(_user, new { statement = "SELECT 1" })).GetProperty("status").GetProperty("state").GetString().ShouldBe("SUCCEEDED");
        (await PostAsync(_user, new { statement = "SELECT * FROM system.ai_gateway.usage" })).GetProperty("status").GetProperty("error").GetProperty("message").GetString()!.ShouldContain("[INSUFFICIENT_PERMISSIONS]");
    }

    [Fact]
    public async Task A_long_result_comes_in_chunks_that_are_linked()
    {
        var answer = await PostAsync(_admin, new { statement = "SELECT range AS n FROM range(25000)", wait_timeout = "50s" });
        answer.GetProperty("manifest").GetProperty("total_chunk_count").GetInt32().ShouldBe(3);
        var rows = 0;
        var chunk = answer.GetProperty("result");
        while (true)
        {
            foreach (var row in chunk.GetProperty("data_array").EnumerateArray())
            {
                row[0].GetString().ShouldBe(rows++.ToString());
            }

            if (!chunk.TryGetProperty("next_chunk_internal_link", out var next))
            {
                break;
            }

            chunk = await _admin.GetFromJsonAsync<JsonElement>(next.GetString(), Stop);
        }

        rows.ShouldBe(25000);
        using var beyond = await _admin.GetAsync($"/api/2.0/sql/statements/{answer.GetProperty("statement_id").GetString()}/result/chunks/3", Stop);
        beyond.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_statement_runs_behind_the_answer_can_be_polled_and_cancelled_and_is_its_submitter_s_alone()
    {
        var answer = await PostAsync(_admin, new { statement = Heavy, wait_timeout = "0s" });
        var id = answer.GetProperty("statement_id").GetString();
        answer.GetProperty("status").GetProperty("state").GetString().ShouldBeOneOf("PENDING", "RUNNING");
        using var others = await _user.GetAsync($"/api/2.0/sql/statements/{id}", Stop);
        others.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var cancel = await _admin.PostAsync($"/api/2.0/sql/statements/{id}/cancel", null, Stop);
        (await cancel.Content.ReadAsStringAsync(Stop)).ShouldBe("{}");
        var started = TimeProvider.System.GetTimestamp();
        string? state;
        do
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(15));
            await Task.Delay(50, Stop);
            state = (await _admin.GetFromJsonAsync<JsonElement>($"/api/2.0/sql/statements/{id}", Stop)).GetProperty("status").GetProperty("state").GetString();
        }
        while (state is "PENDING" or "RUNNING");
        state.ShouldBe("CANCELED");
    }

    [Fact]
    public async Task A_statement_may_be_cancelled_when_its_wait_is_over()
    {
        var answer = await PostAsync(_admin, new { statement = Heavy, wait_timeout = "5s", on_wait_timeout = "CANCEL" });
        answer.GetProperty("status").GetProperty("state").GetString().ShouldBe("CANCELED");
    }

    [Theory]
    [InlineData("{}", "'statement' is missing")]
    [InlineData("""{"statement":"SELECT 1","wait_timeout":"3s"}""", "'wait_timeout'")]
    [InlineData("""{"statement":"SELECT 1","on_wait_timeout":"X"}""", "'on_wait_timeout'")]
    [InlineData("""{"statement":"SELECT 1","format":"CSV"}""", "'format'")]
    [InlineData("""{"statement":"SELECT 1","disposition":"EXTERNAL_LINKS"}""", "'disposition'")]
    [InlineData("""{"statement":"SELECT 1","row_limit":0}""", "'row_limit'")]
    [InlineData("""{"statement":""", "not a statement request")]
    public async Task A_bad_request_is_a_400_that_names_the_field(string body, string sign)
    {
        using var response = await _admin.PostAsync("/api/2.0/sql/statements", new StringContent(body), Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("message").GetString()!.ShouldContain(sign);
    }

    [Fact]
    public async Task An_unknown_warehouse_is_a_404_and_no_token_a_401()
    {
        using var unknown = await _admin.PostAsJsonAsync("/api/2.0/sql/statements", new { statement = "SELECT 1", warehouse_id = "nope" }, Stop);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var anonymous = new HttpClient { BaseAddress = _admin.BaseAddress };
        using var refused = await anonymous.GetAsync("/api/2.0/sql/warehouses?key=admin", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("UNAUTHENTICATED");
    }

    [Fact]
    public async Task A_table_is_readable_once_select_and_the_use_of_its_parents_are_granted_and_until_they_are_revoked()
    {
        const string Count = "SELECT count(*) FROM system.ai_gateway.usage";
        await RunAsync(_admin, "GRANT USE CATALOG ON CATALOG system TO `user@example.com`");
        await RunAsync(_admin, "GRANT SELECT ON TABLE system.ai_gateway.usage TO `user@example.com`");
        _audited.Events[^1].Parameters["privileges"].ShouldBe("SELECT");
        _audited.Events[^1].Parameters["securable"].ShouldBe("Table 'system.ai_gateway.usage'");
        (await RunAsync(_user, Count)).ShouldContain("[INSUFFICIENT_PERMISSIONS]");
        await RunAsync(_admin, "GRANT USE SCHEMA ON SCHEMA system.ai_gateway TO `user@example.com`");
        (await RunAsync(_user, Count)).ShouldContain("SUCCEEDED");
        (await RunAsync(_user, "SHOW GRANTS ON TABLE system.ai_gateway.usage")).ShouldContain("\"SELECT\"");
        (await RunAsync(_user, "SHOW TABLES")).ShouldNotContain("chat_payload");
        await RunAsync(_admin, "REVOKE SELECT ON system.ai_gateway.usage FROM `user@example.com`");
        (await RunAsync(_user, Count)).ShouldContain("Insufficient privileges: User does not have SELECT on Table");
    }

    [Theory]
    [InlineData("SELECT * FROM system.ai_gateway.usage")]
    [InlineData("WITH a AS (SELECT * FROM system.ai_gateway.usage) SELECT * FROM a")]
    [InlineData("WITH usage AS (SELECT 1 AS x) SELECT * FROM usage, system.ai_gateway.usage")]
    [InlineData("WITH RECURSIVE a AS (SELECT 1 AS x UNION ALL SELECT status_code FROM system.ai_gateway.usage) SELECT * FROM a")]
    [InlineData("SELECT (SELECT max(requester) FROM system.ai_gateway.usage)")]
    [InlineData("SELECT 1 WHERE EXISTS (SELECT 1 FROM system.ai_gateway.usage)")]
    [InlineData("SELECT 1 WHERE 1 IN (SELECT status_code FROM system.ai_gateway.usage)")]
    [InlineData("SELECT 1 UNION SELECT status_code FROM system.ai_gateway.usage")]
    [InlineData("SELECT 1 EXCEPT SELECT status_code FROM system.ai_gateway.usage")]
    [InlineData("SELECT 1 ORDER BY (SELECT max(status_code) FROM system.ai_gateway.usage)")]
    [InlineData("SELECT list_transform([1], x -> (SELECT max(status_code) FROM system.ai_gateway.usage))")]
    [InlineData("SELECT * FROM (SELECT 1) a LEFT JOIN system.ai_gateway.usage ON true")]
    [InlineData("SELECT * FROM `SYSTEM`.`Ai_Gateway`.`USAGE`")]
    [InlineData("FROM system.ai_gateway.usage")]
    [InlineData("TABLE system.ai_gateway.usage")]
    [InlineData("DESCRIBE system.ai_gateway.usage")]
    [InlineData("SHOW COLUMNS IN system.ai_gateway.usage")]
    [InlineData("SELECT * FROM main.default.chat_payload")]
    [InlineData("DESCRIBE main.default.chat_payload")]
    [InlineData("GRANT SELECT ON system.ai_gateway.usage TO `user@example.com`")]
    [InlineData("/* */ GRANT ALL PRIVILEGES ON CATALOG system TO `user@example.com`")]
    [InlineData("REVOKE SELECT ON system.ai_gateway.usage FROM `admin@example.com`")]
    public async Task What_was_not_granted_is_refused_wherever_a_statement_reaches_it(string sql)
    {
        var answer = await RunAsync(_user, sql);
        answer.ShouldContain("[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have");
        answer.ShouldContain("42501");
    }

    [Theory]
    [InlineData("SHOW TABLES")]
    [InlineData("SHOW SCHEMAS")]
    [InlineData("SHOW CATALOGS")]
    [InlineData("SHOW GRANTS ON TABLE system.ai_gateway.usage")]
    public async Task Listings_show_nothing_of_what_was_not_granted(string sql)
    {
        var answer = await RunAsync(_user, sql);
        answer.ShouldNotContain("ai_gateway");
        answer.ShouldNotContain("chat_payload");
    }

    [Theory]
    [InlineData("GRANT SELECT")]
    [InlineData("GRANT DELETE ON system.ai_gateway.usage TO bob")]
    [InlineData("GRANT USE CATALOG ON TABLE system.ai_gateway.usage TO bob")]
    [InlineData("GRANT SELECT ON system.ai_gateway.usage TO 'bob'")]
    [InlineData("GRANT SELECT ON system.ai_gateway.usage TO bob; SELECT 1")]
    [InlineData("GRANT SELECT ON `system.ai_gateway`.usage TO bob")]
    [InlineData("SHOW GRANTS ON")]
    public async Task A_malformed_grant_is_refused(string sql) => (await RunAsync(_admin, sql)).ShouldContain("BAD_REQUEST");

    [Fact]
    public async Task A_grant_to_nobody_is_refused_by_name() =>
        (await RunAsync(_admin, "GRANT SELECT ON system.ai_gateway.usage TO carol")).ShouldContain("[PRINCIPAL_DOES_NOT_EXIST] Could not find principal with name carol");

    [Fact]
    public async Task Everyone_sees_their_own_usage_and_nobody_elses()
    {
        using var own = await _user.GetAsync("/api/2.0/weir/usage/me?start_date=2026-01-01&end_date=2026-02-01&requester=ann@example.com", Stop);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await own.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("usage").GetArrayLength().ShouldBe(0);
        using var ann = Client(_user.BaseAddress!, "ann");
        var answer = await ann.GetFromJsonAsync<JsonElement>("/api/2.0/weir/usage/me?start_date=2026-01-01&end_date=2026-02-01", Stop);
        answer.GetProperty("budgets").ToString().ShouldBe("""[{"name":"ann@example.com's","key":"USER","period":"MONTH","resets_at":"2026-02-01T00:00:00Z","action":"BLOCK","is_used_up":false,"amount":"10","spent":"2.5","remaining":"7.5"}]""");
        var usage = answer.GetProperty("usage");
        usage.GetArrayLength().ShouldBe(3);
        usage[0].GetProperty("requests").GetInt64().ShouldBe(1);
        usage[0].GetProperty("input_tokens").GetInt64().ShouldBe(10);
    }

    private static async Task<string> RunAsync(HttpClient client, string sql) => (await PostAsync(client, new { statement = sql, wait_timeout = "50s" })).ToString();

    [Fact]
    public async Task The_warehouse_is_listed()
    {
        var listed = (await _admin.GetFromJsonAsync<JsonElement>("/api/2.0/sql/warehouses", Stop)).GetProperty("warehouses")[0];
        listed.GetProperty("state").GetString().ShouldBe("RUNNING");
        var id = listed.GetProperty("id").GetString();
        (await _admin.GetFromJsonAsync<JsonElement>($"/api/2.0/sql/warehouses/{id}", Stop)).GetProperty("odbc_params").GetProperty("path").GetString().ShouldBe($"/sql/1.0/warehouses/{id}");
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, object body)
    {
        using var response = await client.PostAsJsonAsync("/api/2.0/sql/statements", body, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer " + token);
        return client;
    }

    private sealed class TwoTokens : ITokenAuthenticator
    {
        public Caller? Authenticate(ReadOnlySpan<char> token) => token is "admin" or "user" or "ann"
            ? new Caller("account", "1234567890123456", token.ToString(), token.ToString() + "@example.com", PrincipalType.User, token is "admin", "t")
            : null;
    }

    private sealed class NoPermissions : IPermissionStore
    {
        public Task<IReadOnlyList<AccessControlList>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AccessControlList>>([]);

        public Task ChangeAsync(string objectType, string objectId, Func<IReadOnlyList<AccessEntry>?, IReadOnlyList<AccessEntry>> change, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RenameAsync(GranteeKind kind, string principal, string? name, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task DeleteAsync(string objectType, string objectId, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class EveryExampleUser : IPrincipalNames
    {
        public string? Find(string name, PrincipalType? type) => name is "bob" || name.EndsWith("@example.com", StringComparison.Ordinal) ? name : null;
    }

    private sealed class OneBudget : IOwnBudgets
    {
        public IReadOnlyList<OwnBudget> Of(Caller caller) => [new OwnBudget($"{caller.PrincipalName}'s", "USER", "MONTH", new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc), "BLOCK", IsUsedUp: false, "10", "2.5", "7.5")];
    }

    private sealed class OneInferenceTable : IInferenceTables
    {
        public IReadOnlyList<string> List() => ["main.default.chat_payload"];
    }

    private sealed class KeptAudit : IAuditLog
    {
        public List<AuditEvent> Events { get; } = [];

        public Task EnsureWritableAsync() => Task.CompletedTask;

        public Task WriteAsync(AuditEvent auditEvent)
        {
            Events.Add(auditEvent);
            return Task.CompletedTask;
        }

        public void Denied(AuditEvent auditEvent) => Events.Add(auditEvent);
    }
}
