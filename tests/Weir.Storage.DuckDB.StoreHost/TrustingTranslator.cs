using DuckDB.NET.Data;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.StoreHost;

/// <summary>Runs a statement as it is written: the engine is tested here, not the dialect.</summary>
public sealed class TrustingTranslator(string directory) : IStatementTranslator
{
    /// <summary>A statement that makes the engine declare its database invalid.</summary>
    public const string Break = "BREAK";

    /// <inheritdoc/>
    public TranslatedStatement Translate(EngineStatement statement, ISqlParser parser)
    {
        if (statement.Sql == Break)
        {
            using var connection = new DuckDBConnection($"Data Source={Path.Combine(Path.GetFullPath(directory), "usage.duckdb")}");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "ATTACH ':memory:' AS \"System\"";
            command.ExecuteNonQuery();
        }

        return new TranslatedStatement(statement.Sql, []);
    }
}
