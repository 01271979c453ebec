using System.Globalization;
using Weir.Usage.Records;

namespace Weir.Storage.DuckDB.Ingest;

/// <summary>How the engine reads a file of JSON lines.</summary>
internal static class JsonLines
{
    private const string File = "$file";
    private const string Largest = "$largest";

    // The engine takes twice the largest line for each of its threads, whatever the lines are; smaller than this saves nothing.
    private const int LeastLargest = 1024 * 1024;

    /// <summary>The lines as a table, for a file that <see cref="Of"/> names.</summary>
    public static string Table(IEnumerable<RecordColumn> columns) =>
        $"read_json({File}, format='newline_delimited', columns={{{string.Join(", ", columns.Select(column => $"'{column.Name}': '{column.SqlType.Replace("'", "''", StringComparison.Ordinal)}'"))}}}, maximum_object_size={Largest})";

    /// <summary>A statement for a file.</summary>
    /// <param name="statement">It has <see cref="Table"/> in it.</param>
    /// <param name="file">The file.</param>
    /// <param name="largest">How many bytes its longest line has.</param>
    public static string Of(string statement, string file, int largest) => statement
        .Replace(File, $"'{UsageDatabase.Escape(file)}'", StringComparison.Ordinal)
        .Replace(Largest, Math.Max(LeastLargest, largest + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
