namespace Weir.Warehouse.Engines;

/// <summary>Where SQL runs. Takes a statement in the Databricks dialect; parses, checks, rewrites and runs it.</summary>
public interface ISqlEngine
{
    /// <summary>Runs one statement to its end, or to its limits.</summary>
    /// <param name="statement">The statement with its parameters, rights and limits.</param>
    /// <param name="cancellationToken">Cancels the statement in the engine too.</param>
    /// <exception cref="SqlEngineException">The statement was refused or failed; the message is for its author.</exception>
    Task<EngineResult> ExecuteAsync(EngineStatement statement, CancellationToken cancellationToken);
}

/// <summary>A statement as the engine takes it.</summary>
/// <param name="StatementId">The statement's id, for cancellation and logs.</param>
/// <param name="Sql">The text as its author wrote it.</param>
/// <param name="Parameters">Named parameters (<c>:name</c>).</param>
/// <param name="Catalog">The default catalog, or NULL.</param>
/// <param name="Schema">The default schema, or NULL.</param>
/// <param name="RowLimit">At most this many rows are answered; NULL for no limit.</param>
/// <param name="ByteLimit">At most this many bytes of JSON are answered; beyond it the result is truncated.</param>
/// <param name="ChunkRows">Rows of one chunk.</param>
/// <param name="Requester">Who runs it: the answer of <c>current_user()</c>.</param>
/// <param name="ReadableTables">Full lower-case names of the tables that the requester may read, for example <c>system.ai_gateway.usage</c>; or <see cref="EveryTable"/>.</param>
/// <param name="InferenceTables">Full names of the inference tables that endpoints name; the engine adds those that it has rows of.</param>
public sealed record EngineStatement(
    string StatementId,
    string Sql,
    IReadOnlyList<EngineParameter> Parameters,
    string? Catalog,
    string? Schema,
    long? RowLimit,
    long ByteLimit,
    int ChunkRows,
    string Requester,
    IReadOnlyList<string> ReadableTables,
    IReadOnlyList<string>? InferenceTables = null)
{
    /// <summary>Stands in <see cref="ReadableTables"/> for every table there is.</summary>
    public const string EveryTable = "*";

    /// <summary>Whether the requester may read a table.</summary>
    public bool MayRead(string fullName) => ReadableTables.Contains(EveryTable, StringComparer.Ordinal) || ReadableTables.Contains(fullName, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A named parameter; <paramref name="Type"/> is a Databricks SQL type name such as <c>STRING</c>, <c>INT</c>, <c>TIMESTAMP</c>; a NULL value is SQL NULL.</summary>
public sealed record EngineParameter(string Name, string? Value, string Type);

/// <summary>A column of a result, in the words of the statement execution API.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="TypeName">For example <c>LONG</c>, <c>STRUCT</c>.</param>
/// <param name="TypeText">For example <c>BIGINT</c>, <c>MAP&lt;STRING, STRING&gt;</c>.</param>
/// <param name="TypePrecision">Of a DECIMAL.</param>
/// <param name="TypeScale">Of a DECIMAL.</param>
/// <param name="EngineType">The type in the engine's own words, which only the engine reads; NULL when it did not say.</param>
public sealed record EngineColumn(string Name, string TypeName, string TypeText, int? TypePrecision, int? TypeScale, string? EngineType = null);

/// <summary>A run of rows: <paramref name="DataArray"/> is the UTF-8 JSON text of an array of arrays of strings and nulls.</summary>
public sealed record EngineChunk(long RowOffset, long RowCount, byte[] DataArray);

/// <summary>A whole result.</summary>
public sealed record EngineResult(IReadOnlyList<EngineColumn> Columns, IReadOnlyList<EngineChunk> Chunks, long RowCount, bool Truncated);

/// <summary>A statement was refused or failed.</summary>
/// <param name="errorCode">A code of the statement execution API: <c>BAD_REQUEST</c>, <c>CANCELLED</c>, <c>RESOURCE_EXHAUSTED</c>, <c>TEMPORARILY_UNAVAILABLE</c>, <c>DEADLINE_EXCEEDED</c>, ...</param>
/// <param name="message">For the statement's author; starts with Databricks' own class in brackets where clients match it, for example <c>[INSUFFICIENT_PERMISSIONS]</c>.</param>
/// <param name="sqlState">The SQLSTATE, five characters, or NULL.</param>
public sealed class SqlEngineException(string errorCode, string message, string? sqlState = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A code of the statement execution API.</summary>
    public string ErrorCode { get; } = errorCode;

    /// <summary>The SQLSTATE, or NULL.</summary>
    public string? SqlState { get; } = sqlState;

    /// <summary>The refusal of somebody who was not granted a privilege, in the words that clients match.</summary>
    public static SqlEngineException InsufficientPrivileges(string privilege, string securable) =>
        new("BAD_REQUEST", $"[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have {privilege} on {securable}.{(privilege == "SELECT" ? " It takes SELECT on the table, USE SCHEMA on its schema and USE CATALOG on its catalog." : "")}", "42501");
}
