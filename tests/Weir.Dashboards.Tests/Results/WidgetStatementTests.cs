using System.Text.Json.Nodes;
using Shouldly;
using Weir.Accounts.Http;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

public sealed class WidgetStatementTests
{
    private const string NoDays = """{"filters":{"days":{"values":[]}}}""";

    [Fact]
    public void Fields_are_grouped_days_begin_in_the_viewer_s_time_zone_and_the_default_of_a_filter_holds() =>
        SampleDashboard.Show("chart", """{"time_zone":"Europe/Berlin"}""").ShouldBe("""
            SELECT
              CAST(DATE_TRUNC("DAY", weir_local_time(`event_time`, :time_zone)) AS TIMESTAMP_NTZ) AS `daily(event_time)`,
              COUNT(*) AS `count(*)`
            FROM (
            SELECT * FROM system.ai_gateway.usage
            ) AS dataset
            WHERE (`event_time`) >= weir_day_start(`event_time`, :filter_min, :time_zone)
              AND (`event_time`) < weir_day_start(`event_time`, :filter_max, :time_zone)
            GROUP BY ALL
            ORDER BY 1
            :time_zone STRING Europe/Berlin
            :filter_min DATE 2026-11-25
            :filter_max DATE 2026-11-28
            """);

    [Fact]
    public void In_UTC_no_time_is_converted() => SampleDashboard.Show("chart", NoDays).ShouldBe("""
        SELECT
          CAST(DATE_TRUNC("DAY", `event_time`) AS TIMESTAMP_NTZ) AS `daily(event_time)`,
          COUNT(*) AS `count(*)`
        FROM (
        SELECT * FROM system.ai_gateway.usage
        ) AS dataset
        GROUP BY ALL
        ORDER BY 1
        """);

    [Fact]
    public void Chosen_values_of_the_page_and_of_every_page_are_parameters_and_NULL_is_a_value() =>
        SampleDashboard.Show("by-model", """{"filters":{"days":{"values":[]},"models":{"values":["a","b",null,"a"]},"workspaces":{"values":[12]}}}""").ShouldBe("""
            SELECT
              `destination_model` AS `model`,
              COUNT(*) AS `count(*)`
            FROM (
            SELECT * FROM system.ai_gateway.usage
            ) AS dataset
            WHERE ((`destination_model`) IN (cast_to_type(:filter, `destination_model`), cast_to_type(:filter_2, `destination_model`)) OR (`destination_model`) IS NULL)
              AND (`workspace_id`) IN (cast_to_type(:filter_3, `workspace_id`))
            GROUP BY ALL
            ORDER BY 2 DESC, 1
            :filter STRING a
            :filter_2 STRING b
            :filter_3 STRING 12
            """);

    [Fact]
    public void A_calculation_stands_where_it_is_measured_and_may_use_others() =>
        SampleDashboard.Show("rate", NoDays).ShouldStartWith("SELECT\n  (COUNT_IF(status_code >= 400) / (COUNT(*))) AS `rate`\nFROM (");

    [Fact]
    public void Rows_are_not_grouped_and_a_static_filter_holds_whatever_its_comment_is() => SampleDashboard.Show("rows", NoDays).ShouldBe("""
        SELECT
          `requester` AS `odd ``name```
        FROM (
        SELECT * FROM system.ai_gateway.usage
        ) AS dataset
        WHERE ((CAST(`status_code` AS INT)) IN (200, 429))
        """);

    [Fact]
    public void A_query_s_own_order_and_limit_hold_before_those_of_the_encodings() =>
        SampleDashboard.Show("by-model", NoDays, root =>
        {
            var query = root["pages"]![0]!["layout"]![1]!["widget"]!["queries"]![0]!["query"]!;
            query["orders"] = JsonNode.Parse("""[{"direction":"DESC","expression":"`count(*)`"},{"direction":"ASC","expression":"LENGTH(`destination_model`)"}]""");
            query["limit"] = 10;
        }).ShouldEndWith(") AS dataset\nGROUP BY ALL\nORDER BY 2 DESC, LENGTH(`destination_model`)\nLIMIT 10");

