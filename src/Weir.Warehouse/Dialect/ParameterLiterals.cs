using System.Text.RegularExpressions;
using Weir.Warehouse.Engines;

namespace Weir.Warehouse.Dialect;

/// <summary>Puts a named parameter's value into the statement as a typed literal: its text can never become anything else.</summary>
internal static partial class ParameterLiterals
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["STRING"] = "VARCHAR", ["BOOLEAN"] = "BOOLEAN", ["BYTE"] = "TINYINT", ["TINYINT"] = "TINYINT", ["SHORT"] = "SMALLINT", ["SMALLINT"] = "SMALLINT",
        ["INT"] = "INTEGER", ["INTEGER"] = "INTEGER", ["LONG"] = "BIGINT", ["BIGINT"] = "BIGINT", ["FLOAT"] = "FLOAT", ["DOUBLE"] = "DOUBLE", ["DATE"] = "DATE",
        ["TIMESTAMP"] = "TIMESTAMP", ["TIMESTAMP_NTZ"] = "TIMESTAMP", ["VOID"] = "VARCHAR", ["DECIMAL"] = "DECIMAL(38, 10)",
    };

    public static string Of(EngineStatement statement, string name)
    {
        var parameter = statement.Parameters.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SqlEngineException("BAD_REQUEST", $"[UNBOUND_SQL_PARAMETER] The parameter ':{name}' has no value. Give it in 'parameters'.", "42P02");
        if (!Types.TryGetValue(parameter.Type, out var type))
        {
            type = DecimalPattern().IsMatch(parameter.Type)
                ? parameter.Type.ToUpperInvariant()
                : throw new SqlEngineException("BAD_REQUEST", $"The parameter ':{name}' has the type '{parameter.Type}', which is not supported. Use one of {string.Join(", ", Types.Keys)}.");
        }

        if (parameter.Value is null)
        {
            return $"CAST(NULL AS {type})";
        }

        if (parameter.Value.Contains('\0', StringComparison.Ordinal))
        {
            throw new SqlEngineException("BAD_REQUEST", $"The parameter ':{name}' holds a NUL character.");
        }

        var literal = $"'{parameter.Value.Replace("'", "''", StringComparison.Ordinal)}'";
        return type == "TIMESTAMP" && OffsetPattern().IsMatch(parameter.Value) ? $"CAST(CAST({literal} AS TIMESTAMPTZ) AS TIMESTAMP)" : $"CAST({literal} AS {type})";
    }

    [GeneratedRegex(@"^DECIMAL\([0-9]{1,2}(, ?[0-9]{1,2})?\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DecimalPattern();

    [GeneratedRegex("([zZ]|[+-][0-9]{2}:?[0-9]{2})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OffsetPattern();
}
