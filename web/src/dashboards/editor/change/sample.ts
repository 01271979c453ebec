/**
 * A document of several ages and with what no editor knows: members of the future, numbers that JavaScript would write otherwise, names that it would
 * put into another order, escapes, and lines that are put together by hand. For tests.
 */
export const sample = `{
  "datasets": [
    {
      "name": "aaaa0001",
      "displayName": "Orders",
      "queryLines": ["SELECT day, customer, amount \\n", "FROM main.sales.orders\\n", "WHERE day >= :since "],
      "catalog": "main",
      "future": {"2": "two", "1": "one", "exact": 1.50, "large": 12345678901234567890, "small": 1e-7},
      "parameters": [
        {"displayName": "since", "keyword": "since", "dataType": "DATE", "defaultSelection": {"values": {"dataType": "DATE", "values": [{"value": "2026-01-01"}]}}, "note": "caf\\u00e9"}
      ],
      "columns": [{"displayName": "error rate", "expression": "COUNT_IF(failed) / COUNT(*)", "hidden": false}]
    },
    {"name":"aaaa0002","displayName":"Old","query":"SELECT 1 AS n"}
  ],
  "pages": [
    {
      "name": "p1",
      "displayName": "First",
      "layout": [
        {
          "position": {"x": 0, "y": 0, "width": 3, "height": 3, "z": 9.0},
          "widget": {
            "name": "w1",
            "queries": [{"name": "main_query", "query": {"datasetName": "aaaa0001", "fields": [
              {"name": "daily(day)", "expression": "DATE_TRUNC(\\"DAY\\", \`day\`)"},
              {"name": "sum(amount)", "expression": "SUM(\`amount\`)"},
              {"name": "day_associativity", "expression": "COUNT_IF(\`associative_filter_predicate_group\`)"}
            ], "disaggregated": false, "orders": [1.0]}}],
            "spec": {
              "version": 3,
              "widgetType": "bar",
              "encodings": {
                "x": {"fieldName": "daily(day)", "scale": {"type": "temporal", "timeZone": "x"}, "displayName": "day"},
                "y": {"fieldName": "sum(amount)", "scale": {"type": "quantitative"}, "displayName": "Sales"},
                "extra": {"later": true}
              },
              "frame": {"showTitle": true, "title": "Sales", "headerAlignment": "center"},
              "mark": {"layout": "group", "colors": ["#123456"]}
            }
          },
          "pinned": 1.0
        },
        {"position": {"x": 3, "y": 0, "width": 3, "height": 3}, "widget": {"name": "w2", "queries": [{"name": "main_query", "query": {"datasetName": "aaaa0001", "fields": [{"name": "measure(error rate)", "expression": "MEASURE(\`error rate\`)"}], "disaggregated": false}}], "spec": {"version": 2, "widgetType": "counter", "encodings": {"value": {"fieldName": "measure(error rate)", "displayName": "Errors", "format": {"type": "number-percent", "future": 2.0}}}}}},
        {"position": {"x": 0, "y": 3, "width": 6, "height": 2}, "widget": {"name": "t1", "textbox_spec": "# Old"}},
        {"widget": {"name": "no place"}}
      ],
      "later": [ ]
    },
    {
      "name": "p2",
      "displayName": "Second",
      "pageType": "PAGE_TYPE_CANVAS",
      "layoutVersion": "GRID_V1",
      "layout": [
        {"position": {"x": 0, "y": 0, "width": 12, "height": 1}, "widget": {"name": "t2", "multilineTextboxSpec": {"lines": ["# New\\n", "text"], "more": 1}}},
        {
          "position": {"x": 0, "y": 1, "width": 3, "height": 2},
          "widget": {
            "name": "f1",
            "queries": [{"name": "q_since", "query": {"datasetName": "aaaa0001", "parameters": [{"name": "since", "keyword": "since", "x": 1.0}], "disaggregated": false}}],
            "spec": {"version": 2, "widgetType": "filter-date-picker", "encodings": {"fields": [{"parameterName": "since", "displayName": "since", "queryName": "q_since"}]}, "frame": {"showTitle": true, "title": "Since"}}
          }
        }
      ]
    },
    {"name": "g", "displayName": "Global filters", "pageType": "PAGE_TYPE_GLOBAL_FILTERS", "layoutVersion": "GRID_V1", "layout": []}
  ],
  "uiSettings": {"theme": {"10": "a", "9": "b"}, "applyModeEnabled": false}
}
`;
