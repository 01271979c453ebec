using System.Text.Json;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Statements;

/// <summary>Writes statements in the API's shape. Rows are already JSON and are copied as they are.</summary>
internal static class StatementAnswer
{
    public static void Write(Utf8JsonWriter json, StatementExecution statement)
    {
        var outcome = statement.Outcome;
        json.WriteStartObject();
        json.WriteString("statement_id"u8, statement.Id);
        json.WriteStartObject("status"u8);
        json.WriteString("state"u8, outcome.State);
        if (outcome.Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("error_code"u8, error.ErrorCode);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
            if (error.SqlState is { } state)
            {
                json.WriteString("sql_state"u8, state);
            }
        }

        json.WriteEndObject();
        if (outcome.Result is { } result)
        {
            WriteManifest(json, result);
            json.WritePropertyName("result"u8);
            WriteChunk(json, statement.Id, result, 0);
        }

        json.WriteEndObject();
    }

    public static void WriteChunk(Utf8JsonWriter json, string statementId, EngineResult result, int index)
    {
        json.WriteStartObject();
        json.WriteNumber("chunk_index"u8, index);
        if (result.Chunks.Count == 0)
        {
            json.WriteNumber("row_offset"u8, 0);
            json.WriteNumber("row_count"u8, 0);
            json.WriteStartArray("data_array"u8);
            json.WriteEndArray();
        }
        else
        {
            var chunk = result.Chunks[index];
            json.WriteNumber("row_offset"u8, chunk.RowOffset);
            json.WriteNumber("row_count"u8, chunk.RowCount);
            if (index + 1 < result.Chunks.Count)
            {
                json.WriteNumber("next_chunk_index"u8, index + 1);
                json.WriteString("next_chunk_internal_link"u8, $"/api/2.0/sql/statements/{statementId}/result/chunks/{index + 1}");
            }

            json.WritePropertyName("data_array"u8);
            json.WriteRawValue(chunk.DataArray, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static void WriteManifest(Utf8JsonWriter json, EngineResult result)
    {
        json.WriteStartObject("manifest"u8);
        json.WriteString("format"u8, "JSON_ARRAY"u8);
        json.WriteStartObject("schema"u8);
        json.WriteNumber("column_count"u8, result.Columns.Count);
        json.WriteStartArray("columns"u8);
        for (var i = 0; i < result.Columns.Count; i++)
        {
            WriteColumn(json, result.Columns[i], i);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("total_chunk_count"u8, Math.Max(1, result.Chunks.Count));
        json.WriteNumber("total_row_count"u8, result.RowCount);
        json.WriteBoolean("truncated"u8, result.Truncated);
        json.WriteStartArray("chunks"u8);
        for (var i = 0; i < result.Chunks.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("chunk_index"u8, i);
            json.WriteNumber("row_offset"u8, result.Chunks[i].RowOffset);
            json.WriteNumber("row_count"u8, result.Chunks[i].RowCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, EngineColumn column, int position)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, column.Name);
        json.WriteNumber("position"u8, position);
        json.WriteString("type_name"u8, column.TypeName);
        json.WriteString("type_text"u8, column.TypeText);
        if (column.TypePrecision is { } precision)
        {
            json.WriteNumber("type_precision"u8, precision);
            json.WriteNumber("type_scale"u8, column.TypeScale ?? 0);
        }

        json.WriteEndObject();
    }
}
