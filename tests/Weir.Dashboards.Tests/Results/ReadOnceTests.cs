using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Accounts;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Library;
using Weir.Dashboards.Results;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

/// <summary>What widgets over a dataset that is read once show on the real engine, against what they show without.</summary>
public sealed class ReadOnceTests : IDisposable
{
    private const string Rows = """
        SELECT
          TIMESTAMP '2026-03-28 20:15:00.123456' + i * INTERVAL 7 HOUR AS event_time, CASE WHEN i % 11 = 0 THEN NULL ELSE concat('m "', i % 5, '" \\ ü') END AS destination_model, concat('u', i % 60) AS requester, CAST(i % 3 AS BIGINT) AS workspace_id,
          CAST(i AS DECIMAL(18, 6)) / 7 AS cost, CAST(i * 100 AS DECIMAL(10, 2)) AS price, i AS tokens, CASE WHEN i % 2 = 0 THEN 200 ELSE 429 END AS status_code, named_struct('a', i, 'b', 'x') AS pair, CAST(i AS DOUBLE) / 3 AS ratio
        FROM range(900) AS r(i)
        """;

    private static readonly string[] Widgets = ["chart", "by-model", "rate", "few", "many", "kinds", "failures"];

    private readonly EngineQueries _queries = new();

    [Theory]
    [InlineData("""{"filters":{"days":{"values":[]}}}""")]
    [InlineData("""{"filters":{"days":{"range":{"min":"2026-03-28","max":"2026-05-02"}},"models":{"values":["m \"1\" \\ ü",null]},"workspaces":{"values":["1"]}},"time_zone":"Europe/Berlin"}""")]
    [InlineData("""{"filters":{"days":{"range":{"min":"2020-01-01","max":"2020-01-02"}}},"time_zone":"America/St_Johns"}""")]
    public async Task Widgets_show_the_same_text_of_the_same_types_by_one_statement(string request)
    {
        var apart = await ShowAsync(request, once: false);
        _queries.Asked.Count.ShouldBe(Widgets.Length);
        _queries.Asked.Clear();
        (await ShowAsync(request, once: true)).ShouldBe(apart);
        _queries.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_chosen_in_a_widget_narrows_the_others_together_and_it_is_asked_alone()
    {
        const string request = """{"filters":{"days":{"values":[]}},"cross_filters":[{"widget":"by-model","values":{"model":["m \"2\" \\ ü"]}}]}""";
        var apart = await ShowAsync(request, once: false);
        _queries.Asked.Clear();
        (await ShowAsync(request, once: true)).ShouldBe(apart);
        _queries.Asked.Count.ShouldBe(2);
        apart["many"].ShouldNotBe((await ShowAsync("""{"filters":{"days":{"values":[]}}}""", once: true))["many"]);
    }

    [Fact]
    public async Task Each_part_has_its_own_limit_and_says_whether_it_is_cut_off()
    {
        // As many groups as are answered, one more, and limits on both sides of that.
        const string numbers = "SELECT i AS tokens, i % 10000 AS price, TIMESTAMP '2026-01-01 00:00:00' AS event_time, 'm' AS destination_model, 200 AS status_code FROM range(10001) AS r(i)";
        static void Change(JsonNode root)
        {
            SampleDashboard.Dataset(numbers)(root);
            Add(root, "all", "{ \"name\": \"t\", \"expression\": \"`tokens`\" }", "t", null);
            Add(root, "most", "{ \"name\": \"p\", \"expression\": \"`price`\" }", "p", null);
            Add(root, "more", "{ \"name\": \"t\", \"expression\": \"`tokens`\" }, { \"name\": \"n\", \"expression\": \"COUNT(*)\" }", "t", 20_000);
            Add(root, "exactly", "{ \"name\": \"t\", \"expression\": \"`tokens`\" }, { \"name\": \"s\", \"expression\": \"SUM(`price`)\" }", "t", 10_000);
            Add(root, "nine", "{ \"name\": \"t\", \"expression\": \"`tokens`\" }", "t", 9);
        }

        string[] widgets = ["all", "most", "more", "exactly", "nine"];
        const string request = """{"filters":{"days":{"values":[]}}}""";
        var apart = await ShowAsync(request, once: false, Change, widgets);
        widgets.Select(widget => apart[widget][^5..]).ShouldBe(["Trunc", "Whole", "Trunc", "Whole", "Whole"]);
        _queries.Asked.Clear();
        (await ShowAsync(request, once: true, Change, widgets)).ShouldBe(apart);
        _queries.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_fails_in_one_or_is_too_large_together_is_asked_apart()
    {
        const string request = """{"filters":{"days":{"values":[]}}}""";
        var apart = await ShowAsync(request, once: false);
        static void Break(JsonNode root)
        {
            Dataset(root);
            Rate(root)["expression"] = "SUM(`tokens`) / (COUNT(*) - COUNT(*))";
        }

        var broken = await ShowAsync(request, once: true, Break);
        broken["rate"].ShouldContain("DIVIDE_BY_ZERO");
        broken["rate"] = apart["rate"];
        broken.ShouldBe(apart);

        _queries.ByteLimit = Encoding.UTF8.GetByteCount(string.Concat(apart.Values)) / 2;
        (await ShowAsync(request, once: true)).ShouldBe(apart);
    }

    public void Dispose() => _queries.Dispose();

    private static void Dataset(JsonNode root)
    {
        SampleDashboard.Dataset(Rows)(root);
        Rate(root)["expression"] = "SUM(`tokens`)";
        const string figures = "{ \"name\": \"cost\", \"expression\": \"SUM(`cost`)\" }, { \"name\": \"price\", \"expression\": \"MAX(`price`)\" }, { \"name\": \"last\", \"expression\": \"MAX(`event_time`)\" }";
        Add(root, "few", $"{{ \"name\": \"m\", \"expression\": \"`destination_model`\" }}, {figures}", "cost", 3);
        Add(root, "many", $"{{ \"name\": \"requester\", \"expression\": \"`requester`\" }}, {figures}", "requester", null);
        Add(root, "kinds", "{ \"name\": \"day\", \"expression\": \"CAST(`event_time` AS DATE)\" }, { \"name\": \"ok\", \"expression\": \"`status_code` = 200\" }, { \"name\": \"pair\", \"expression\": \"MAX(`pair`)\" }, { \"name\": \"list\", \"expression\": \"COLLECT_LIST(`workspace_id`)\" }, { \"name\": \"ratio\", \"expression\": \"AVG(`ratio`)\" }, { \"name\": \"none\", \"expression\": \"NULL\" }", "day", 40);
        Add(root, "failures", "{ \"name\": \"day\", \"expression\": \"DATE_TRUNC(\\\"DAY\\\", `event_time`)\" }, { \"name\": \"failures\", \"expression\": \"COUNT(*)\" }", "day", null, "`status_code` = 429");
    }

    private static JsonNode Rate(JsonNode root) => root["pages"]![0]!["layout"]![2]!["widget"]!["queries"]![0]!["query"]!["fields"]![0]!;

    // By one field, the largest first, then by the keys: their order is told by nothing else.
    private static void Add(JsonNode root, string name, string fields, string order, int? limit, string? filter = null)
    {
        var query = new JsonObject { ["datasetName"] = "calls", ["disaggregated"] = false, ["fields"] = JsonNode.Parse($"[{fields}]") };
        var first = (string)query["fields"]![0]!["name"]!;
        query["orders"] = JsonNode.Parse($$"""[{"direction":"DESC","expression":"`{{order}}`"},{"direction":"ASC","expression":"`{{first}}`"}{{(name == "kinds" ? ",{\"direction\":\"ASC\",\"expression\":\"`ok`\"}" : string.Empty)}}]""");
        if (limit is not null)
        {
            query["limit"] = limit;
        }

        if (filter is not null)
        {
            query["filters"] = new JsonArray(new JsonObject { ["expression"] = filter });
        }

        root["pages"]![0]!["layout"]!.AsArray().Add(new JsonObject { ["widget"] = new JsonObject { ["name"] = name, ["queries"] = new JsonArray(new JsonObject { ["name"] = "main_query", ["query"] = query }), ["spec"] = new JsonObject { ["widgetType"] = "table" } } });
    }

    // What each widget shows, or its error, all asked for at the same time.
    private async Task<Dictionary<string, string>> ShowAsync(string request, bool once, Action<JsonNode>? change = null, IReadOnlyList<string>? widgets = null)
    {
        var document = SampleDashboard.Document(root =>
        {
            (change ?? Dataset)(root);
            root["datasets"]![0]!["readOnce"] = once;
        });
        var results = new WidgetResults(new OneDraft(document), null!, _queries, new ResultCache(new DashboardResultOptions(), SampleDashboard.Time), new ViewerLimit(), SampleDashboard.Time);
        var shown = await Task.WhenAll((widgets ?? Widgets).Select(async widget => KeyValuePair.Create(widget, await OfAsync(widget))));
        return new Dictionary<string, string>(shown, StringComparer.Ordinal);

        async Task<string> OfAsync(string widget)
        {
            try
            {
                var (_, answer) = (await results.OfDraftAsync(Viewer, "d", widget, JsonSerializer.Deserialize<ResultRequest>(request)!, TestContext.Current.CancellationToken)).Queries.Single();
                return $"{string.Join(' ', answer.Rows.Columns)}\n{Encoding.UTF8.GetString(answer.Rows.Rows)}\n{(answer.Rows.IsTruncated ? "Trunc" : "Whole")}";
            }
            catch (DashboardQueryException failed)
            {
                return failed.Message;
            }
        }
    }

    private static Caller Viewer { get; } = new("a", "1", "p", "ann@example.com", PrincipalType.User, false, "t");

    private sealed class OneDraft(DashboardDocument document) : IDashboardLibrary
    {
        public Task<DashboardDraft> FindDraftAsync(Caller caller, string dashboardId, CancellationToken cancellationToken) => Task.FromResult(new DashboardDraft(dashboardId, document, null, "1"));

        public Task<PublishedDashboard> FindPublishedAsync(Caller caller, string dashboardId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
