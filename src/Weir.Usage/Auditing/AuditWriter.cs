using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Usage.Auditing;

/// <summary>Writes an audit record as a line's JSON object.</summary>
internal static class AuditWriter
{
    private const string Version = "2.0";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(AuditRecord record, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("request_id"u8, record.RequestId);
        json.WriteString("version"u8, Version);
        json.WriteString("event_time"u8, record.EventTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture));
        json.WriteString("event_date"u8, record.EventTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("workspace_id"u8, record.WorkspaceId);
        json.WriteString("source_ip_address"u8, record.SourceIpAddress);
        json.WriteString("user_agent"u8, record.UserAgent);
        if (record.Identity is { } identity)
        {
            json.WriteStartObject("user_identity"u8);
            json.WriteString("email"u8, identity);
            json.WriteString("subject_name"u8, identity);
            json.WriteEndObject();
            json.WriteStartObject("identity_metadata"u8);
            json.WriteString("run_by"u8, identity);
            json.WriteString("run_as"u8, identity);
            json.WriteNull("acting_resource"u8);
            json.WriteEndObject();
        }

        json.WriteString("service_name"u8, record.ServiceName);
        json.WriteString("action_name"u8, record.ActionName);
        json.WriteStartObject("request_params"u8);
        foreach (var (name, value) in record.RequestParams)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("response"u8);
        json.WriteNumber("status_code"u8, record.StatusCode);
        json.WriteString("error_message"u8, record.ErrorMessage);
        json.WriteString("result"u8, record.Result);
        json.WriteEndObject();
        json.WriteString("audit_level"u8, record.IsAccountLevel ? "ACCOUNT_LEVEL"u8 : "WORKSPACE_LEVEL"u8);
        json.WriteString("account_id"u8, record.AccountId);
        json.WriteString("event_id"u8, record.EventId);
        json.WriteEndObject();
    }
}
