using System.Globalization;
using Shouldly;
using Weir.StandIn;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>The catalog of a whole server: who sees what, and that its numbers are those of the tables.</summary>
public sealed class CatalogTests(RunningWeir weir)
{
    private const string Unity = "/api/2.1/unity-catalog";
    private const string Usage = "system.ai_gateway.usage";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_sees_nothing_until_a_table_is_granted_and_then_exactly_that_table()
    {
        var (email, user) = await weir.UserClientAsync();
        using var _ = user;
        (await NamesAsync(user, "catalogs", "catalogs")).ShouldBeEmpty();
        (await user.CallAsync("GET", $"{Unity}/tables/{Usage}")).Status.ShouldBe(404);
        foreach (var (type, name, privilege) in new[] { ("catalog", "system", "USE_CATALOG"), ("schema", "system.ai_gateway", "USE_SCHEMA"), ("table", Usage, "SELECT") })
        {
            (await NamesAsync(user, "table-summaries", "tables")).ShouldBeEmpty();
            (await weir.Client.CallAsync("PATCH", $"{Unity}/permissions/{type}/{name}", new { changes = new[] { new { principal = email, add = new[] { privilege } } } })).Status.ShouldBe(200);
        }

        (await NamesAsync(user, "catalogs", "catalogs")).ShouldBe(["system"]);
        (await NamesAsync(user, "schemas?catalog_name=system", "schemas")).ShouldBe(["system.ai_gateway"]);
        (await NamesAsync(user, "table-summaries?catalog_name=system", "tables")).ShouldBe([Usage]);
        (await user.CallAsync("GET", $"{Unity}/tables/{Usage}")).Body.GetProperty("columns").GetArrayLength().ShouldBe(38);
        (await user.CallAsync("GET", $"{Unity}/tables/system.ai_gateway.spend")).Status.ShouldBe(404);
        (await user.CallAsync("GET", "/api/2.0/weir/catalog/tables/system.ai_gateway.spend/details")).Status.ShouldBe(404);
        (await user.CallAsync("GET", $"/api/2.0/weir/catalog/tables/{Usage}/details")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_inference_table_is_in_the_catalog_as_soon_as_an_endpoint_names_it_and_stays_as_long_as_its_rows()
    {
        var name = $"cat{Guid.NewGuid():N}";
        var table = $"main.default.{name}_payload";
        var config = new { destinations = new[] { weir.Destination("d", "openai", "openai-chat/json", 100) }, inference_table = new { catalog_name = "main", schema_name = "default", table_name_prefix = name, retention_days = 7 } };
        (await weir.Client.CallAsync("POST", "/api/ai-gateway/v2/endpoints", new { name, config })).Status.ShouldBe(200);
        (await weir.Client.CallAsync("GET", $"{Unity}/tables/{table}")).Body.Text("table_type").ShouldBe("MANAGED");
        var empty = await DetailsAsync(table);
        (empty.GetProperty("rows").GetInt64(), empty.GetProperty("retention_days").GetInt32(), empty.Text("retention_set_by")).ShouldBe((0, 7, "ENDPOINT"));

        using (var request = ByteFidelityTests.RequestFor(Corpus.Get("openai-chat/json"), name, asksForUsage: false))
        using (await weir.Client.SendAsync(request, Stop))
        {
        }

        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync($"SELECT count(*) FROM {table}")).Single().ShouldBe(["1"]));
        using (await weir.Client.DeleteAsync($"/api/ai-gateway/v2/endpoints/{name}", Stop))
        {
        }

        (await NamesAsync(weir.Client, "tables?catalog_name=main&schema_name=default", "tables")).ShouldContain(table);
        var kept = await DetailsAsync(table);
        (kept.GetProperty("rows").GetInt64(), kept.GetProperty("retention_days").GetInt32(), kept.Text("retention_set_by")).ShouldBe((1, 7, "ROWS"));
        var counted = (await weir.SqlAsync($"SELECT date_format(max(event_time), 'yyyy-MM-dd HH:mm:ss.SSSSSS') FROM {table}")).Single()[0];
        kept.GetProperty("freshness").GetProperty("last_event_time").GetDateTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture).ShouldBe(counted);
    }

    [Theory]
    [InlineData("system.ai_gateway.spend", "VIEW", 365, "CONFIGURATION")]
    [InlineData("system.ai_gateway.list_prices", "MANAGED", null, null)]
    [InlineData("system.access.audit", "MANAGED", 365, "CONFIGURATION")]
    public async Task Details_say_what_a_table_is_and_how_long_it_keeps_rows(string table, string type, int? days, string? by)
    {
        var details = await DetailsAsync(table);
        details.Text("table_type").ShouldBe(type);
        details.GetProperty("rows_are_exact").GetBoolean().ShouldBeTrue();
        (details.GetProperty("retention_days").ToString(), details.GetProperty("retention_set_by").GetString()).ShouldBe((days?.ToString(CultureInfo.InvariantCulture) ?? string.Empty, by));
    }

    private static async Task<List<string>> NamesAsync(HttpClient client, string list, string member)
    {
        var (status, answer) = await client.CallAsync("GET", $"{Unity}/{list}");
        status.ShouldBe(200, answer.ToString());
        return [.. answer.GetProperty(member).EnumerateArray().Select(one => one.Text("full_name"))];
    }

    private async Task<System.Text.Json.JsonElement> DetailsAsync(string table)
    {
        var (status, details) = await weir.Client.CallAsync("GET", $"/api/2.0/weir/catalog/tables/{table}/details");
        status.ShouldBe(200, details.ToString());
        return details;
    }
}
