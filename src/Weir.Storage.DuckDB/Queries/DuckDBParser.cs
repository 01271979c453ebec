using DuckDB.NET.Data;
using Weir.Warehouse.Dialect;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>DuckDB's parser, by its SQL functions.</summary>
public sealed class DuckDBParser(DuckDBConnection connection) : ISqlParser
{
    /// <inheritdoc/>
    public string Serialize(string sql) => Ask("SELECT json_serialize_sql($text::VARCHAR)::VARCHAR", sql);

    /// <inheritdoc/>
    public string Deserialize(string tree) => Ask("SELECT json_deserialize_sql($text::JSON)", tree);

    private string Ask(string sql, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new DuckDBParameter("text", text));
        return (string)command.ExecuteScalar()!;
    }
}
