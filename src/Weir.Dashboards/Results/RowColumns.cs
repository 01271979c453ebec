using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Weir.Dashboards.Results;

/// <summary>Takes some columns of rows that several queries have in common.</summary>
internal static class RowColumns
{
    /// <summary>The rows with the columns at these places, in their order and under these names.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="places">The columns that are taken.</param>
    /// <param name="names">Their names.</param>
    /// <param name="limit">How many rows are asked for, or NULL for all.</param>
    /// <param name="mostRows">How many rows there are where they are truncated.</param>
    public static DashboardRows Take(DashboardRows rows, IReadOnlyList<int> places, IReadOnlyList<string> names, int? limit, int mostRows)
    {
        var taken = Take(rows, places, names, null, limit ?? int.MaxValue, out _);
        return taken with { IsTruncated = rows.IsTruncated && !(limit <= mostRows) };
    }

    /// <summary>The rows of a part, whose number is in the first column.</summary>
    /// <param name="rows">The rows of all parts.</param>
    /// <param name="part">The part's number.</param>
    /// <param name="places">The columns that are taken.</param>
    /// <param name="names">Their names.</param>
    /// <param name="limit">How many rows are asked for, or NULL for all.</param>
    /// <param name="mostRows">How many are answered at most; where there are more of those that are asked for, the answer is truncated.</param>
    public static DashboardRows TakePart(DashboardRows rows, int part, IReadOnlyList<int> places, IReadOnlyList<string> names, int? limit, int mostRows)
    {
        var taken = Take(rows, places, names, part, Math.Min(limit ?? mostRows, mostRows), out var isMore);
        return taken with { IsTruncated = isMore && !(limit <= mostRows) };
    }

    private static DashboardRows Take(DashboardRows rows, IReadOnlyList<int> places, IReadOnlyList<string> names, int? part, int most, out bool isMore)
    {
        var output = new ArrayBufferWriter<byte>(rows.Rows.Length / 2 + 16);
        var number = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"{part}\""));
        var taken = 0;
        isMore = false;
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
        {
            var reader = new Utf8JsonReader(rows.Rows);
            var cells = new Range[rows.Columns.Count];
            reader.Read();
            json.WriteStartArray();
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                for (var column = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; column++)
                {
                    cells[column] = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                }

                if (part is not null && !rows.Rows.AsSpan(cells[0]).SequenceEqual(number))
                {
                    continue;
                }

                if (isMore = taken++ >= most)
                {
                    break;
                }

                json.WriteStartArray();
                foreach (var place in places)
                {
                    json.WriteRawValue(rows.Rows.AsSpan(cells[place]), skipInputValidation: true);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return new DashboardRows([.. places.Select((place, i) => rows.Columns[place] with { Name = names[i] })], output.WrittenSpan.ToArray(), rows.IsTruncated);
    }
}
