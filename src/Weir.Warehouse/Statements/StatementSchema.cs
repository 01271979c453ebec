using System.Text.Json.Serialization;

namespace Weir.Warehouse.Statements;

/// <summary>The shape of a statement's answer, for the OpenAPI document: <see cref="StatementAnswer"/> writes it, since rows are JSON already. What is NULL here is left out there.</summary>
internal sealed record StatementSchema(
    string StatementId,
    StatementStatusSchema Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StatementManifestSchema? Manifest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StatementChunkSchema? Result);

/// <summary>What has become of a statement.</summary>
internal sealed record StatementStatusSchema(
    string State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StatementErrorSchema? Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SqlState);

/// <summary>Why a statement failed, or was cancelled by another than its author.</summary>
internal sealed record StatementErrorSchema(string ErrorCode, string Message);

/// <summary>What a result is made of.</summary>
internal sealed record StatementManifestSchema(string Format, ResultSchema Schema, int TotalChunkCount, long TotalRowCount, bool Truncated, IReadOnlyList<ChunkPlaceSchema> Chunks);

/// <summary>The columns of a result.</summary>
internal sealed record ResultSchema(int ColumnCount, IReadOnlyList<ColumnSchema> Columns);

/// <summary>A column.</summary>
internal sealed record ColumnSchema(
    string Name,
    int Position,
    string TypeName,
    string TypeText,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? TypePrecision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? TypeScale);

/// <summary>Where a chunk stands in the result.</summary>
internal sealed record ChunkPlaceSchema(int ChunkIndex, long RowOffset, long RowCount);

/// <summary>A chunk of rows: each value is a text, or null.</summary>
internal sealed record StatementChunkSchema(
    int ChunkIndex,
    long RowOffset,
    long RowCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NextChunkIndex,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextChunkInternalLink,
    IReadOnlyList<IReadOnlyList<string?>> DataArray);
