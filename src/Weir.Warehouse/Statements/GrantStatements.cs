using System.Text.Json;
using Weir.Accounts;
using Weir.Accounts.Grants;
using Weir.Accounts.Http;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary>Runs GRANT, REVOKE and SHOW GRANTS.</summary>
internal sealed class GrantStatements(GrantDirectory grants)
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
            await grants.ChangeAsync(caller, statement.On, added, removed, cancellationToken);
            return new EngineResult([], [], 0, false);
        }
        catch (ApiException refused)
        {
            throw refused.Status == 403
                ? SqlEngineException.InsufficientPrivileges(Privilege.Manage, statement.On.Description)
                : new SqlEngineException("BAD_REQUEST", "[INVALID_PRIVILEGE] " + refused.Message, "42000", refused);
        }
    }

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
