using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Ingest;

/// <summary>Reads the records of a slice. A line whose checksum is wrong is set aside and reported; it never stops the others.</summary>
internal static class SliceLines
{
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(JournalSlice slice, string quarantineDirectory, Action<string> report)
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

        var lines = new List<ReadOnlyMemory<byte>>();
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            length = length < 0 ? bytes.Length - start : length;
            var line = bytes.AsMemory(start, length);
            start += length + 1;
            if (!JournalLine.IsWhole(line.Span))
            {
                Quarantine(quarantineDirectory, slice, line, "its checksum is wrong", report);
            }
            else if (JournalLine.RequestIdOf(line.Span) is not null)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    public static void Quarantine(string directory, JournalSlice slice, ReadOnlyMemory<byte> line, string why, Action<string> report)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"{slice.Replica}-{slice.Segment}-{Guid.NewGuid():N}.line");
        File.WriteAllBytes(path, line.Span);
        report($"A line of journal segment {slice.Segment} was not taken ({why.Split('\n')[0]}); it is kept in {path}.");
    }
}
