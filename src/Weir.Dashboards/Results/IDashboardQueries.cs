using Weir.Accounts;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Results;

/// <summary>Where the statements of dashboards run.</summary>
public interface IDashboardQueries
{
    /// <summary>The full names of the tables that somebody may read now, in words that are equal for equal rights.</summary>
    IReadOnlyList<string> ReadableTables(Caller reader);

    /// <summary>Equal as long as no row of a table changes.</summary>
    long TablesVersion { get; }

    /// <summary>Runs a statement to its end, in the queue of its warehouse.</summary>
    /// <exception cref="DashboardQueryException">It was refused or failed.</exception>
    /// <exception cref="ApiException">The warehouse is not there (404) or may not be used (403).</exception>
    Task<DashboardRows> RunAsync(DashboardQuery query, CancellationToken cancellationToken);
}

/// <summary>A statement of a dashboard.</summary>
/// <param name="Sql">The text, in the Databricks dialect.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Catalog">The default catalog, or NULL.</param>
/// <param name="Schema">The default schema, or NULL.</param>
/// <param name="RowLimit">At most this many rows are answered.</param>
/// <param name="Reader">With whose rights it reads, and who <c>current_user()</c> is.</param>
/// <param name="WarehouseUser">With whose right it uses the warehouse.</param>
/// <param name="WarehouseId">The warehouse; NULL for the one that exists from the start.</param>
public sealed record DashboardQuery(string Sql, IReadOnlyList<StatementParameter> Parameters, string? Catalog, string? Schema, int RowLimit, Caller Reader, Caller WarehouseUser, string? WarehouseId);

/// <summary>The rows of a statement.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">UTF-8 JSON: an array of arrays of texts and nulls.</param>
/// <param name="IsTruncated">Whether there are more.</param>
public sealed record DashboardRows(IReadOnlyList<DashboardColumn> Columns, byte[] Rows, bool IsTruncated);

/// <summary>A column of a result, in the words of the statement execution API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">For example <c>LONG</c>.</param>
/// <param name="TypeText">For example <c>BIGINT</c>.</param>
public sealed record DashboardColumn(string Name, string TypeName, string TypeText);

/// <summary>A statement of a dashboard was refused or failed.</summary>
/// <param name="message">The engine's sentence, for the statement's author.</param>
public sealed class DashboardQueryException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the reader may not read, for example <c>Table 'system.ai_gateway.usage'</c>; NULL when it failed for another reason.</summary>
    public string? Denied { get; init; }

    /// <summary>Whether the same statement may well succeed later: the engine is busy or cannot be reached.</summary>
    public bool IsTemporary { get; init; }
}
