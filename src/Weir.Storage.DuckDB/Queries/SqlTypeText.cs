using System.Globalization;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>Says DuckDB's types in the words of the statement execution API, and how each value is written as text.</summary>
internal static class SqlTypeText
{
    // No table has a column of this type: it stands for local times, which have no offset.
    private const string LocalTimestamp = "TIMESTAMP_MS";

    /// <summary>A column of the result.</summary>
    public static EngineColumn Column(string name, string type)
    {
        var text = TextOf(type);
        var end = text.AsSpan().IndexOfAny('<', '(');
        var word = end < 0 ? text : text[..end];
        var typeName = word switch
        {
            "BIGINT" => "LONG",
            "SMALLINT" => "SHORT",
            "TINYINT" => "BYTE",
            "VOID" => "NULL",
            "TIMESTAMP_NTZ" => "TIMESTAMP",
            _ => word,
        };
        if (word != "DECIMAL")
        {
            return new EngineColumn(name, typeName, text, null, null, type);
        }

        var numbers = text[(end + 1)..^1].Split(',');
        return new EngineColumn(name, typeName, text, int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture), type);
    }

    /// <summary>The expression that writes a column as text.</summary>
    public static string Expression(string column, string type)
    {
        if (IsNested(type))
        {
            return $"to_json({column})::VARCHAR";
        }

        return type switch
        {
            LocalTimestamp => $"strftime({column}::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.%g')",
            "TIMESTAMP" or "TIMESTAMP_NS" or "TIMESTAMP_S" => Timestamp($"({column})::TIMESTAMP"),
            "TIMESTAMP WITH TIME ZONE" => Timestamp($"({column} AT TIME ZONE 'UTC')"),
            "DOUBLE" or "FLOAT" => $"CASE WHEN isnan({column}) THEN 'NaN' WHEN isinf({column}) THEN CASE WHEN {column} > 0 THEN 'Infinity' ELSE '-Infinity' END ELSE {column}::VARCHAR END",
            "BLOB" => $"base64({column})",
            _ => $"{column}::VARCHAR",
        };
    }

    private static string Timestamp(string value) =>
        $"CASE WHEN microsecond({value}) % 1000 = 0 THEN strftime({value}, '%Y-%m-%dT%H:%M:%S.%gZ') ELSE strftime({value}, '%Y-%m-%dT%H:%M:%S.%fZ') END";

    /// <summary>Whether values of a type are written as JSON.</summary>
    internal static bool IsNested(string type) =>
        type.EndsWith(']') || type.StartsWith("STRUCT(", StringComparison.Ordinal) || type.StartsWith("MAP(", StringComparison.Ordinal) || type.StartsWith("UNION(", StringComparison.Ordinal) || type == "JSON";

    private static string TextOf(string type)
    {
        if (type.EndsWith(']'))
        {
            return $"ARRAY<{TextOf(type[..type.LastIndexOf('[')])}>";
        }

        if (type.StartsWith("MAP(", StringComparison.Ordinal))
        {
            return $"MAP<{string.Join(", ", Parts(type[4..^1]).Select(TextOf))}>";
        }

        if (type.StartsWith("STRUCT(", StringComparison.Ordinal))
        {
            return $"STRUCT<{string.Join(", ", Parts(type[7..^1]).Select(Member))}>";
        }

        if (type.StartsWith("DECIMAL(", StringComparison.Ordinal))
        {
            return type;
        }

        return type switch
        {
            "INTEGER" => "INT",
            "HUGEINT" or "UHUGEINT" or "UBIGINT" => "DECIMAL(38,0)",
            "UINTEGER" => "BIGINT",
            "USMALLINT" or "UTINYINT" => "INT",
            "BIGINT" or "SMALLINT" or "TINYINT" or "BOOLEAN" or "DOUBLE" or "FLOAT" or "DATE" => type,
            "\"NULL\"" or "NULL" => "VOID",
            "BLOB" => "BINARY",
            "INTERVAL" => "INTERVAL",
            LocalTimestamp => "TIMESTAMP_NTZ",
            _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => "TIMESTAMP",
            _ => "STRING",
        };
    }

    private static string Member(string member)
    {
        var (name, type) = NameAndType(member);
        return $"{(name.StartsWith('"') ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name)}: {TextOf(type)}";
    }

    /// <summary>A member of a STRUCT: its name as the engine writes it, in quotes where it needs them, and its type.</summary>
    internal static (string Name, string Type) NameAndType(string member)
    {
        if (!member.StartsWith('"'))
        {
            var space = member.IndexOf(' ', StringComparison.Ordinal);
            return (member[..space], member[(space + 1)..]);
        }

        // A quote within a quoted name is written twice.
        var end = 1;
        while (member[end] != '"' || member[end + 1] == '"')
        {
            end += member[end] == '"' ? 2 : 1;
        }

        return (member[..(end + 1)], member[(end + 2)..]);
    }

    /// <summary>The parts of a list in a type, between its commas.</summary>
    internal static IEnumerable<string> Parts(string list)
    {
        var depth = 0;
        var quoted = false;
        var start = 0;
        for (var i = 0; i < list.Length; i++)
        {
            quoted ^= list[i] == '"';
            depth += quoted ? 0 : list[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (list[i] == ',' && depth == 0 && !quoted)
            {
                yield return list[start..i].Trim();
                start = i + 1;
            }
        }

        yield return list[start..].Trim();
    }
}
