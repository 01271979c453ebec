using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Results;

namespace Weir.Dashboards.Tests.Results;

/// <summary>A dashboard with one page, a page of global filters and one more page; tests change what they are about.</summary>
internal static class SampleDashboard
{
    public static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 26, 23, 30, 0, TimeSpan.Zero));

    private const string Text = """
        {
          "datasets": [
            { "name": "calls", "displayName": "Calls", "query": "SELECT * FROM system.ai_gateway.usage",
              "columns": [ { "displayName": "error rate", "expression": "COUNT_IF(status_code >= 400) / `all calls`" }, { "displayName": "all calls", "expression": "COUNT(*)" }, { "displayName": "status_code", "expression": "CAST(`status_code` AS INT)" } ] },
            { "name": "other", "displayName": "Other", "query": "SELECT 1 AS x" }
          ],
          "pages": [
            { "name": "overview", "displayName": "Overview", "layout": [
              { "widget": { "name": "chart", "queries": [ { "name": "main_query", "query": { "datasetName": "calls", "disaggregated": false, "fields": [
                  { "name": "daily(event_time)", "expression": "DATE_TRUNC(\"DAY\", `event_time`)" }, { "name": "count(*)", "expression": "COUNT(`*`)" } ] } } ],
                "spec": { "widgetType": "bar", "encodings": { "x": { "fieldName": "daily(event_time)" }, "y": { "fieldName": "count(*)" } } } } },
              { "widget": { "name": "by-model", "queries": [ { "name": "main_query", "query": { "datasetName": "calls", "disaggregated": false, "fields": [
                  { "name": "model", "expression": "`destination_model`" }, { "name": "count(*)", "expression": "COUNT(*)" } ] } } ],
                "spec": { "widgetType": "bar", "encodings": { "x": { "fieldName": "model", "scale": { "sort": { "by": "y-reversed" } } }, "y": { "fieldName": "count(*)" } } } } },
              { "widget": { "name": "rate", "queries": [ { "name": "main_query", "query": { "datasetName": "calls", "disaggregated": false, "fields": [ { "name": "rate", "expression": "MEASURE(`error rate`)" } ] } } ], "spec": { "widgetType": "counter" } } },
              { "widget": { "name": "rows", "queries": [ { "name": "main_query", "query": { "datasetName": "calls", "disaggregated": true, "filters": [ { "expression": "`status_code` IN (200, 429) -- a comment" } ], "fields": [ { "name": "odd `name`", "expression": "`requester`" } ] } } ], "spec": { "widgetType": "table" } } },
              { "widget": { "name": "days", "queries": [ { "name": "q", "query": { "datasetName": "calls", "disaggregated": false, "fields": [ { "name": "event_time", "expression": "`event_time`" } ] } } ],
                "spec": { "widgetType": "filter-date-range-picker", "encodings": { "fields": [ { "fieldName": "event_time", "queryName": "q" } ] }, "selection": { "defaultSelection": { "range": { "dataType": "DATE", "min": { "value": "now-2d/d" }, "max": { "value": "now/d" } } } } } } },
              { "widget": { "name": "models", "queries": [ { "name": "q", "query": { "datasetName": "calls", "disaggregated": false, "fields": [ { "name": "model", "expression": "`destination_model`" }, { "name": "model_associativity", "expression": "COUNT_IF(`associative_filter_predicate_group`)" } ] } } ],
                "spec": { "widgetType": "filter-multi-select", "encodings": { "fields": [ { "fieldName": "model", "queryName": "q" } ] } } } },
              { "widget": { "name": "words", "multilineTextboxSpec": { "lines": ["# Hello"] } } }
            ] },
            { "name": "global", "displayName": "Global", "pageType": "PAGE_TYPE_GLOBAL_FILTERS", "layout": [
              { "widget": { "name": "workspaces", "queries": [ { "name": "q", "query": { "datasetName": "calls", "disaggregated": false, "fields": [ { "name": "workspace_id", "expression": "`workspace_id`" } ] } } ],
                "spec": { "widgetType": "filter-single-select", "encodings": { "fields": [ { "fieldName": "workspace_id", "queryName": "q" } ] } } } }
            ] },
            { "name": "second", "displayName": "Second", "layout": [
              { "widget": { "name": "elsewhere", "queries": [ { "name": "q", "query": { "datasetName": "calls", "fields": [ { "name": "requester", "expression": "`requester`" } ] } } ],
                "spec": { "widgetType": "filter-multi-select", "encodings": { "fields": [ { "fieldName": "requester", "queryName": "q" } ] } } } }
            ] }
          ]
        }
        """;

    /// <summary>The document, changed.</summary>
    public static DashboardDocument Document(Action<JsonNode>? change = null)
    {
        var root = JsonNode.Parse(Text)!;
        change?.Invoke(root);
        return DashboardDocument.Parse(root.ToJsonString());
    }

    /// <summary>The statements of a widget for a request's JSON.</summary>
    public static IReadOnlyList<WidgetStatement> Statements(string widget, string request = "{}", Action<JsonNode>? change = null) => For(widget, request, change).OfResult();

    public static WidgetStatements For(string widget, string request = "{}", Action<JsonNode>? change = null) =>
        WidgetResults.StatementsOf(Document(change), widget, JsonSerializer.Deserialize<ResultRequest>(request)!, Time);

    /// <summary>The one statement, and its parameters as lines.</summary>
    public static string Show(string widget, string request = "{}", Action<JsonNode>? change = null)
    {
        var statement = Statements(widget, request, change).Single();
        return string.Join('\n', statement.Parameters.Select(parameter => $":{parameter.Name} {parameter.Type} {parameter.Value ?? "NULL"}").Prepend(statement.Sql));
    }

    /// <summary>Gives the dataset <c>calls</c> other SQL and parameters.</summary>
    public static Action<JsonNode> Dataset(string sql, string parameters = "[]") => root =>
    {
        root["datasets"]![0]!["query"] = sql;
        root["datasets"]![0]!["parameters"] = JsonNode.Parse(parameters);
    };
}
