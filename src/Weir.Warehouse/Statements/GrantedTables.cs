using Weir.Accounts;
using Weir.Accounts.Grants;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary>Account admins may read every table (the contract page), others those that they were granted.</summary>
internal sealed class GrantedTables(GrantDirectory grants, IInferenceTables inferenceTables) : ITableGrants
{
    private static readonly IReadOnlyList<string> All = [EngineStatement.EveryTable];

    public IReadOnlyList<string> ReadableBy(Caller caller) => caller.IsAccountAdmin
        ? All
        : [.. TableCatalog.Of(inferenceTables.List()).Tables.Select(table => table.FullName).Where(name => grants.MayRead(caller, Securable.Of(SecurableType.Table, name)))];
}
