using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>Documents of our own invention in the shapes that public files have, old ones and new ones: they are kept as they came, and drawn.</summary>
public sealed class DashboardDocumentTests(RunningWeir weir) : BrowserTest(weir)
{
    private const string Sql = "SELECT * FROM VALUES (DATE '2026-01-01', 'north', 'tea', 12.5, 3), (DATE '2026-01-02', 'north', 'coffee', 20, 5), (DATE '2026-01-03', 'south', 'tea', 7.25, 2), (DATE '2026-01-04', NULL, 'tea', NULL, 1) AS orders(day, region, goods, amount, pieces)";

    private static readonly JsonObject Old = Document(null, [
        ("counter", 2, """{"value":{"fieldName":"sum(amount)","displayName":"Amount"}}""", ["sum(amount)"]),
        ("table", 1, """{"columns":[{"fieldName":"day","type":"date","displayAs":"datetime","dateTimeFormat":"DD.MM.YYYY","title":"Day","visible":true},{"fieldName":"amount","type":"float","displayAs":"number","numberFormat":"0.00","alignContent":"right","title":"Amount","visible":true,"cellFormat":{"default":{"foregroundColor":null},"rules":[{"if":{"column":"amount","fn":">","literal":"15"},"value":{"foregroundColor":"#00A972"}}]}}]}""", ["day", "amount"]),
        ("bar", 3, """{"x":{"fieldName":"day","scale":{"type":"temporal"},"displayName":"Day"},"y":{"fieldName":"sum(amount)","scale":{"type":"quantitative"},"displayName":"Amount"},"color":{"fieldName":"region","scale":{"type":"categorical"},"displayName":"Region"}}""", ["day", "region", "sum(amount)"]),
        ("line", 3, """{"x":{"fieldName":"day","scale":{"type":"temporal"}},"y":{"fieldName":"sum(amount)","scale":{"type":"quantitative"}}}""", ["day", "sum(amount)"]),
        ("area", 3, """{"x":{"fieldName":"day","scale":{"type":"temporal"}},"y":{"fieldName":"sum(amount)","scale":{"type":"quantitative"}}}""", ["day", "sum(amount)"]),
        ("pie", 3, """{"angle":{"fieldName":"sum(amount)","scale":{"type":"quantitative"}},"color":{"fieldName":"region","scale":{"type":"categorical"}}}""", ["region", "sum(amount)"]),
        ("choropleth-map", 1, "{}", ["region"]),
        ("filter-single-select", 2, """{"fields":[{"fieldName":"region","displayName":"region","queryName":"main_query"}]}""", ["region"]),
    ]);

    private static readonly JsonObject New = Document("GRID_V1", [
        ("scatter", 3, """{"x":{"fieldName":"pieces","scale":{"type":"quantitative"}},"y":{"fieldName":"amount","scale":{"type":"quantitative"}},"color":{"fieldName":"goods","scale":{"type":"categorical"}}}""", ["pieces", "amount", "goods"]),
        ("combo", 1, """{"x":{"fieldName":"day","scale":{"type":"temporal"}},"y":{"primary":{"fields":[{"fieldName":"sum(amount)"}]},"secondary":{"fields":[{"fieldName":"sum(pieces)"}]}}}""", ["day", "sum(amount)", "sum(pieces)"]),
        ("heatmap", 3, """{"x":{"fieldName":"region","scale":{"type":"categorical"}},"y":{"fieldName":"goods","scale":{"type":"categorical"}},"color":{"fieldName":"sum(amount)","scale":{"type":"quantitative"}}}""", ["region", "goods", "sum(amount)"]),
        ("histogram", 3, """{"x":{"fieldName":"amount","scale":{"type":"quantitative"}}}""", ["amount"]),
        ("pivot", 3, """{"rows":[{"fieldName":"region"}],"columns":[{"fieldName":"goods"}],"cell":{"fieldName":"sum(amount)","format":{"type":"number-currency","currencyCode":"EUR","decimalPlaces":{"type":"fixed","places":2}}}}""", ["region", "goods", "sum(amount)"]),
        ("filter-multi-select", 2, """{"fields":[{"fieldName":"goods","displayName":"goods","queryName":"main_query"}]}""", ["goods"]),
        ("filter-date-range-picker", 2, """{"fields":[{"fieldName":"day","displayName":"day","queryName":"main_query"}]}""", ["day"]),
    ]);

