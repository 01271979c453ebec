using Shouldly;
using Weir.Accounts.Http;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

public sealed class DatasetParameterTests
{
    private const string Span = """[{"keyword":"span","dataType":"DATE","complexType":"RANGE","defaultSelection":{"range":{"dataType":"DATE","min":{"value":"now-12M/M"},"max":{"value":"now/M"}}}}]""";

    private static System.Text.Json.Nodes.JsonNode Filter(string keyword) => System.Text.Json.Nodes.JsonNode.Parse($$"""
        { "widget": { "name": "chooser", "queries": [ { "name": "p", "query": { "datasetName": "calls", "parameters": [ { "name": "{{keyword}}", "keyword": "{{keyword}}" } ] } } ],
          "spec": { "widgetType": "filter-single-select", "encodings": { "fields": [ { "parameterName": "{{keyword}}", "queryName": "p" } ] } } } }
        """)!;

    private static string Show(string sql, string parameters, string chosen = """{"values":[]}""", string keyword = "p") => SampleDashboard.Show(
        "rate",
        $$$"""{"filters":{"days":{"values":[]},"chooser":{{{chosen}}}},"time_zone":"America/St_Johns"}""",
        root =>
        {
            SampleDashboard.Dataset(sql, parameters)(root);
            root["pages"]![0]!["layout"]!.AsArray().Add(Filter(keyword));
        });

    [Fact]
    public void A_range_s_ends_are_parameters_of_their_own_and_whole_units() =>
        Show("SELECT * FROM t WHERE day BETWEEN :span.min AND :span.max;\n-- done;", Span).ShouldEndWith("""
            SELECT * FROM t WHERE day BETWEEN :span.min AND :span.max
            ) AS dataset
            GROUP BY ALL
            :span.min DATE 2025-11-01
            :span.max DATE 2026-11-30
            """);

    [Fact]
    public void A_range_of_times_begins_and_ends_with_the_viewer_s_days() =>
        Show("SELECT :span.min, :span.max", Span.Replace("\"dataType\":\"DATE\",\"complex", "\"dataType\":\"DATETIME\",\"complex", StringComparison.Ordinal), """{"range":{"min":"2026-11-01","max":"2026-11-01"}}""", "span").ShouldEndWith("""
            :span.min TIMESTAMP 2026-11-01T02:30:00.000000Z
            :span.max TIMESTAMP 2026-11-02T03:29:59.999999Z
            """);

    [Fact]
    public void A_list_is_each_of_its_values_in_IN_and_an_array_elsewhere()
    {
        var shown = Show("SELECT * FROM t WHERE a IN (:p) OR array_contains(:p, a)", """[{"keyword":"p","dataType":"INTEGER","complexType":"MULTI","defaultSelection":{"values":{"values":[{"value":"1"},{"value":"2"}]}}}]""");
        shown.ShouldContain("WHERE a IN (:p_value, :p_value_2) OR array_contains(ARRAY(:p_value, :p_value_2), a)");
        shown.ShouldEndWith(":p_value BIGINT 1\n:p_value_2 BIGINT 2");
    }

    [Theory]
    [InlineData("STRING", "x' OR 1=1", "STRING x' OR 1=1")]
    [InlineData("INTEGER", "-5", "BIGINT -5")]
    [InlineData("DECIMAL", "1.50", "DECIMAL 1.50")]
    [InlineData("DATE", "now-1d/d", "DATE 2026-11-25")]
    [InlineData("DATETIME", "now-30m", "TIMESTAMP 2026-11-26T23:00:00.000000Z")]
    public void A_value_has_the_parameter_s_type(string type, string value, string written) =>
        Show("SELECT ':p', :p -- :q", $$"""[{"keyword":"p","dataType":"{{type}}"}]""", System.Text.Json.JsonSerializer.Serialize(new { values = new[] { value } })).ShouldEndWith($":p {written}");

    [Theory]
    [InlineData("INTEGER", "1.5", "a whole number")]
    [InlineData("INTEGER", "1); DROP TABLE x", "a whole number")]
    [InlineData("DECIMAL", "one", "a number")]
    [InlineData("DATE", "2026-13-01", "a date such as")]
    [InlineData("DATETIME", "noon", "a time such as")]
    public void A_value_of_another_type_is_refused(string type, string value, string sentence) =>
        Should.Throw<ApiException>(() => Show("SELECT :p", $$"""[{"keyword":"p","dataType":"{{type}}"}]""", System.Text.Json.JsonSerializer.Serialize(new { values = new[] { value } }))).Message.ShouldContain(sentence);

    [Fact]
    public void A_parameter_without_a_value_and_one_that_nobody_declared_are_refused_and_the_time_zone_is_known()
    {
        Should.Throw<ApiException>(() => Show("SELECT :p", """[{"keyword":"p"}]""")).Message.ShouldContain("has no value");
        Should.Throw<ApiException>(() => Show("SELECT :q", "[]")).Message.ShouldContain("':q', which is not among");
        Show("SELECT :time_zone", "[]").ShouldEndWith(":time_zone STRING America/St_Johns");
        Show("SELECT :filter", """[{"keyword":"filter","defaultSelection":{"values":{"values":[{"value":"own"}]}}}]""").ShouldEndWith(":filter STRING own");
    }
}
