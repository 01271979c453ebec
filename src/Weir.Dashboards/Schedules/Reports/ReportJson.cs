using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Weir.Dashboards.Schedules.Reports;

/// <summary>A report as JSON: the body of webhooks, and the file of e-mails of the format JSON.</summary>
internal static class ReportJson
{
    /// <summary>The kind of webhook that it is.</summary>
    public const string Type = "dashboard.report";

    /// <summary>Writes it, its files as base64.</summary>
    public static string Of(Report report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", Type);
            json.WriteString("dashboard_id", report.Schedule.DashboardId);
            json.WriteString("display_name", report.DisplayName);
            json.WriteString("schedule_id", report.Schedule.Id);
            json.WriteString("schedule_display_name", report.Schedule.DisplayName);
            json.WriteString("format", ScheduleWords.Of(report.Schedule.Format));
            json.WriteString("computed_time", report.Computed);
            json.WriteString("url", report.Url);
            json.WriteStartArray("pages");
            foreach (var page in report.Pages)
            {
                Write(json, page);
            }

            json.WriteEndArray();
            json.WriteStartArray("files");
            foreach (var file in report.Files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteString("content_type", file.ContentType);
                json.WriteString("page", file.Page);
                json.WriteBase64String("data", file.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ReportPage page)
    {
        json.WriteStartObject();
        json.WriteString("name", page.Name);
        json.WriteString("display_name", page.DisplayName);
        json.WriteStartArray("counters");
        foreach (var counter in page.Counters)
        {
            json.WriteStartObject();
            json.WriteString("widget", counter.Widget);
            json.WriteString("title", counter.Title);
            Write(json, "value", counter.Value, counter.IsNumber);
            if (counter.Target is not null)
            {
                Write(json, "target", counter.Target, counter.IsNumber);
            }

            if (counter.Error is not null)
            {
                json.WriteString("error", counter.Error);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // A number keeps the digits that it has in the result; what is none in JSON (NaN) stays a text.
    private static void Write(Utf8JsonWriter json, string name, string? value, bool isNumber)
    {
        json.WritePropertyName(name);
        if (value is null)
        {
            json.WriteNullValue();
        }
        else if (isNumber && IsJsonNumber(value))
        {
            json.WriteRawValue(value);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    private static bool IsJsonNumber(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
