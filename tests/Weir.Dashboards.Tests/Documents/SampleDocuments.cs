namespace Weir.Dashboards.Tests.Documents;

/// <summary>Documents of our own invention, in the shapes that files have.</summary>
internal static class SampleDocuments
{
    public const string TwelveColumns = """
        {
          "datasets": [
            {
              "name": "harbour",
              "displayName": "Harbour calls",
              "queryLines": ["SELECT * \n", "FROM harbour.calls -- all \n", "WHERE berth = :berth"],
              "catalog": "sea",
              "schema": "ports",
              "parameters": [
                { "keyword": "berth", "displayName": "Berth", "dataType": "STRING", "complexType": "MULTI",
                  "defaultSelection": { "values": { "dataType": "STRING", "values": [{ "value": "north" }, { "value": null }, { "value": 7 }] } } },
                { "keyword": "span", "dataType": "DATE", "complexType": "RANGE",
                  "defaultSelection": { "range": { "dataType": "DATE", "min": { "value": "now-12M/M" }, "max": { "value": "now/M" } } } }
              ],
              "columns": [{ "displayName": "late share", "expression": "COUNT_IF(is_late) / COUNT(*)" }]
            }
          ],
          "pages": [
            {
              "name": "calls", "displayName": "Calls", "pageType": "PAGE_TYPE_CANVAS", "layoutVersion": "GRID_V1",
              "layout": [
                {
                  "position": { "x": 0, "y": 2, "width": 6, "height": 5 },
                  "widget": {
                    "name": "per-day",
                    "queries": [{ "name": "main_query", "query": {
                      "datasetName": "harbour",
                      "fields": [{ "name": "daily(arrived)", "expression": "DATE_TRUNC(\"DAY\", `arrived`)" }, { "name": "count(*)", "expression": "COUNT(`*`)" }],
                      "filters": [{ "expression": "`tons` > 0" }],
                      "disaggregated": false } }],
                    "spec": { "version": 3, "widgetType": "bar", "encodings": { "x": { "fieldName": "daily(arrived)", "scale": { "type": "temporal" } }, "y": { "fieldName": "count(*)", "scale": { "type": "quantitative" } } } }
                  }
                },
                { "position": { "x": 6, "y": 2, "width": 6, "height": 5 }, "widget": { "name": "words", "multilineTextboxSpec": { "lines": ["# Harbour\n", "Each call is a row."] } } }
              ]
            },
            {
              "name": "everywhere", "displayName": "Filters", "pageType": "PAGE_TYPE_GLOBAL_FILTERS", "layoutVersion": "GRID_V1",
              "layout": [
                {
                  "position": { "x": 0, "y": 0, "width": 2, "height": 2 },
                  "widget": {
                    "name": "when",
                    "queries": [
                      { "name": "q1", "query": { "datasetName": "harbour", "fields": [{ "name": "arrived", "expression": "`arrived`" }, { "name": "arrived_associativity", "expression": "COUNT_IF(`associative_filter_predicate_group`)" }], "disaggregated": false } },
                      { "name": "q2", "query": { "datasetName": "harbour", "parameters": [{ "name": "berth", "keyword": "berth" }], "disaggregated": false } }
                    ],
                    "spec": {
                      "version": 2, "widgetType": "filter-date-range-picker",
                      "encodings": { "fields": [{ "fieldName": "arrived", "displayName": "Arrived", "queryName": "q1" }, { "parameterName": "berth", "queryName": "q2" }] },
                      "selection": { "defaultSelection": { "range": { "dataType": "DATE", "min": { "value": "now-30d/d" } } } }
                    }
                  }
                }
              ]
            }
          ],
          "uiSettings": { "theme": { "widgetHeaderAlignment": "ALIGNMENT_UNSPECIFIED" } },
          "fromTheFuture": [1.50, "é"]
        }
        """;

    public const string SixColumns = """
        {"datasets":[{"name":"5f3a91c2","displayName":"One","query":"SELECT 1 AS one"}],
         "pages":[{"name":"p1","layout":[
           {"position":{"x":0,"y":0,"width":6,"height":1},"widget":{"name":"old words","textbox_spec":"## Old"}},
           {"position":{"x":0,"y":1,"width":3,"height":4},"widget":{"name":"orphan","queries":[{"name":"main_query","query":{"datasetName":"gone","fields":[{"name":"one","expression":"`one`"}],"disaggregated":true}}],"spec":{"version":1,"widgetType":"table","encodings":{"columns":[{"fieldName":"one"}]}}}},
           {"widget":{"name":"choose","queries":[],"spec":{"version":2,"widgetType":"filter-single-select","encodings":{"fields":[]},"selection":{"defaultSelection":{"values":[{"value":"a"}]}}}}}]}]}
        """;
}
