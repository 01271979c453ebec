using Weir.Accounts;
using Weir.Warehouse.Catalog;

namespace Weir.Warehouse.Statements;

/// <summary>Says which tables a caller may read.</summary>
public interface ITableGrants
{
    /// <summary>Full lower-case names.</summary>
    IReadOnlyList<string> ReadableBy(Caller caller);
}

/// <summary>Only account admins may read <c>system.*</c> (the contract page).</summary>
internal sealed class AccountAdminGrants : ITableGrants
{
    private static readonly IReadOnlyList<string> All = [.. TableCatalog.Tables.Select(table => table.FullName)];

    public IReadOnlyList<string> ReadableBy(Caller caller) => caller.IsAccountAdmin ? All : [];
}
