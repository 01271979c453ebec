namespace Weir.Usage.Records;

/// <summary>Days on which spend left its usual range, in the words of SQL: a view of <c>spend</c>, so that each row can be read again from what it is made of.</summary>
public static class AnomalyColumns
{
    /// <summary>The columns of <c>system.ai_gateway.spend_anomalies</c>.</summary>
    public static IReadOnlyList<RecordColumn> Table { get; } =
    [
        new("usage_date", "DATE", "The day, UTC. A day is judged when it is over."),
        new("subject_type", "VARCHAR", "ENDPOINT or USER."),
        new("workspace_id", "VARCHAR", "The endpoint's workspace; NULL for a user."),
        new("subject", "VARCHAR", "The endpoint's name, or the requester."),
        new("list_cost", CostColumns.Amount, "What was spent on the day, in USD."),
        new("usual_cost", "DOUBLE", "The median of the 28 days before, days without spend included, in USD."),
        new("upper_bound", "DOUBLE", "The end of the usual range, in USD: the median, and four times the larger of 1.4826 times the median absolute deviation and a tenth of the median."),
        new("days", "BIGINT", "How many days it is compared with, 7 to 28."),
    ];

    /// <summary>
    /// The view. Median and median absolute deviation, since one day out of range must not widen the range for the next (Leys et al. 2013, doi:10.1016/j.jesp.2013.03.013);
    /// a dollar more than usual at least, since cents concern nobody.
    /// </summary>
    public const string View = """
        CREATE OR REPLACE VIEW ai_gateway.spend_anomalies AS
        WITH spent AS (
          SELECT usage_date, 'ENDPOINT' AS subject_type, workspace_id, endpoint_name AS subject, sum(list_cost) AS list_cost
          FROM ai_gateway.spend WHERE list_cost IS NOT NULL AND event_time < CAST(now() AT TIME ZONE 'UTC' AS DATE) GROUP BY ALL
          UNION ALL
          SELECT usage_date, 'USER', NULL, requester, sum(list_cost)
          FROM ai_gateway.spend WHERE list_cost IS NOT NULL AND event_time < CAST(now() AT TIME ZONE 'UTC' AS DATE) GROUP BY ALL),
        days AS (
          SELECT subject_type, workspace_id, subject, CAST(unnest(generate_series(CAST(min(usage_date) AS TIMESTAMP), CAST(CAST(now() AT TIME ZONE 'UTC' AS DATE) AS TIMESTAMP) - INTERVAL 1 DAY, INTERVAL 1 DAY)) AS DATE) AS usage_date
          FROM spent GROUP BY ALL),
        daily AS (
          SELECT days.usage_date, days.subject_type, days.workspace_id, days.subject, coalesce(spent.list_cost, 0) AS list_cost
          FROM days LEFT JOIN spent ON spent.usage_date = days.usage_date AND spent.subject_type = days.subject_type AND spent.workspace_id IS NOT DISTINCT FROM days.workspace_id AND spent.subject IS NOT DISTINCT FROM days.subject),
        compared AS (
          SELECT *, median(CAST(list_cost AS DOUBLE)) OVER before AS usual_cost, mad(CAST(list_cost AS DOUBLE)) OVER before AS deviation, count(*) OVER before AS days
          FROM daily WINDOW before AS (PARTITION BY subject_type, workspace_id, subject ORDER BY usage_date ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING))
        SELECT usage_date, subject_type, workspace_id, subject, CAST(list_cost AS DECIMAL(38,18)) AS list_cost, usual_cost, usual_cost + 4 * greatest(1.4826 * deviation, usual_cost / 10) AS upper_bound, days
        FROM compared
        WHERE days >= 7 AND list_cost > usual_cost + 4 * greatest(1.4826 * deviation, usual_cost / 10) AND list_cost >= usual_cost + 1
        """;
}
