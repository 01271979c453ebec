using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Dialect;

/// <summary>The engine's own parser, so that what is checked is exactly what will run.</summary>
public interface ISqlParser
{
    /// <summary>The statement's tree as JSON text (<c>{"error":false,"statements":[...]}</c>), or the parser's error in the same shape.</summary>
    string Serialize(string sql);

    /// <summary>SQL text for a tree made by <see cref="Serialize"/>.</summary>
    string Deserialize(string tree);
}

/// <summary>Makes a statement of the Databricks dialect into one that the engine may run.</summary>
public interface IStatementTranslator
{
    /// <summary>Translates and checks.</summary>
    /// <exception cref="SqlEngineException">The statement is refused; the message is for its author.</exception>
    TranslatedStatement Translate(EngineStatement statement, ISqlParser parser);
}

/// <summary>A statement ready for the engine.</summary>
/// <param name="Sql">One SELECT in the engine's dialect.</param>
/// <param name="ColumnNames">Names for the result's columns by position; NULL keeps the engine's.</param>
public sealed record TranslatedStatement(string Sql, IReadOnlyList<string?> ColumnNames);
