using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Spend.Alerts;

namespace Weir.Spend.Reports;

/// <summary>Once a day, tells of each endpoint and user whose spend of the day before left its usual range: the rows of <c>system.ai_gateway.spend_anomalies</c>.</summary>
internal sealed partial class AnomalyCheck(ISpendQueries queries, IAlertStore alerts, TimeProvider time, ILogger<AnomalyCheck> logger) : PeriodicWork(TimeSpan.FromMinutes(1), time)
{
    // Calls that began before midnight have ended by then, all but a few.
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromMinutes(15);

    private DateOnly? _checked;

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        var day = DateOnly.FromDateTime(now - AfterMidnight).AddDays(-1);
        if (_checked == day)
        {
            return;
        }

        await CheckAsync(queries, alerts, day, now, cancellationToken);
        _checked = day;
    }

    /// <summary>Notes an alert for each anomaly of a day; doing it again notes nothing more.</summary>
    internal static async Task CheckAsync(ISpendQueries queries, IAlertStore alerts, DateOnly day, DateTime now, CancellationToken cancellationToken)
    {
        const string sql = "SELECT subject_type, workspace_id, subject, list_cost, usual_cost, upper_bound, days FROM system.ai_gateway.spend_anomalies WHERE usage_date = :day";
        foreach (var row in await queries.RunAsync(sql, new Dictionary<string, DateOnly>(StringComparer.Ordinal) { ["day"] = day }, cancellationToken))
        {
            var body = JsonSerializer.Serialize(new
            {
                type = "spend.anomaly",
                timestamp = now,
                data = new { usage_date = day, subject_type = row[0], workspace_id = row[1], subject = row[2], list_cost = row[3], usual_cost = row[4], upper_bound = row[5], days = row[6], currency_code = "USD" },
            });
            var id = string.Create(CultureInfo.InvariantCulture, $"anomaly {day:yyyy-MM-dd} {row[0]} {row[1]} {row[2]}");
            await alerts.AddAsync(new Alert(id, "spend.anomaly", null, body, now) { NextAttemptTime = now }, cancellationToken);
        }
    }

    protected override void Report(Exception failed) => NotChecked(logger, failed.Message);

    [LoggerMessage(540, LogLevel.Information, "Spend could not be checked for anomalies: {Reason}. It is tried again")]
    private static partial void NotChecked(ILogger logger, string reason);
}
