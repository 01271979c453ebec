using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Dashboards.Results;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

public sealed class SharedQueryTests
{
    private const string NoDays = """{"filters":{"days":{"values":[]}}}""";

    [Fact]
    public void Queries_of_a_page_that_group_the_same_rows_by_the_same_fields_are_one_statement()
    {
        var (statement, columns) = Shared("chart").ShouldNotBeNull();
        statement.Sql.ShouldBe("""
            SELECT
              CAST(DATE_TRUNC("DAY", `event_time`) AS TIMESTAMP_NTZ) AS `c0`,
              COUNT(*) AS `c1`,
              SUM(`tokens`) AS `c2`
            FROM (
            SELECT * FROM system.ai_gateway.usage
            ) AS dataset
            GROUP BY ALL
            ORDER BY 1
            """);
        columns.ShouldBe([0, 1]);
        var (other, others) = Shared("tokens").ShouldNotBeNull();
        other.Sql.ShouldBe(statement.Sql, "whichever is asked for first");
        others.ShouldBe([2, 0]);
    }

    [Fact]
    public void What_is_in_another_order_or_not_grouped_is_asked_alone()
    {
        Shared("by-model").ShouldBeNull("nothing else is by model");
        Shared("chart", change: root => Query(root)["orders"] = JsonNode.Parse("""[{"expression":"`sum`","direction":"DESC"}]""")).ShouldBeNull("the other is in another order");
        Shared("rows").ShouldBeNull();
        Shared("models").ShouldBeNull("a filter's list");
    }

    [Theory]
    [InlineData(null, 5, null)]
    [InlineData(5, null, null)]
    [InlineData(10, 5, 10)]
    public void The_first_few_are_taken_from_all_or_from_the_most_that_are_asked_for(int? here, int? there, int? limit)
    {
        var (statement, _) = Shared("chart", change: root =>
        {
            root["pages"]![0]!["layout"]!.AsArray().Select(item => item!["widget"]!).First(widget => widget["name"]!.GetValue<string>() == "chart")["queries"]![0]!["query"]!["limit"] = here;
            Query(root)["limit"] = there;
        }).ShouldNotBeNull();
        (statement.Sql.Split('\n')[^1] == $"LIMIT {limit}").ShouldBe(limit is not null, statement.Sql);
    }

    [Fact]
    public void Other_conditions_other_groups_and_other_datasets_are_not_shared()
    {
        Shared("chart", change: root => Query(root)["filters"] = JsonNode.Parse("""[{"expression":"`status_code` = 200"}]""")).ShouldBeNull();
        Shared("chart", change: root => Query(root)["fields"]![1]!["expression"] = "DATE_TRUNC(\"HOUR\", `event_time`)").ShouldBeNull();
        Shared("chart", change: root => Query(root)["datasetName"] = "other").ShouldBeNull();
    }

    [Fact]
    public void A_widget_in_which_something_is_chosen_narrows_the_others_and_is_left_out()
    {
        const string chosen = """{"filters":{"days":{"values":[]}},"cross_filters":[{"widget":"tokens","values":{"day":["2026-11-01T00:00:00.000"]}}]}""";
        Shared("tokens", chosen).ShouldBeNull();
        Shared("chart", chosen).ShouldBeNull();
    }

    [Fact]
    public void An_expression_that_cannot_be_read_fails_alone()
    {
        static void Break(JsonNode root) => Query(root)["fields"]![0]!["expression"] = "MEASURE(`nothing`)";
        Shared("chart", change: Break).ShouldBeNull();
        Shared("tokens", change: Break).ShouldBeNull();
    }

    [Fact]
    public void Columns_are_taken_from_rows_with_all_that_texts_may_have_in_them()
    {
        var rows = new DashboardRows([new("c0", "STRING", "STRING"), new("c1", "LONG", "BIGINT"), new("c2", "STRING", "STRING")], Encoding.UTF8.GetBytes("""[["a \" ] , ü","1",null], ["b","2","]]"]]"""), true);
        var taken = RowColumns.Take(rows, [2, 0, 0], ["x", "y", "z"], null, 2);
        Encoding.UTF8.GetString(taken.Rows).ShouldBe("""[[null,"a \" ] , ü","a \" ] , ü"],["]]","b","b"]]""");
        taken.Columns.ShouldBe([new("x", "STRING", "STRING"), new("y", "STRING", "STRING"), new("z", "STRING", "STRING")]);
        taken.IsTruncated.ShouldBeTrue();
        Encoding.UTF8.GetString(RowColumns.Take(rows with { Rows = "[]"u8.ToArray() }, [1], ["n"], 5, 2).Rows).ShouldBe("[]");
        var first = RowColumns.Take(rows, [1], ["x"], 1, 2);
        Encoding.UTF8.GetString(first.Rows).ShouldBe("""[["1"]]""");
        first.IsTruncated.ShouldBeFalse("no more than that was asked for");
        RowColumns.Take(rows, [1], ["x"], 3, 2).IsTruncated.ShouldBeTrue();
    }

    // Beside the chart, a widget of the same days.
    private static (WidgetStatement Statement, IReadOnlyList<int> Columns)? Shared(string widget, string request = NoDays, Action<JsonNode>? change = null)
    {
        var statements = SampleDashboard.For(widget, request, root =>
        {
            root["pages"]![0]!["layout"]!.AsArray().Add(JsonNode.Parse("""
                { "widget": { "name": "tokens", "queries": [ { "name": "main_query", "query": { "datasetName": "calls", "disaggregated": false, "fields": [
                    { "name": "sum", "expression": "SUM(`tokens`)" }, { "name": "day", "expression": "DATE_TRUNC(\"DAY\", `event_time`)" } ] } } ],
                  "spec": { "widgetType": "line", "encodings": { "x": { "fieldName": "day" }, "y": { "fieldName": "sum" } } } } }
                """));
            change?.Invoke(root);
        });
        return statements.OfShared(statements.Queries[0]);
    }

    private static JsonNode Query(JsonNode root) => root["pages"]![0]!["layout"]!.AsArray()[^1]!["widget"]!["queries"]![0]!["query"]!;
}
