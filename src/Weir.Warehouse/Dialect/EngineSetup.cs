namespace Weir.Warehouse.Dialect;

/// <summary>What the engine is told once, at opening, so that functions of the Databricks dialect exist there.</summary>
public static class EngineSetup
{
    private static readonly (string Name, string Body)[] Macros =
    [
        ("percentile", "(x, p) AS quantile_cont(x, p)"),
        ("percentile_approx", "(x, p) AS quantile_disc(x, p), (x, p, accuracy) AS quantile_disc(x, p)"),
        ("approx_percentile", "(x, p) AS quantile_disc(x, p), (x, p, accuracy) AS quantile_disc(x, p)"),
        ("try_divide", "(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a / b END"),
        ("to_date", "(x) AS CAST(x AS DATE)"),
        ("to_timestamp", "(x) AS CAST(x AS TIMESTAMP)"),
        ("size", "(x) AS len(x)"),
        ("nvl", "(a, b) AS coalesce(a, b)"),
        ("nvl2", "(a, b, c) AS CASE WHEN a IS NOT NULL THEN b ELSE c END"),
        ("ifnull", "(a, b) AS coalesce(a, b)"),
        ("isnull", "(a) AS a IS NULL"),
        ("isnotnull", "(a) AS a IS NOT NULL"),
        ("collect_list", "(x) AS list(x) FILTER (WHERE x IS NOT NULL)"),
        ("collect_set", "(x) AS list_sort(list(DISTINCT x) FILTER (WHERE x IS NOT NULL))"),
        ("sort_array", "(x) AS list_sort(x), (x, ascending) AS CASE WHEN ascending THEN list_sort(x) ELSE list_reverse_sort(x) END"),
        ("array_join", "(x, d) AS array_to_string(x, d)"),
        ("get_json_object", "(x, p) AS json_extract_string(x, p)"),
        ("unix_timestamp", "(x) AS CAST(epoch(CAST(x AS TIMESTAMP)) AS BIGINT)"),
        ("unix_millis", "(x) AS epoch_ms(CAST(x AS TIMESTAMP))"),
        ("from_unixtime", "(x) AS strftime(make_timestamp(CAST(x AS BIGINT) * 1000000), '%Y-%m-%d %H:%M:%S')"),
        ("timestamp_millis", "(x) AS make_timestamp(CAST(x AS BIGINT) * 1000)"),
        ("timestamp_seconds", "(x) AS make_timestamp(CAST(x AS BIGINT) * 1000000)"),
        ("startswith", "(x, y) AS starts_with(x, y)"),
        ("endswith", "(x, y) AS ends_with(x, y)"),
        ("substring_index", "(s, d, n) AS CASE WHEN n >= 0 THEN array_to_string(string_split(s, d)[1:n], d) ELSE array_to_string(string_split(s, d)[n:], d) END"),
        ("map_contains_key", "(m, k) AS list_contains(map_keys(m), k)"),
        ("add_months", "(d, n) AS CAST(CAST(d AS DATE) + to_months(n) AS DATE)"),
        ("months_between", "(a, b) AS date_diff('month', CAST(b AS DATE), CAST(a AS DATE))"),
        ("string", "(x) AS CAST(x AS VARCHAR)"),
        ("bigint", "(x) AS CAST(x AS BIGINT)"),
        ("boolean", "(x) AS CAST(x AS BOOLEAN)"),
        ("from_utc_timestamp", "(x, zone) AS timezone(zone, timezone('UTC', CAST(x AS TIMESTAMP)))"),
        ("to_utc_timestamp", "(x, zone) AS timezone('UTC', timezone(zone, CAST(x AS TIMESTAMP)))"),

        // A timestamp is an instant in UTC; a date is the same day everywhere.
        ("weir_local_time", "(x, zone) AS CASE typeof(x) WHEN 'DATE' THEN CAST(x AS TIMESTAMP) ELSE timezone(zone, timezone('UTC', CAST(x AS TIMESTAMP))) END"),
        ("weir_day_start", "(compared, day, zone) AS CASE typeof(compared) WHEN 'DATE' THEN CAST(day AS TIMESTAMP) ELSE timezone('UTC', timezone(zone, CAST(day AS TIMESTAMP))) END"),
        ("weir_date", "(x) AS CAST(x AS DATE)"),
        ("weir_date_add", "(d, n) AS CAST(CAST(d AS DATE) + CAST(n AS INTEGER) AS DATE)"),
        ("weir_date_sub", "(d, n) AS CAST(CAST(d AS DATE) - CAST(n AS INTEGER) AS DATE)"),
        ("weir_datediff", "(a, b) AS date_diff('day', CAST(b AS DATE), CAST(a AS DATE))"),
        ("weir_dayofweek", "(x) AS dayofweek(x) + 1"),
        ("weir_divide", "(a, b) AS CASE WHEN b = 0 THEN error('[DIVIDE_BY_ZERO] Division by zero. Use try_divide to get NULL instead.') ELSE a / b END"),
    ];

    /// <summary>The statements to run at opening, in this order.</summary>
    public static IReadOnlyList<string> Statements { get; } =
        [.. Macros.Select(macro => $"CREATE OR REPLACE MACRO \"{macro.Name}\" {macro.Body}")];

    internal static IEnumerable<string> MacroNames => Macros.Select(macro => macro.Name);
}
