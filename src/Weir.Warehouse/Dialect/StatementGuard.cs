using System.Text.Json.Nodes;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Dialect;

/// <summary>
/// Walks the engine's own parse tree: lets through what is known and refuses everything else, and rewrites names and indexes on the
/// way. This is the security boundary of SQL; what runs is the text made from the tree that was walked.
/// </summary>
internal sealed class StatementGuard(EngineStatement statement, ISqlParser parser)
{
    private readonly TableCatalog _tables = TableCatalog.Of(statement);

    private const int MostNodes = 50_000;
    private const int MostSetOperations = 200;
    private const int MostJoins = 64;
    private const string TableKind = "BASE_TABLE";

    private static readonly HashSet<string> TableReferences = new(StringComparer.Ordinal) { TableKind, "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EMPTY", "EXPRESSION_LIST", "PIVOT" };

    private static readonly HashSet<string> QueryNodes = new(StringComparer.Ordinal) { "SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE" };

    private static readonly HashSet<string> Expressions = new(StringComparer.Ordinal)
    {
        "FUNCTION", "CONSTANT", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "OPERATOR", "CAST", "CASE", "SUBQUERY", "WINDOW", "STAR", "LAMBDA", "LAMBDA_REF", "COLLATE", "BETWEEN", "POSITIONAL_REFERENCE",
    };

    private static readonly HashSet<string> TableFunctions = new(StringComparer.OrdinalIgnoreCase) { "unnest", "range", "generate_series" };

    private int _nodes;
    private int _setOperations;
    private int _joins;

    /// <summary>Checks and rewrites a statement's tree in place.</summary>
    /// <exception cref="SqlEngineException">It is refused.</exception>
    public void Check(JsonObject root) => Walk(root["node"], []);

