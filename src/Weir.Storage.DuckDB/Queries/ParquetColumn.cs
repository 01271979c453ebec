using System.Globalization;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>How a column of a result, whose values are text, becomes a column of its real type in a Parquet file.</summary>
internal static class ParquetColumn
{
    /// <summary>The expression that reads a column's text.</summary>
    public static string Expression(string column, EngineColumn described)
    {
        var type = TypeOf(described);
        return !IsNested(described)
            ? type == "BLOB" ? $"from_base64({column})" : type == "VARCHAR" ? column : $"CAST({column} AS {type})"
            : $"CAST(CAST({column} AS JSON) AS {Target(type)})";
    }

    /// <summary>Whether its values are JSON that is read into lists, maps and structs.</summary>
    public static bool IsNested(EngineColumn described)
    {
        var type = described.EngineType ?? "VARCHAR";
        return SqlTypeText.IsNested(type) && type != "JSON" && !type.StartsWith("UNION(", StringComparison.Ordinal);
    }

    /// <summary>Whether numbers in its JSON have more digits than a floating-point number keeps.</summary>
    public static bool HasLongNumbers(EngineColumn described) =>
        described.EngineType is { } type && (type.Contains("DECIMAL(", StringComparison.Ordinal) || type.Contains("HUGEINT", StringComparison.Ordinal));

    /// <summary>The columns' names, each once whatever its case: Parquet's readers ask by name, and many of them forget the case.</summary>
    public static IReadOnlyList<string> DistinctNames(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var distinct = new List<string>();
        foreach (var name in names)
        {
            var wanted = name.Length == 0 ? "column" : name;
            var free = wanted;
            for (var count = 2; !taken.Add(free); count++)
            {
                free = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{count}");
            }

            distinct.Add(free);
        }

        return distinct;
    }

    private static string TypeOf(EngineColumn described)
    {
        var type = described.EngineType ?? "VARCHAR";
        return IsNested(described) ? type : type == "BLOB" ? type : Target(type);
    }

    private static string Target(string type)
    {
        if (type.EndsWith(']'))
        {
            return Target(type[..type.LastIndexOf('[')]) + "[]";
        }

        if (type.StartsWith("MAP(", StringComparison.Ordinal))
        {
            return $"MAP({string.Join(", ", SqlTypeText.Parts(type[4..^1]).Select(Target))})";
        }

        if (type.StartsWith("STRUCT(", StringComparison.Ordinal))
        {
            return $"STRUCT({string.Join(", ", SqlTypeText.Parts(type[7..^1]).Select(Member))})";
        }

        if (type.StartsWith("DECIMAL(", StringComparison.Ordinal))
        {
            return type;
        }

        return type switch
        {
            "BIGINT" or "INTEGER" or "SMALLINT" or "TINYINT" or "BOOLEAN" or "DOUBLE" or "FLOAT" or "DATE" => type,
            "HUGEINT" or "UHUGEINT" or "UBIGINT" => "DECIMAL(38,0)",
            "UINTEGER" => "BIGINT",
            "USMALLINT" or "UTINYINT" => "INTEGER",
            _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => "TIMESTAMP WITH TIME ZONE",

            // What the format has no type for stands there as the text that the statement was answered with.
            _ => "VARCHAR",
        };
    }

    private static string Member(string member)
    {
        var (name, type) = SqlTypeText.NameAndType(member);
        return $"{(name.StartsWith('"') ? name : $"\"{name}\"")} {Target(type)}";
    }
}
