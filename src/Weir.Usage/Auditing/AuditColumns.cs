using Weir.Usage.Records;

namespace Weir.Usage.Auditing;

/// <summary>The columns of <c>system.access.audit</c>, in the order and with the names of Databricks' own table.</summary>
public static class AuditColumns
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<RecordColumn> Table { get; } =
    [
        new("version", "VARCHAR", "The version of the audit record."),
        new("event_time", "TIMESTAMP", "When it happened, UTC."),
        new("event_date", "DATE", "The calendar date when it happened, UTC."),
        new("workspace_id", "VARCHAR", "The workspace ID; 0 for what is the account's."),
        new("source_ip_address", "VARCHAR", "The IP address that the request came from."),
        new("user_agent", "VARCHAR", "The client, as it names itself."),
        new("session_id", "VARCHAR", "The session's ID; NULL for a request with a token."),
        new("user_identity", "STRUCT(email VARCHAR, subject_name VARCHAR)", "Who did it; NULL when nobody known did."),
        new("service_name", "VARCHAR", "The part of the product that was asked."),
        new("action_name", "VARCHAR", "What was done or tried."),
        new("request_id", "VARCHAR", "The ID of the request."),
        new("request_params", "MAP(VARCHAR, VARCHAR)", "Parameters of the request that may be shown; secrets never are."),
        new("response", "STRUCT(status_code INTEGER, error_message VARCHAR, result VARCHAR)", "What was answered."),
        new("audit_level", "VARCHAR", "WORKSPACE_LEVEL or ACCOUNT_LEVEL."),
        new("account_id", "VARCHAR", "The account ID."),
        new("event_id", "VARCHAR", "Unique for each row."),
        new("identity_metadata", "STRUCT(run_by VARCHAR, run_as VARCHAR, acting_resource VARCHAR)", "Whose request it was and with whose rights it ran."),
    ];
}