    private void Walk(JsonNode? node, HashSet<string> scope)
    {
        if (++_nodes > MostNodes)
        {
            throw TooLarge("parts");
        }

        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                {
                    Walk(item, scope);
                }

                break;
            case JsonObject item:
                WalkObject(item, scope);
                break;
            default:
                break;
        }
    }

    private void WalkObject(JsonObject item, HashSet<string> scope)
    {
        var type = Text(item, "type");
        if (item.ContainsKey("class"))
        {
            CheckExpression(item, Text(item, "class"));
        }
        else if (item.ContainsKey("sample") && item.ContainsKey("alias"))
        {
            if (CheckTableReference(item, type, scope))
            {
                return;
            }
        }
        else if (item.ContainsKey("cte_map"))
        {
            if (!QueryNodes.Contains(type))
            {
                throw Refused($"a query of the kind {type}");
            }

            scope = EnterQuery(item, type, scope);
        }

        foreach (var (name, child) in item)
        {
            if (name != "cte_map")
            {
                Walk(child, scope);
            }
        }
    }

    // A name that WITH defines is visible to what follows it, not within itself: there it would mean a table of the engine's own.
    private HashSet<string> EnterQuery(JsonObject query, string type, HashSet<string> scope)
    {
        if (type == "SET_OPERATION_NODE" && ++_setOperations > MostSetOperations)
        {
            throw TooLarge("set operations");
        }

        var inner = new HashSet<string>(scope, StringComparer.OrdinalIgnoreCase);
        if (type == "RECURSIVE_CTE_NODE")
        {
            inner.Add(Text(query, "cte_name"));
        }

        foreach (var definition in query["cte_map"]?["map"] as JsonArray ?? [])
        {
            Walk(definition!["value"], inner);
            inner.Add((string)definition["key"]!);
        }

        return inner;
    }

    /// <returns>Whether the reference is done with: a table has nothing further to check.</returns>
    private bool CheckTableReference(JsonObject item, string type, HashSet<string> scope)
    {
        if (!TableReferences.Contains(type))
        {
            throw Refused(type == "SHOW_REF" ? "SHOW or DESCRIBE inside a query" : $"a table reference of the kind {type}");
        }

        if (type == "JOIN" && ++_joins > MostJoins)
        {
            throw TooLarge("joins");
        }

        if (type == "TABLE_FUNCTION" && !TableFunctions.Contains(Text(item["function"] as JsonObject ?? [], "function_name")))
        {
            throw Refused($"the table function {Text(item["function"] as JsonObject ?? [], "function_name")}");
        }

        if (type == TableKind)
        {
            ResolveTable(item, scope);
        }

        // What the guard itself put in the table's place is not its author's.
        return type == TableKind;
    }

    private void ResolveTable(JsonObject item, HashSet<string> scope)
    {
        var (catalog, schema, table) = (Text(item, "catalog_name"), Text(item, "schema_name"), Text(item, "table_name"));
        if (item["at_clause"] is not null)
        {
            throw Refused("time travel");
        }

        if (catalog.Length == 0 && schema.Length == 0 && scope.Contains(table))
        {
            return;
        }

        var full = string.Join('.', new[] { catalog, schema, table }.Where(part => part.Length > 0));
        var found = _tables.Find(catalog, schema, table, statement.Catalog, statement.Schema)
            ?? throw new SqlEngineException("BAD_REQUEST", $"[TABLE_OR_VIEW_NOT_FOUND] The table or view `{full}` cannot be found. Verify the spelling; the usage table is {TableCatalog.Usage}.", "42P01");
        if (!statement.MayRead(found.FullName))
        {
            throw SqlEngineException.InsufficientPrivileges("SELECT", $"Table '{found.FullName}'");
        }

        if (found.SharedTable is { } shared)
        {
            ReadRowsOf(found, shared, item);
            return;
        }

        item["catalog_name"] = string.Empty;
        item["schema_name"] = found.Schema;
        item["table_name"] = found.Name;
    }

    // All inference tables are one in the engine, and so are those of each signal of telemetry; each is read through a macro that shows its own rows.
    private void ReadRowsOf(CatalogTable table, string shared, JsonObject item)
    {
        var name = table.FullName.ToLowerInvariant().Replace("'", "''", StringComparison.Ordinal);
        var tree = JsonNode.Parse(parser.Serialize($"SELECT * FROM {shared}_of('{name}')"))!;
        var call = tree["statements"]![0]!["node"]!["from_table"]!.AsObject();
        var alias = Text(item, "alias");
        var columnAliases = item["column_name_alias"]?.DeepClone();
        var sample = item["sample"]?.DeepClone();
        item.Clear();
        foreach (var (member, value) in call)
        {
            item[member] = value?.DeepClone();
        }

        item["alias"] = alias.Length > 0 ? alias : table.Name;
        item["column_name_alias"] = columnAliases;
        item["sample"] = sample;
    }

    private void CheckExpression(JsonObject item, string kind)
    {
        if (!Expressions.Contains(kind))
        {
            throw Refused($"an expression of the kind {kind}");
        }

        switch (kind)
        {
            case "FUNCTION" or "WINDOW":
                CheckFunction(item);
                break;
            case "COLUMN_REF":
                ShortenColumn((JsonArray)item["column_names"]!);
                break;
            case "OPERATOR" when Text(item, "type") == "ARRAY_EXTRACT":
                ShiftIndex((JsonArray)item["children"]!);
                break;
            default:
                break;
        }
    }

    private static void CheckFunction(JsonObject item)
    {
        var name = Text(item, "function_name");
        if (Text(item, "catalog").Length > 0 || Text(item, "schema") is not ("" or "main") || !AllowedFunctions.Contains(name))
        {
            throw new SqlEngineException("BAD_REQUEST", $"[UNRESOLVED_ROUTINE] The function `{name}` is not available here.", "42883");
        }

        if (name == "/")
        {
            // The engine answers infinity; Databricks an error.
            item["function_name"] = "weir_divide";
            item["is_operator"] = false;
        }
    }

    // system.ai_gateway.usage.request_id is usage.request_id to the engine.
    private void ShortenColumn(JsonArray names)
    {
        for (var qualifiers = 2; qualifiers >= 1; qualifiers--)
        {
            if (names.Count > qualifiers + 1 && _tables.Tables.Any(table => Matches(table, names, qualifiers)))
            {
                for (var i = 0; i < qualifiers; i++)
                {
                    names.RemoveAt(0);
                }

                return;
            }
        }
    }

    private static bool Matches(CatalogTable table, JsonArray names, int qualifiers)
    {
        string[] parts = qualifiers == 2 ? [table.Catalog, table.Schema, table.Name] : [table.Schema, table.Name];
        return !parts.Where((part, i) => !string.Equals(part, (string?)names[i], StringComparison.OrdinalIgnoreCase)).Any();
    }

    // Lists count from 0 in Databricks and from 1 in the engine.
    private static void ShiftIndex(JsonArray children)
    {
        if (children.Count < 2 || children[1] is not JsonObject index)
        {
            return;
        }

        if (Text(index, "class") != "CONSTANT")
        {
            if (Text(index, "class") is "COLUMN_REF" or "FUNCTION")
            {
                throw new SqlEngineException("BAD_REQUEST", "[UNSUPPORTED_INDEX] An index in [...] must be a number or a text here. Use list_extract(list, n), which counts from 1, or map_extract_value(map, key).");
            }

            return;
        }

        if (index["value"]?["value"] is JsonValue value && value.TryGetValue<long>(out var position))
        {
            if (position < 0)
            {
                throw new SqlEngineException("BAD_REQUEST", "[INVALID_ARRAY_INDEX] An index must not be negative; the first element is [0].", "22003");
            }

            index["value"]!["value"] = position + 1;
        }
    }

    private static string Text(JsonObject item, string name) => item[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : string.Empty;

    private static SqlEngineException Refused(string what) =>
        new("BAD_REQUEST", $"[UNSUPPORTED_FEATURE] SQL here reads the gateway's tables and nothing else; {what} is not allowed.", "0A000");

    private static SqlEngineException TooLarge(string what) =>
        new("BAD_REQUEST", $"[STATEMENT_TOO_COMPLEX] The statement has too many {what}. Make it smaller.", "54001");
}
