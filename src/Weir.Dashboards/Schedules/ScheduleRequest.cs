using System.Text.Json.Serialization;
using Weir.Accounts.Http;
using Weir.Dashboards.Results;

namespace Weir.Dashboards.Schedules;

/// <summary>The body of POST and PUT of schedules, as the original's clients send it. What PUT leaves out stays as it is.</summary>
/// <param name="DisplayName">Its name; the dashboard's when none is given.</param>
/// <param name="CronSchedule">When it runs.</param>
/// <param name="PauseStatus"><c>UNPAUSED</c>, or <c>PAUSED</c>.</param>
/// <param name="WarehouseId">The warehouse of the published copy, or nothing: a schedule has none of its own.</param>
/// <param name="Etag">Of PUT: it is changed only if this is its etag.</param>
/// <param name="Format">Of our own: <c>JSON</c>, <c>PNG</c> or <c>PDF</c>; JSON when none is given.</param>
internal sealed record ScheduleRequest(
    [property: JsonPropertyName("display_name")] string? DisplayName,
    [property: JsonPropertyName("cron_schedule")] CronDocument? CronSchedule,
    [property: JsonPropertyName("pause_status")] string? PauseStatus,
    [property: JsonPropertyName("warehouse_id")] string? WarehouseId,
    [property: JsonPropertyName("etag")] string? Etag,
    [property: JsonPropertyName("format")] string? Format)
{
    private const int LongestName = 255;

    /// <summary>The name; NULL when none is given.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public string? CheckedName() => DisplayName?.Trim() switch
    {
        null or "" => null,
        { Length: <= LongestName } name when !name.Any(char.IsControl) => name,
        _ => throw ApiException.Invalid($"'display_name' must have at most {LongestName} characters, on one line."),
    };

    /// <summary>Whether it is paused; NULL when nothing is said.</summary>
    /// <exception cref="ApiException">It is another word.</exception>
    public bool? CheckedPause() => PauseStatus switch
    {
        null or "" => null,
        "PAUSED" => true,
        "UNPAUSED" => false,
        _ => throw ApiException.Invalid("'pause_status' must be PAUSED or UNPAUSED."),
    };

    /// <summary>The format; NULL when nothing is said.</summary>
    /// <exception cref="ApiException">It is another word.</exception>
    public ReportFormat? CheckedFormat() => Format switch
    {
        null or "" => null,
        "JSON" => ReportFormat.Json,
        "PNG" => ReportFormat.Png,
        "PDF" => ReportFormat.Pdf,
        _ => throw ApiException.Invalid("'format' must be JSON, PNG or PDF."),
    };
}

/// <summary>When a schedule runs.</summary>
/// <param name="QuartzCronExpression">For example <c>0 0 8 ? * MON-FRI</c>.</param>
/// <param name="TimezoneId">For example <c>Europe/Berlin</c>; UTC when none is given.</param>
internal sealed record CronDocument(
    [property: JsonPropertyName("quartz_cron_expression")] string? QuartzCronExpression,
    [property: JsonPropertyName("timezone_id")] string? TimezoneId)
{
    /// <summary>The expression, the zone and the times.</summary>
    /// <exception cref="ApiException">Something in it is wrong.</exception>
    public (string Cron, string Zone, CronTimes Times) Checked(DateTimeOffset now)
    {
        if (QuartzCronExpression?.Trim() is not { Length: > 0 } cron)
        {
            throw ApiException.Invalid("'cron_schedule.quartz_cron_expression' must say when it runs, for example '0 0 8 ? * MON-FRI'.");
        }

        ViewerClock clock;
        try
        {
            clock = ViewerClock.Of(TimezoneId, now);
        }
        catch (ApiException)
        {
            throw ApiException.Invalid($"'cron_schedule.timezone_id' is '{TimezoneId}', which is not known. It must be a name such as Europe/Berlin.");
        }

        return (cron, clock.ZoneName, CronTimes.Checked(cron, clock.Zone, now));
    }
}
