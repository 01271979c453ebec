using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Dashboards.Results;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

public sealed class PagePartsTests
{
    private const string NoDays = """{"filters":{"days":{"values":[]}}}""";

    [Fact]
    public void The_queries_of_a_page_over_a_dataset_that_is_read_once_are_the_parts_of_one_statement()
    {
        var (statement, parts) = Of("chart", """{"filters":{"days":{"values":[]},"models":{"values":["a"]}},"time_zone":"Europe/Berlin"}""").ShouldNotBeNull();
        statement.Sql.ShouldBe("""
            WITH dataset AS (
            SELECT
              *
            FROM (
            SELECT * FROM system.ai_gateway.usage
            ) AS dataset
            WHERE (`destination_model`) IN (cast_to_type(:filter, `destination_model`))
            )
            SELECT 0 AS part, `c1`, `c2`, `c3`, NULL AS `c4`, NULL AS `c5`, NULL AS `c6`
            FROM (
            SELECT
              CAST(DATE_TRUNC("DAY", weir_local_time(`event_time`, :time_zone)) AS TIMESTAMP_NTZ) AS `c1`,
              COUNT(*) AS `c2`,
              SUM(`tokens`) AS `c3`
            FROM dataset
            GROUP BY ALL
            ORDER BY 1
            LIMIT 101
            )
            UNION ALL SELECT 1 AS part, NULL AS `c1`, NULL AS `c2`, NULL AS `c3`, `c4`, `c5`, NULL AS `c6`
            FROM (
            SELECT
              `destination_model` AS `c4`,
              COUNT(*) AS `c5`
            FROM dataset
            GROUP BY ALL
            ORDER BY 2 DESC, 1
            LIMIT 5
            )
            UNION ALL SELECT 2 AS part, NULL AS `c1`, NULL AS `c2`, NULL AS `c3`, NULL AS `c4`, NULL AS `c5`, `c6`
            FROM (
            SELECT
              (COUNT_IF(status_code >= 400) / (COUNT(*))) AS `c6`
            FROM dataset
            GROUP BY ALL
            LIMIT 101
            )
            ORDER BY 1, 2, 6 DESC, 5
            """);
        statement.Parameters.Select(parameter => parameter.Name).ShouldBe(["filter", "time_zone"]);
        parts.Part.ShouldBe(0);
        parts.Columns.ShouldBe([1, 2]);
        var others = new[] { ("by-model", 1, new[] { 4, 5 }), ("rate", 2, [6]), ("tokens", 0, [3, 1]) };
        foreach (var (widget, part, columns) in others)
        {
            var (other, own) = Of(widget, """{"filters":{"days":{"values":[]},"models":{"values":["a"]}},"time_zone":"Europe/Berlin"}""").ShouldNotBeNull();
            other.Sql.ShouldBe(statement.Sql, widget);
            other.Parameters.ShouldBe(statement.Parameters, widget);
            (own.Part, own.Parts.Count).ShouldBe((part, 3));
            own.Columns.ShouldBe(columns, widget);
        }
    }

    [Fact]
    public void Conditions_of_all_are_asked_of_the_dataset_and_those_of_some_of_their_part()
    {
        static void Filter(JsonNode root)
        {
            foreach (var widget in root["pages"]![0]!["layout"]!.AsArray().Select(item => item!["widget"]!).Where(widget => (string)widget["name"]! is "chart" or "by-model" or "rate" or "tokens"))
            {
                widget["queries"]![0]!["query"]!["filters"] = JsonNode.Parse((string)widget["name"]! == "rate" ? """[{"expression":"`tokens` > 0"},{"expression":"`requester` <> 'x'"}]""" : """[{"expression":"`tokens` > 0"}]""");
            }
        }

        var sql = Of("chart", change: Filter).ShouldNotBeNull().Statement.Sql;
        sql.ShouldContain(") AS dataset\nWHERE (`tokens` > 0)\n)\nSELECT 0");
        sql.ShouldContain("AS `c6`\nFROM dataset\nWHERE (`requester` <> 'x')\nGROUP BY ALL");
        sql.Split("`tokens` > 0").Length.ShouldBe(2);
    }