    [Fact]
    public void A_filter_s_list_is_whole_whatever_is_chosen() => SampleDashboard.Show("models", """{"filters":{"models":{"values":["a"]},"workspaces":{"values":["1"]}}}""").ShouldBe("""
        SELECT
          `destination_model` AS `model`,
          COUNT_IF(TRUE) AS `model_associativity`
        FROM (
        SELECT * FROM system.ai_gateway.usage
        ) AS dataset
        GROUP BY ALL
        ORDER BY 1
        """);

    [Fact]
    public void What_is_chosen_in_another_widget_narrows_the_others_and_not_itself()
    {
        const string chosen = """{"filters":{"days":{"values":[]}},"cross_filters":[{"widget":"chart","values":{"daily(event_time)":["2026-11-01T00:00:00.000"]}}],"time_zone":"America/St_Johns"}""";
        var sql = SampleDashboard.Show("by-model", chosen);
        const string day = "CAST(DATE_TRUNC(\"DAY\", weir_local_time(`event_time`, :time_zone)) AS TIMESTAMP_NTZ)";
        sql.ShouldContain($"WHERE ({day}) IN (cast_to_type(:filter, {day}))");
        sql.ShouldContain(":filter STRING 2026-11-01T00:00:00.000");
        SampleDashboard.Show("chart", chosen).ShouldNotContain("WHERE");
    }

    [Fact]
    public void The_rows_behind_a_point_are_the_dataset_s_with_the_same_filters()
    {
        var statements = SampleDashboard.For("by-model", """{"filters":{"days":{"values":[]},"workspaces":{"values":["1"]}}}""");
        var query = SampleDashboard.Document().FindWidget("by-model")!.Widget.Queries[0];
        statements.OfRows(query, new Dictionary<string, string?> { ["model"] = "gpt", ["count(*)"] = "5" }).Sql.ShouldBe("""
            SELECT
              *
            FROM (
            SELECT * FROM system.ai_gateway.usage
            ) AS dataset
            WHERE (`destination_model`) IN (cast_to_type(:filter, `destination_model`))
              AND (`workspace_id`) IN (cast_to_type(:filter_2, `workspace_id`))
            """);
    }

    [Fact]
    public void The_rows_behind_a_sum_are_those_of_the_dataset_that_it_adds_up()
    {
        var statements = SampleDashboard.For("by-model", "{}", root => AddUp(root, "other"));
        var query = SampleDashboard.Document().FindWidget("by-model")!.Widget.Queries[0];
        statements.OfRows(query, new Dictionary<string, string?> { ["model"] = "gpt" }).Sql.ShouldBe("""
            SELECT
              *
            FROM (
            SELECT 1 AS x
            ) AS dataset
            WHERE (`destination_model`) IN (cast_to_type(:filter, `destination_model`))
            """);
        var lost = SampleDashboard.For("by-model", "{}", root => AddUp(root, "gone"));
        Should.Throw<ApiException>(() => lost.OfRows(query, new Dictionary<string, string?>())).Message.ShouldBe("The dataset 'Calls' says that its rows are in the dataset 'gone', which the dashboard does not have.");
    }

    [Fact]
    public void What_is_chosen_among_sums_narrows_the_rows_that_they_add_up_too()
    {
        const string chosen = """{"cross_filters":[{"widget":"by-model","values":{"model":["gpt"]}}]}""";
        SampleDashboard.Show("chart", chosen, root => Apart(root, "calls")).ShouldContain("WHERE (`destination_model`) IN");
        SampleDashboard.Show("chart", chosen, root => Apart(root, null)).ShouldNotContain("destination_model");

        // The chart asks another dataset, whose rows the first adds up, or has nothing to do with.
        static void Apart(JsonNode root, string? adds)
        {
            root["pages"]![0]!["layout"]![0]!["widget"]!["queries"]![0]!["query"]!["datasetName"] = "other";
            if (adds is not null)
            {
                root["datasets"]![1]!["rowsDatasetName"] = adds;
            }
        }
    }

