using System.Data.Common;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Queries;

/// <summary>Says the engine's errors in the words of the statement execution API.</summary>
internal static class EngineErrors
{
    private static readonly (string Sign, string ErrorCode, string ErrorClass, string SqlState)[] Known =
    [
        ("Parser Error", "BAD_REQUEST", "PARSE_SYNTAX_ERROR", "42601"),
        ("Referenced column", "BAD_REQUEST", "UNRESOLVED_COLUMN.WITH_SUGGESTION", "42703"),
        ("Catalog Error: Scalar Function", "BAD_REQUEST", "UNRESOLVED_ROUTINE", "42883"),
        ("Catalog Error: Aggregate Function", "BAD_REQUEST", "UNRESOLVED_ROUTINE", "42883"),
        ("Catalog Error: Table", "BAD_REQUEST", "TABLE_OR_VIEW_NOT_FOUND", "42P01"),
        ("Conversion Error", "BAD_REQUEST", "CAST_INVALID_INPUT", "22018"),
        ("division by zero", "BAD_REQUEST", "DIVIDE_BY_ZERO", "22012"),
        ("Out of Range Error", "BAD_REQUEST", "ARITHMETIC_OVERFLOW", "22003"),
        ("Out of Memory Error", "RESOURCE_EXHAUSTED", "OUT_OF_MEMORY", "53200"),
        ("Binder Error", "BAD_REQUEST", "INVALID_STATEMENT", "42000"),
    ];

    public static SqlEngineException Of(DbException failed)
    {
        var text = failed.Message;
        foreach (var (sign, errorCode, errorClass, sqlState) in Known)
        {
            if (text.Contains(sign, StringComparison.Ordinal))
            {
                return new SqlEngineException(errorCode, $"[{errorClass}] {FirstParagraph(text)}", sqlState, failed);
            }
        }

        return new SqlEngineException("BAD_REQUEST", FirstParagraph(text), null, failed);
    }

    // What follows shows the rewritten statement, which its author did not write.
    private static string FirstParagraph(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).Trim();
    }
}
