using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Ingest;

/// <summary>A line of a segment.</summary>
/// <param name="Offset">Where it begins, in bytes from the segment's start.</param>
/// <param name="Bytes">The line without its end.</param>
internal readonly record struct SliceLine(long Offset, ReadOnlyMemory<byte> Bytes);

/// <summary>Reads the records of a slice. A line that is not a whole record is set aside and reported; it never stops the others.</summary>
internal static class SliceLines
{
    public static IReadOnlyList<SliceLine> Read(JournalSlice slice, string quarantineDirectory, Action<string> report)
    {
        var bytes = new byte[slice.To - slice.From];
        using (var file = File.OpenHandle(slice.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            for (var filled = 0; filled < bytes.Length;)
            {
                var read = RandomAccess.Read(file, bytes.AsSpan(filled), slice.From + filled);
                if (read == 0)
                {
                    throw new EndOfStreamException($"{slice.Path} is shorter than the journal said.");
                }

                filled += read;
            }
        }

        var lines = new List<SliceLine>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            length = length < 0 ? bytes.Length - start : length;
            var line = new SliceLine(slice.From + start, bytes.AsMemory(start, length));
            start += length + 1;
            if (!JournalLine.IsWhole(line.Bytes.Span))
            {
                Quarantine(quarantineDirectory, slice, line, "its checksum is wrong", report);
            }
            else if (JournalLine.RequestIdOf(line.Bytes.Span) is null)
            {
                Quarantine(quarantineDirectory, slice, line, "it is not a record", report);
            }
            else
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <summary>Keeps a line in a file named by its place, so that the same line taken again is kept once.</summary>
    public static void Quarantine(string directory, JournalSlice slice, SliceLine line, string why, Action<string> report)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"{Uri.EscapeDataString(slice.Replica)}-{slice.Segment}-{line.Offset}.line");
        File.WriteAllBytes(path, line.Bytes.Span);
        report($"A line of journal segment {slice.Segment} was not taken ({why.Split('\n')[0]}); it is kept in {path}.");
    }
}
