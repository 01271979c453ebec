using Weir.Accounts.Auditing;
using Weir.Warehouse.Engines;

namespace Weir.Auditing;

/// <summary>Audits statements that are denied: tables not granted, and what SQL may not reach at all. Their text is not written down; it may hold secrets.</summary>
internal sealed class AuditedSqlEngine(ISqlEngine engine, IAuditLog log) : ISqlEngine
{
    private static readonly string[] Denials = ["[INSUFFICIENT_PERMISSIONS]", "[UNSUPPORTED_FEATURE"];

    public async Task<EngineResult> ExecuteAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.ExecuteAsync(statement, cancellationToken);
        }
        catch (SqlEngineException refused) when (Array.Exists(Denials, sign => refused.Message.StartsWith(sign, StringComparison.Ordinal)))
        {
            log.Denied(new AuditEvent("databrickssql", "executeStatement", 403)
            {
                Origin = AuditOrigin.Current,
                Identity = statement.Requester,
                Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["statement_id"] = statement.StatementId },
                ErrorMessage = refused.Message,
            });
            throw;
        }
    }
}
