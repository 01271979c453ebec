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
using Weir.Accounts.Grants;
using Weir.Accounts.Http;
using Weir.Accounts.Principals;
using Weir.Accounts.Tokens;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Engines;
using Weir.Warehouse.Statements;
using Xunit;

namespace Weir.Warehouse.Tests.Catalog;

/// <summary>The catalog's API over HTTP, on real DuckDB.</summary>
public sealed class CatalogApiTests(SampleDatabase database) : IAsyncLifetime
{
    private const string Unity = "/api/2.1/unity-catalog";
    private static readonly Caller Admin = CallerOf("admin");
    private GrantDirectory _grants = null!;
    private WebApplication _app = null!;
    private HttpClient _admin = null!;
    private HttpClient _user = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _grants = new GrantDirectory(new GrantsInMemory(), new EveryName());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ITokenAuthenticator, NamesAsTokens>();
        builder.Services.AddSingleton(_grants);
        builder.Services.AddApiJson();
        builder.Services.AddSingleton<ITableStatistics>(database.Statistics);
        builder.Services.AddSingleton<IInferenceTables, TwoInferenceTables>();
        builder.Services.AddSingleton<ITableRetention, AYear>();
        builder.Services.AddSingleton<CallersCatalog>();
        _app = builder.Build();
        _app.UseApiAuthentication();
        CatalogRoutes.Map(_app);
        TableDetailsRoutes.Map(_app);
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
        _grants.Dispose();
    }

    [Fact]
    public async Task An_admin_sees_every_catalog_schema_and_table()
    {
        Names((await GetAsync(_admin, $"{Unity}/catalogs")).GetProperty("catalogs")).ShouldBe(["main", "system"]);
        Names((await GetAsync(_admin, $"{Unity}/schemas?catalog_name=system")).GetProperty("schemas")).ShouldBe(["system.access", "system.ai_gateway"]);
        Names((await GetAsync(_admin, $"{Unity}/schemas")).GetProperty("schemas")).ShouldBe(["main.default", "system.access", "system.ai_gateway"]);
        Names((await GetAsync(_admin, $"{Unity}/tables?catalog_name=main&schema_name=default")).GetProperty("tables")).ShouldBe(["main.default.chat_payload", "main.default.mail_payload"]);
        Names((await GetAsync(_admin, $"{Unity}/table-summaries?catalog_name=system&table_name_pattern=s%25")).GetProperty("tables")).ShouldBe(["system.ai_gateway.spend", "system.ai_gateway.spend_anomalies", "system.ai_gateway.spend_quarter_hourly"]);
        Names((await GetAsync(_admin, $"{Unity}/table-summaries")).GetProperty("tables")).Count.ShouldBe(14);
        (await GetAsync(_admin, $"{Unity}/catalogs/SYSTEM")).GetProperty("catalog_type").GetString().ShouldBe("SYSTEM_CATALOG");
        (await GetAsync(_admin, $"{Unity}/schemas/system.access")).GetProperty("comment").GetString()!.ShouldContain("denied");
    }

    [Fact]
    public async Task A_table_has_its_columns_as_the_original_writes_them()
    {
        var table = await GetAsync(_admin, $"{Unity}/tables/system.ai_gateway.usage");
        (table.GetProperty("name").GetString(), table.GetProperty("schema_name").GetString(), table.GetProperty("table_type").GetString()).ShouldBe(("usage", "ai_gateway", "MANAGED"));
        table.TryGetProperty("created_at", out _).ShouldBeFalse("what is not known is not made up");
        var columns = table.GetProperty("columns").EnumerateArray().ToList();
        var details = columns.Single(column => column.GetProperty("name").GetString() == "token_details");
        details.GetProperty("type_name").GetString().ShouldBe("STRUCT");
        details.GetProperty("type_text").GetString().ShouldBe("struct<cache_read_input_tokens:bigint,cache_creation_input_tokens:bigint,output_reasoning_tokens:bigint>");
        columns.Select(column => column.GetProperty("position").GetInt32()).ShouldBe(Enumerable.Range(0, columns.Count));

        // The same as the engine itself says.
        (await database.RowsAsync("DESCRIBE system.ai_gateway.usage")).Split("],[").Length.ShouldBe(columns.Count);
        (await GetAsync(_admin, $"{Unity}/tables/system.ai_gateway.spend")).GetProperty("table_type").GetString().ShouldBe("VIEW");
    }

    [Fact]
    public async Task Pages_are_fetched_by_token_and_hold_each_table_once()
    {
        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await GetAsync(_admin, $"{Unity}/tables?catalog_name=system&schema_name=ai_gateway&max_results=2&omit_columns=true&page_token={Uri.EscapeDataString(token ?? string.Empty)}");
            page.GetProperty("tables").GetArrayLength().ShouldBeLessThanOrEqualTo(2);
            page.GetProperty("tables")[0].TryGetProperty("columns", out _).ShouldBeFalse();
            names.AddRange(Names(page.GetProperty("tables")));
            token = page.GetProperty("next_page_token").GetString();
        }
        while (token is not null);
        names.ShouldBe(["system.ai_gateway.coding_agent_activity", "system.ai_gateway.external_model_spend", "system.ai_gateway.list_prices", "system.ai_gateway.otel_logs", "system.ai_gateway.otel_metrics", "system.ai_gateway.otel_spans", "system.ai_gateway.spend", "system.ai_gateway.spend_anomalies", "system.ai_gateway.spend_quarter_hourly", "system.ai_gateway.usage", "system.ai_gateway.usage_quarter_hourly"]);
    }

    [Theory]
    [InlineData("/tables?catalog_name=system", 400, "'catalog_name' and 'schema_name'")]
    [InlineData("/catalogs?max_results=-1", 400, "'max_results'")]
    [InlineData("/catalogs?max_results=x", 400, "max_results")]
    [InlineData("/catalogs?page_token=%21", 400, "'page_token'")]
    [InlineData("/catalogs/nope", 404, "CATALOG_DOES_NOT_EXIST")]
    [InlineData("/schemas?catalog_name=nope", 404, "CATALOG_DOES_NOT_EXIST")]
    [InlineData("/schemas/system.nope", 404, "SCHEMA_DOES_NOT_EXIST")]
    [InlineData("/tables?catalog_name=system&schema_name=nope", 404, "SCHEMA_DOES_NOT_EXIST")]
    [InlineData("/tables/system.ai_gateway.nope", 404, "TABLE_DOES_NOT_EXIST")]
    public async Task A_wrong_question_is_answered_with_what_is_wrong(string path, int status, string sign)
    {
        using var answer = await _admin.GetAsync(Unity + path, Stop);
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(sign);
    }

    [Fact]
    public async Task A_user_sees_what_was_granted_and_of_the_rest_not_even_that_it_exists()
    {
        Names((await GetAsync(_user, $"{Unity}/catalogs")).GetProperty("catalogs")).ShouldBeEmpty();
        var unseen = await TextAsync(_user, $"{Unity}/tables/system.ai_gateway.usage");
        unseen.ShouldBe((await TextAsync(_user, $"{Unity}/tables/system.ai_gateway.nope")).Replace("nope", "usage", StringComparison.Ordinal));

        await GrantAsync(SecurableType.Table, "system.ai_gateway.usage", Privilege.Select);
        (await GetAsync(_user, $"{Unity}/tables/system.ai_gateway.usage/exists")).GetProperty("table_exists").GetBoolean().ShouldBeFalse("SELECT alone reads nothing");
        await GrantAsync(SecurableType.Catalog, "system", Privilege.UseCatalog);
        Names((await GetAsync(_user, $"{Unity}/catalogs")).GetProperty("catalogs")).ShouldBe(["system"]);
        Names((await GetAsync(_user, $"{Unity}/schemas")).GetProperty("schemas")).ShouldBeEmpty();
        await GrantAsync(SecurableType.Schema, "system.ai_gateway", Privilege.UseSchema);
        Names((await GetAsync(_user, $"{Unity}/table-summaries")).GetProperty("tables")).ShouldBe(["system.ai_gateway.usage"]);
        Names((await GetAsync(_user, $"{Unity}/tables?catalog_name=system&schema_name=ai_gateway")).GetProperty("tables")).ShouldBe(["system.ai_gateway.usage"]);
        Names((await GetAsync(_user, $"{Unity}/schemas")).GetProperty("schemas")).ShouldBe(["system.ai_gateway"]);
        (await GetAsync(_user, $"{Unity}/tables/system.ai_gateway.usage/exists")).GetProperty("table_exists").GetBoolean().ShouldBeTrue();
        (await GetAsync(_user, $"{Unity}/tables/system.ai_gateway.spend/exists")).GetProperty("table_exists").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Who_may_grant_on_a_table_sees_it_and_not_what_it_holds()
    {
        const string Details = "/api/2.0/weir/catalog/tables/system.access.audit/details";
        (await StatusAsync(_user, Details)).ShouldBe(404);
        await GrantAsync(SecurableType.Table, "system.access.audit", Privilege.Manage);
        Names((await GetAsync(_user, $"{Unity}/table-summaries")).GetProperty("tables")).ShouldBe(["system.access.audit"]);
        (await TextAsync(_user, Details)).ShouldContain("[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have SELECT on Table");
        (await StatusAsync(_user, Details)).ShouldBe(403);
        var access = await GetAsync(_user, "/api/2.0/weir/catalog/access/table/system.access.audit");
        access.GetProperty("may_manage").GetBoolean().ShouldBeTrue();
        access.GetProperty("may_read").GetBoolean().ShouldBeFalse();
        access.GetProperty("managers").ToString().ShouldBe("""["user@example.com"]""");
        access.GetProperty("privileges").ToString().ShouldBe("""[{"principal":"user@example.com","privilege":"MANAGE","granted_on_type":"TABLE","granted_on_name":"system.access.audit"}]""");
    }

    [Theory]
    [InlineData("system.ai_gateway.usage", "event_time")]
    [InlineData("system.ai_gateway.spend", "event_time")]
    [InlineData("system.ai_gateway.external_model_spend", "usage_start_time")]
    [InlineData("system.ai_gateway.usage_quarter_hourly", "event_time")]
    [InlineData("system.ai_gateway.spend_quarter_hourly", "event_time")]
    [InlineData("system.ai_gateway.spend_anomalies", "usage_date")]
    [InlineData("system.access.audit", "event_time")]
    [InlineData("main.default.chat_payload", "event_time")]
    public async Task Details_are_what_sql_says(string table, string time)
    {
        var details = await GetAsync(_admin, $"/api/2.0/weir/catalog/tables/{table}/details");
        var counted = await database.Engine.ExecuteAsync(
            new EngineStatement("s", $"SELECT count(*), date_format(min({time}), 'yyyy-MM-dd HH:mm:ss.SSSSSS'), date_format(max({time}), 'yyyy-MM-dd HH:mm:ss.SSSSSS') FROM {table}", [], null, null, null, 25_000_000, 10_000, "ann@example.com", [EngineStatement.EveryTable], ["main.default.chat_payload"]),
            Stop);
        var row = JsonSerializer.Deserialize<string?[][]>(counted.Chunks[0].DataArray)![0];
        details.GetProperty("rows").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(row[0]);
        details.GetProperty("rows_are_exact").GetBoolean().ShouldBeTrue();
        Written(details.GetProperty("oldest_event_time")).ShouldBe(row[1]);
        Written(details.GetProperty("freshness").GetProperty("last_event_time")).ShouldBe(row[2]);
        details.GetProperty("retention_days").GetInt32().ShouldBe(365);

        static string? Written(JsonElement time) => time.ValueKind == JsonValueKind.Null ? null : time.GetDateTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static List<string> Names(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetProperty("full_name").GetString()!)];

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path, Stop);

    private static async Task<int> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Stop);
        return (int)answer.StatusCode;
    }

    private static async Task<string> TextAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private static Caller CallerOf(string name) => new("account", "1234567890123456", name, name + "@example.com", PrincipalType.User, name is "admin", "t");

    private async Task GrantAsync(SecurableType type, string name, string privilege)
    {
        var on = Securable.Of(type, name);
        await _grants.ChangeAsync(Admin, on, [new DataGrant(on, "user@example.com", privilege)], [], Stop);
    }

    private sealed class NamesAsTokens : ITokenAuthenticator
    {
        public Caller? Authenticate(ReadOnlySpan<char> token) => CallerOf(token.ToString());
    }

    private sealed class EveryName : IPrincipalNames
    {
        public string? Find(string name, PrincipalType? type) => name;
    }

    private sealed class TwoInferenceTables : IInferenceTables
    {
        public IReadOnlyList<string> List() => ["main.default.mail_payload", "main.default.chat_payload"];
    }

    private sealed class AYear : ITableRetention
    {
        public TableRetention? Of(CatalogTable table) => new(365, "CONFIGURATION");
    }
}
