using System.Text.Json;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Grants;
using Weir.Accounts.Http;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary>Runs GRANT, REVOKE and SHOW GRANTS.</summary>
internal sealed class GrantStatements(GrantDirectory grants, IAuditLog audit)
{
    private static readonly string[] Columns = ["principal", "action_type", "object_type", "object_key"];

    public async Task<EngineResult> ExecuteAsync(Caller caller, GrantStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            if (statement.Verb == GrantVerb.Show)
            {
                return Show(caller, statement);
            }

            IReadOnlyList<DataGrant> named = [.. statement.Privileges.Select(privilege => new DataGrant(statement.On, statement.Principal!, privilege))];
            var (added, removed) = statement.Verb == GrantVerb.Grant ? (named, []) : ((IReadOnlyList<DataGrant>)[], named);
            await audit.EnsureWritableAsync();
            await grants.ChangeAsync(caller, statement.On, added, removed, cancellationToken);
            await audit.WriteAsync(EventOf(caller, statement, 200));
            return new EngineResult([], [], 0, false);
        }
        catch (ApiException refused)
        {
            if (refused.Status == 403)
            {
                audit.Denied(EventOf(caller, statement, 403) with { ErrorMessage = refused.Message });
            }

            throw refused.Status == 403
                ? SqlEngineException.InsufficientPrivileges(Privilege.Manage, statement.On.Description)
                : new SqlEngineException("BAD_REQUEST", $"[{(refused.Status == 404 ? refused.ErrorCode : "INVALID_PRIVILEGE")}] {refused.Message}", "42000", refused);
        }
    }

    private static AuditEvent EventOf(Caller caller, GrantStatement statement, int status) => new("unityCatalog", "updatePermissions", status)
    {
        Origin = AuditOrigin.Current,
        Identity = caller.PrincipalName,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["verb"] = statement.Verb.ToString().ToUpperInvariant(),
            ["securable"] = statement.On.Description,
            ["principal"] = statement.Principal ?? string.Empty,
            ["privileges"] = string.Join(", ", statement.Privileges),
        },
    };

    // Everyone may see what reaches them; who manages the securable sees everybody's.
    private EngineResult Show(Caller caller, GrantStatement statement)
    {
        var all = grants.MayManage(caller, statement.On);
        var shown = grants.Effective(statement.On).Where(grant => (all || grant.IsTo(caller)) && (statement.Principal is null || grant.Principal == statement.Principal));
        var rows = shown.Select(grant => new[] { grant.Principal, grant.Privilege, grant.On.Type.ToString().ToUpperInvariant(), grant.On.FullName }).ToList();
        return new EngineResult(
            [.. Columns.Select(name => new EngineColumn(name, "STRING", "STRING", null, null))],
            rows.Count == 0 ? [] : [new EngineChunk(0, rows.Count, JsonSerializer.SerializeToUtf8Bytes(rows))],
            rows.Count,
            false);
    }
}
