using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Dialect;

/// <summary>Token rewrite, the engine's parser, guard, text again.</summary>
public sealed class StatementTranslator : IStatementTranslator
{
    private const int LongestStatement = 64 * 1024;

    private static readonly string[] Queries = ["SELECT", "WITH", "VALUES", "FROM", "TABLE"];

    /// <inheritdoc/>
    public TranslatedStatement Translate(EngineStatement statement, ISqlParser parser)
    {
        if (statement.Sql.Length > LongestStatement)
        {
            throw new SqlEngineException("BAD_REQUEST", $"The statement is longer than {LongestStatement / 1024} KB. Make it shorter.", "54001");
        }

        var tokens = SqlTokenizer.Read(statement.Sql);
        while (tokens.Count > 0 && tokens[^1].IsSymbol(";"))
        {
            tokens.RemoveAt(tokens.Count - 1);
        }

        if (tokens.Count == 0)
        {
            throw SqlTokenizer.Syntax("The statement is empty.");
        }

        if (CatalogStatements.TryAnswer(tokens, statement) is { } answered)
        {
            return answered;
        }

        if (!tokens[0].IsSymbol("(") && !Array.Exists(Queries, tokens[0].Is))
        {
            throw new SqlEngineException("BAD_REQUEST", $"[UNSUPPORTED_FEATURE] SQL here is read-only: use SELECT, WITH, VALUES, DESCRIBE or SHOW. '{tokens[0].Text}' is not one of them.", "0A000");
        }

        if (tokens.Exists(token => token.IsSymbol(";")))
        {
            throw new SqlEngineException("BAD_REQUEST", "[PARSE_SYNTAX_ERROR] Send one statement at a time.", "42601");
        }

        var tree = JsonNode.Parse(parser.Serialize(TokenRewriter.Rewrite(tokens, statement)), documentOptions: new JsonDocumentOptions { MaxDepth = 1000 })!;
        if (tree["error"]?.GetValue<bool>() != false)
        {
            throw SqlTokenizer.Syntax((string?)tree["error_message"] ?? "The statement cannot be read.");
        }

        var statements = (JsonArray)tree["statements"]!;
        if (statements.Count != 1)
        {
            throw SqlTokenizer.Syntax("Send one statement at a time.");
        }

        new StatementGuard(statement, parser).Check((JsonObject)statements[0]!);
        return new TranslatedStatement(parser.Deserialize(tree.ToJsonString(new JsonSerializerOptions { MaxDepth = 1000 })), ResultNames.Of(statement.Sql, tokens));
    }
}
