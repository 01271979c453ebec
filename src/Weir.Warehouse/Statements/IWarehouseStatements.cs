using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary>Runs statements for other features, in a warehouse's queue.</summary>
public interface IWarehouseStatements
{
    /// <summary>The full lower-case names of the tables that somebody may read now; <see cref="EngineStatement.EveryTable"/> for all.</summary>
    IReadOnlyList<string> ReadableBy(Caller caller);

    /// <summary>Runs a statement to its end, when it is its turn. A warehouse that is stopped starts.</summary>
    /// <exception cref="ApiException">404 when the warehouse is not there, 403 when it may not be used.</exception>
    /// <exception cref="SqlEngineException">The statement was refused or failed, or the warehouse was stopped meanwhile.</exception>
    Task<EngineResult> RunAsync(WarehouseStatement statement, CancellationToken cancellationToken);
}

/// <summary>A statement with the two principals in whose names it runs.</summary>
/// <param name="Sql">The text, in the Databricks dialect.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Catalog">The default catalog, or NULL.</param>
/// <param name="Schema">The default schema, or NULL.</param>
/// <param name="RowLimit">At most this many rows are answered, in one chunk.</param>
/// <param name="Reader">Who reads: whose tables they are, and who <c>current_user()</c> is.</param>
/// <param name="WarehouseUser">Who uses the warehouse.</param>
/// <param name="WarehouseId">The warehouse, in the workspace of <paramref name="WarehouseUser"/>; NULL for the one that exists from the start.</param>
public sealed record WarehouseStatement(string Sql, IReadOnlyList<EngineParameter> Parameters, string? Catalog, string? Schema, int RowLimit, Caller Reader, Caller WarehouseUser, string? WarehouseId);