    private static void AddUp(JsonNode root, string rows) => root["datasets"]![0]!["rowsDatasetName"] = rows;

    [Theory]
    [InlineData("chart", """{"filters":{"elsewhere":{"values":["x"]}}}""", "'elsewhere', which is no filter of the page 'Overview'")]
    [InlineData("chart", """{"filters":{"chart":{"values":["x"]}}}""", "'chart', which is no filter")]
    [InlineData("chart", """{"filters":{"x' OR 1=1 --":{"values":["x"]}}}""", "which is no filter")]
    [InlineData("chart", """{"filters":{"days":{"range":{"min":"yesterday"}}}}""", "'yesterday' is no end of a range")]
    [InlineData("chart", """{"filters":{"days":{"range":{"min":"now-1d); DROP TABLE x"}}}}""", "is no end of a range")]
    [InlineData("chart", """{"filters":{"models":{"values":[["a"]]}}}""", "no text, number, true, false or null")]
    [InlineData("chart", """{"filters":{"models":{"values":["a"],"range":{"min":"1"}}}}""", "both 'values' and a 'range'")]
    [InlineData("chart", """{"cross_filters":[{"widget":"elsewhere","values":{}}]}""", "not on the page")]
    [InlineData("chart", """{"cross_filters":[{"widget":"by-model","values":{"x":["1"]}}]}""", "no field of the widget")]
    [InlineData("chart", """{"cross_filters":[{"widget":"by-model","values":{"count(*)":["1"]}}]}""", "calculated over many rows")]
    [InlineData("chart", """{"time_zone":"Mars/Base"}""", "which is not known")]
    [InlineData("chart", """{"time_zone":"../../etc/passwd"}""", "which is not known")]
    [InlineData("words", "{}", "asks no dataset")]
    [InlineData("days", "{}", "no list of values")]
    public void What_is_not_there_is_refused(string widget, string request, string sentence)
    {
        var refused = Should.Throw<ApiException>(() => SampleDashboard.Statements(widget, request));
        refused.Status.ShouldBe(400);
        refused.Message.ShouldContain(sentence);
    }

    [Fact]
    public void Unknown_widgets_are_not_found_and_too_many_values_are_refused()
    {
        Should.Throw<ApiException>(() => SampleDashboard.Statements("nothing")).Status.ShouldBe(404);
        var many = string.Join(',', Enumerable.Range(0, 501).Select(i => $"\"{i}\""));
        Should.Throw<ApiException>(() => SampleDashboard.Statements("chart", $$$$"""{"filters":{"models":{"values":[{{{{many}}}}]}}}""")).Message.ShouldContain("500 are the most");
    }

    [Theory]
    [InlineData("'; DROP TABLE x; --")]
    [InlineData("`) OR TRUE --")]
    [InlineData("\\' OR 1=1 /*")]
    [InlineData(":time_zone")]
    [InlineData("\") UNION SELECT 1")]
    public void A_viewer_s_text_is_never_in_the_SQL(string value)
    {
        var request = System.Text.Json.JsonSerializer.Serialize(new { filters = new { models = new { values = new[] { value } } }, cross_filters = new[] { new { widget = "by-model", values = new { model = new[] { value } } } } });
        var plain = SampleDashboard.Statements("chart", request.Replace(System.Text.Json.JsonSerializer.Serialize(value), "\"x\"", StringComparison.Ordinal)).Single();
        var attacked = SampleDashboard.Statements("chart", request).Single();
        attacked.Sql.ShouldBe(plain.Sql);
        attacked.Parameters.ShouldContain(parameter => parameter.Value == value && parameter.Type == "STRING");
    }
}