    [Fact]
    public void Filters_lists_rows_that_are_not_grouped_and_widgets_in_which_something_is_chosen_are_asked_alone()
    {
        Of("models").ShouldBeNull();
        Of("rows").ShouldBeNull();
        const string chosen = """{"filters":{"days":{"values":[]}},"cross_filters":[{"widget":"by-model","values":{"model":["a"]}}]}""";
        Of("by-model", chosen).ShouldBeNull();
        var (statement, parts) = Of("chart", chosen).ShouldNotBeNull();
        parts.Parts.Count.ShouldBe(2);
        statement.Sql.ShouldContain(") AS dataset\nWHERE (`destination_model`) IN (cast_to_type(:filter, `destination_model`))\n)");
        Of("rate", chosen).ShouldNotBeNull().Statement.Sql.ShouldBe(statement.Sql);
    }

    [Fact]
    public void What_cannot_be_read_and_an_order_by_something_else_are_left_out()
    {
        static void Break(JsonNode root)
        {
            Query(root, 1)["orders"] = JsonNode.Parse("""[{"expression":"LENGTH(`destination_model`)"}]""");
            Query(root, 2)["filters"] = JsonNode.Parse("""[{"expression":"MEASURE(`nothing`) > 0"}]""");
        }

        Of("by-model", change: Break).ShouldBeNull();
        Of("rate", change: Break).ShouldBeNull();
        Of("chart", change: Break).ShouldBeNull("what is left is one part, which needs no other statement than any dataset's");
    }

    [Fact]
    public void A_dataset_that_does_not_say_so_is_read_by_each() => Of("chart", change: root => root["datasets"]![0]!.AsObject().Remove("readOnce")).ShouldBeNull();

    [Fact]
    public void A_query_gets_its_part_s_first_rows_and_says_whether_there_are_more()
    {
        var rows = new DashboardRows([new("part", "INT", "INT"), new("c1", "STRING", "STRING"), new("c2", "LONG", "BIGINT")], Encoding.UTF8.GetBytes("""[["0","[\"0\"]",null],["1",null,"5"],["1",null,null],["1",null,"7"],["10",null,"9"]]"""), false);
        Taken(1, null, 5).ShouldBe(("""[["5"],[null],["7"]]""", false));
        Taken(1, null, 2).ShouldBe(("""[["5"],[null]]""", true));
        Taken(1, 2, 2).ShouldBe(("""[["5"],[null]]""", false));
        Taken(1, 3, 2).ShouldBe(("""[["5"],[null]]""", true));
        Taken(1, 1, 5).ShouldBe(("""[["5"]]""", false));
        Taken(2, null, 5).ShouldBe(("[]", false));
        RowColumns.TakePart(rows, 0, [1], ["x"], null, 5).Columns.ShouldBe([new("x", "STRING", "STRING")]);

        (string Rows, bool IsTruncated) Taken(int part, int? limit, int most)
        {
            var taken = RowColumns.TakePart(rows, part, [2], ["n"], limit, most);
            return (Encoding.UTF8.GetString(taken.Rows), taken.IsTruncated);
        }
    }

    // The widget by model asks for five; beside the chart, a widget of the same days.
    private static (WidgetStatement Statement, PageParts Parts)? Of(string widget, string request = NoDays, Action<JsonNode>? change = null)
    {
        var statements = SampleDashboard.For(widget, request, root =>
        {
            root["datasets"]![0]!["readOnce"] = true;
            Query(root, 1)["limit"] = 5;
            root["pages"]![0]!["layout"]!.AsArray().Add(JsonNode.Parse("""
                { "widget": { "name": "tokens", "queries": [ { "name": "main_query", "query": { "datasetName": "calls", "disaggregated": false, "fields": [
                    { "name": "sum", "expression": "SUM(`tokens`)" }, { "name": "day", "expression": "DATE_TRUNC(\"DAY\", `event_time`)" } ] } } ],
                  "spec": { "widgetType": "line", "encodings": { "x": { "fieldName": "day" }, "y": { "fieldName": "sum" } } } } }
                """));
            change?.Invoke(root);
        });
        return statements.OfPage(statements.Queries[0], 101);
    }

    private static JsonNode Query(JsonNode root, int widget) => root["pages"]![0]!["layout"]![widget]!["widget"]!["queries"]![0]!["query"]!;
}
