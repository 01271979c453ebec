using System.Buffers;
using System.Text.Json;

namespace Weir.Dashboards.Results;

/// <summary>Takes some columns of rows.</summary>
internal static class RowColumns
{
    /// <summary>The rows with the columns at these places, in their order and under these names.</summary>
    public static DashboardRows Take(DashboardRows rows, IReadOnlyList<int> places, IReadOnlyList<string> names)
    {
        var output = new ArrayBufferWriter<byte>(rows.Rows.Length / 2 + 16);
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