    [Theory]
    [InlineData("old", 6)]
    [InlineData("new", 12)]
    public async Task It_is_kept_unchanged_and_every_widget_is_drawn_or_named(string which, int columns)
    {
        var text = (which == "old" ? Old : New).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
        const string dashboards = "/api/2.0/lakeview/dashboards";
        var made = (await Weir.Client.CallAsync("POST", dashboards, new { display_name = $"Shapes {Guid.NewGuid():N}", serialized_dashboard = text })).Body;
        made.Text("serialized_dashboard").ShouldBe(text);
        (await Weir.Client.CallAsync("POST", $"{dashboards}/{made.Text("dashboard_id")}/published", new { })).Status.ShouldBe(200);

        await Page.SetViewportSizeAsync(1280, 3000);
        await SignInAsync($"/ui/dashboards/{made.Text("dashboard_id")}");
        await RunningWeir.EventuallyAsync(async () => (await Page.EvaluateAsync<bool>("document.querySelectorAll('.canvas section.widget').length > 4 && document.querySelectorAll('.canvas [aria-busy=true], .canvas .skeleton').length === 0")).ShouldBeTrue());
        (await Page.Locator(".canvas").EvaluateAsync<string>("canvas => canvas.style.getPropertyValue('--columns')")).ShouldBe(columns.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await Page.GetByRole(AriaRole.Alert).CountAsync()).ShouldBe(0);
        foreach (var widget in (which == "old" ? Old : New)["pages"]![0]!["layout"]!.AsArray().Select(item => item!["widget"]!).Where(widget => widget["spec"] is not null))
        {
            var type = widget["spec"]!["widgetType"]!.GetValue<string>();
            var shown = type.StartsWith("filter-", StringComparison.Ordinal) ? Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^The {type}: ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) })
                : type is "counter" or "table" or "pivot" or "choropleth-map" ? Region(type)
                : Region(type).Locator("canvas");
            await Assertions.Expect(shown.First).ToBeVisibleAsync();
        }

        if (which == "old")
        {
            await Assertions.Expect(Page.GetByText("not supported: choropleth-map")).ToBeVisibleAsync();
            await Assertions.Expect(Region("counter")).ToContainTextAsync("39.75");
            await Assertions.Expect(Region("table")).ToContainTextAsync("02.01.2026");
            await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "What is sold" })).ToBeVisibleAsync();
            await Page.GetByRole(AriaRole.Button, new() { Name = "The filter-single-select: All" }).ClickAsync();
            await Page.GetByRole(AriaRole.Option, new() { Name = "north" }).ClickAsync();
            await Assertions.Expect(Region("counter")).ToContainTextAsync("32.5");
        }
        else
        {
            await Assertions.Expect(Region("pivot")).ToContainTextAsync("12.50");
        }

        Complaints.ShouldBeEmpty();
    }

    private ILocator Region(string type) => Page.GetByRole(AriaRole.Region, new() { Name = $"The {type}", Exact = true });

    private static JsonObject Document(string? layout, (string Type, int Version, string Encodings, string[] Fields)[] widgets)
    {
        var items = new JsonArray(Item(0, new JsonObject { ["name"] = "words", [layout is null ? "textbox_spec" : "multilineTextboxSpec"] = layout is null ? "# What is sold" : new JsonObject { ["lines"] = new JsonArray("# What is sold") } }));
        foreach (var (type, version, encodings, fields) in widgets)
        {
            var isGrouped = fields.Any(field => field.StartsWith("sum(", StringComparison.Ordinal)) || type.StartsWith("filter-", StringComparison.Ordinal);
            items.Add(Item(items.Count, new JsonObject
            {
                ["name"] = $"{type}-1",
                ["queries"] = new JsonArray(new JsonObject
                {
                    ["name"] = "main_query",
                    ["query"] = new JsonObject
                    {
                        ["datasetName"] = "5f3a91c2",
                        ["fields"] = new JsonArray([.. fields.Select(field => new JsonObject { ["name"] = field, ["expression"] = field.StartsWith("sum(", StringComparison.Ordinal) ? $"SUM(`{field[4..^1]}`)" : $"`{field}`" })]),
                        ["disaggregated"] = !isGrouped,
                    },
                }),
                ["spec"] = new JsonObject { ["version"] = version, ["widgetType"] = type, ["encodings"] = JsonNode.Parse(encodings), ["frame"] = new JsonObject { ["showTitle"] = true, ["title"] = $"The {type}" } },
            }));
        }

        var page = new JsonObject { ["name"] = "p1", ["displayName"] = "Page", ["pageType"] = "PAGE_TYPE_CANVAS", ["layout"] = items };
        if (layout is not null)
        {
            page["layoutVersion"] = layout;
        }

        return new JsonObject { ["datasets"] = new JsonArray(new JsonObject { ["name"] = "5f3a91c2", ["displayName"] = "Orders", ["query"] = Sql }), ["pages"] = new JsonArray(page), ["uiSettings"] = new JsonObject { ["aMemberToCome"] = 1.50m } };

        static JsonObject Item(int number, JsonObject widget) => new() { ["position"] = new JsonObject { ["x"] = number % 2 * 3, ["y"] = number / 2 * 5, ["width"] = 3, ["height"] = 5 }, ["widget"] = widget };
    }
}
