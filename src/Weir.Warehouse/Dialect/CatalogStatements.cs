using Weir.Usage.Records;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Dialect;

/// <summary>Answers DESCRIBE and SHOW from the catalog, as a list of values.</summary>
internal static class CatalogStatements
{
    public static TranslatedStatement? TryAnswer(List<SqlToken> tokens, EngineStatement statement)
    {
        if (tokens[0].Is("DESCRIBE") || tokens[0].Is("DESC"))
        {
            var at = 1;
            at += Word(tokens, at, "TABLE") ? 1 : 0;
            at += Word(tokens, at, "EXTENDED") ? 1 : 0;
            return Values(["col_name", "data_type", "comment"], Find(tokens, at, statement).Columns.Select(Describe));
        }

        if (!tokens[0].Is("SHOW"))
        {
            return null;
        }

        if (Word(tokens, 1, "COLUMNS") && (Word(tokens, 2, "IN") || Word(tokens, 2, "FROM")))
        {
            return Values(["col_name"], Find(tokens, 3, statement).Columns.Select(column => new[] { column.Name }));
        }

        if (Word(tokens, 1, "TABLES"))
        {
            return Values(["database", "tableName", "isTemporary"], TablesOf(tokens, statement).Select(table => new[] { table.Schema, table.Name, "false" }));
        }

        if (Word(tokens, 1, "SCHEMAS") || Word(tokens, 1, "DATABASES"))
        {
            return Values(["databaseName"], Readable(statement).Select(table => table.Schema).Distinct(StringComparer.Ordinal).Select(name => new[] { name }));
        }

        if (Word(tokens, 1, "CATALOGS"))
        {
            return Values(["catalog"], Readable(statement).Select(table => table.Catalog).Distinct(StringComparer.Ordinal).Select(name => new[] { name }));
        }

        throw SqlTokenizer.Syntax("SHOW takes TABLES, COLUMNS IN <table>, SCHEMAS or CATALOGS here.");
    }

    private static bool Word(List<SqlToken> tokens, int at, string word) => at < tokens.Count && tokens[at].Is(word);

    // SHOW TABLES [IN [catalog.]schema]; without a schema every table is shown.
    private static List<CatalogTable> TablesOf(List<SqlToken> tokens, EngineStatement statement)
    {
        var named = Word(tokens, 2, "IN") || Word(tokens, 2, "FROM") ? tokens.Skip(3).Where(token => !token.IsSymbol(".")).Select(token => token.Text.Trim('"')).ToList() : [];
        List<CatalogTable> found =
        [
            .. Readable(statement).Where(table => named.Count switch
            {
                0 => true,
                1 => Same(named[0], table.Schema),
                _ => Same(named[0], table.Catalog) && Same(named[1], table.Schema),
            }),
        ];
        return found.Count > 0 || named.Count == 0 ? found : throw new SqlEngineException("BAD_REQUEST", $"[SCHEMA_NOT_FOUND] The schema `{string.Join('.', named)}` cannot be found.", "42704");
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static CatalogTable Find(List<SqlToken> tokens, int at, EngineStatement statement)
    {
        var parts = tokens.Skip(at).Where(token => !token.IsSymbol(".")).Select(token => token.Text.Trim('"')).ToList();
        if (parts.Count is 0 or > 3)
        {
            throw SqlTokenizer.Syntax("Name one table.");
        }

        parts.InsertRange(0, Enumerable.Repeat(string.Empty, 3 - parts.Count));
        var found = TableCatalog.Of(statement).Find(parts[0], parts[1], parts[2], statement.Catalog, statement.Schema)
            ?? throw new SqlEngineException("BAD_REQUEST", $"[TABLE_OR_VIEW_NOT_FOUND] The table or view `{string.Join('.', parts.Where(part => part.Length > 0))}` cannot be found.", "42P01");
        return statement.MayRead(found.FullName) ? found : throw SqlEngineException.InsufficientPrivileges("SELECT", $"Table '{found.FullName}'");
    }

    private static IEnumerable<CatalogTable> Readable(EngineStatement statement) => TableCatalog.Of(statement).Tables.Where(table => statement.MayRead(table.FullName));

    private static string[] Describe(RecordColumn column) => [column.Name, DatabricksType.Of(column.SqlType).Text, column.Comment];

    private static TranslatedStatement Values(string[] names, IEnumerable<string[]> rows)
    {
        var values = rows.Select(row => $"({string.Join(", ", row.Select(value => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'"))})").ToList();
        var none = values.Count == 0 ? " WHERE false" : string.Empty;
        values = values.Count == 0 ? [$"({string.Join(", ", names.Select(_ => "''"))})"] : values;
        return new TranslatedStatement($"SELECT * FROM (VALUES {string.Join(", ", values)}) AS answer({string.Join(", ", names.Select(name => $"\"{name}\""))}){none}", []);
    }
}
