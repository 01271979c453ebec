using Weir.Usage.Records;

namespace Weir.Usage.Journal;

/// <summary>
/// What an earlier process left behind. A torn end of a segment is cut off. A damaged line with whole ones after it is copied
/// to <c>damaged/</c> and stays where it is, since stores know positions in the file: they step over lines whose checksum is wrong.
/// An intent without a record becomes one: status 500, tokens NULL.
/// </summary>
public sealed class JournalRecovery
{
    private readonly List<string> _intentFiles = [];

    /// <summary>The request segments found.</summary>
    public IReadOnlyList<long> RequestSegments { get; private set; } = [];

    /// <summary>Records for the requests that the earlier process did not live to end.</summary>
    public IReadOnlyList<byte[]> OrphanRecords { get; private set; } = [];

    /// <summary>Bytes cut off the ends of segments.</summary>
    public long TornBytes { get; private set; }

    /// <summary>Damaged lines set aside.</summary>
    public int DamagedLines { get; private set; }

    internal static JournalRecovery Scan(JournalDirectory directory)
    {
        var recovery = new JournalRecovery();
        var open = recovery.ReadIntents(directory);
        var requests = JournalDirectory.SegmentsOf(directory.Requests);
        foreach (var (number, path) in requests)
        {
            recovery.ReadRecords(directory, number, path, open);
        }

        recovery.RequestSegments = [.. requests.Select(segment => segment.Number)];
        recovery.OrphanRecords = [.. open.Values.Select(OrphanOf)];
        return recovery;
    }

    internal void DeleteIntents() => _intentFiles.ForEach(File.Delete);

    private static byte[] OrphanOf(byte[] intent)
    {
        using var writer = new RecordWriter();
        writer.ContinueFrom(intent);
        writer.WriteOutcome(new RequestOutcome { StatusCode = 500, ErrorCode = "INTERRUPTED", Attempts = [] });
        return writer.Record.ToArray();
    }

    private Dictionary<Guid, byte[]> ReadIntents(JournalDirectory directory)
    {
        var open = new Dictionary<Guid, byte[]>();
        foreach (var (_, path) in JournalDirectory.SegmentsOf(directory.Intents))
        {
            _intentFiles.Add(path);
            foreach (var range in LinesOf(path, out var bytes))
            {
                // A hole that was reserved but not written is a run of zeros before the next line.
                var line = bytes.AsSpan(range).TrimStart((byte)0);
                if (JournalLine.IsWhole(line) && JournalLine.RequestIdOf(line) is { } id)
                {
                    open[id] = JournalLine.JsonOf(line);
                }
            }
        }

        return open;
    }

    private void ReadRecords(JournalDirectory directory, long number, string path, Dictionary<Guid, byte[]> open)
    {
        var end = 0;
        byte[] bytes;
        var suspect = new List<(int Start, int Length)>();
        foreach (var range in LinesOf(path, out bytes))
        {
            var (start, length) = range.GetOffsetAndLength(bytes.Length);
            var line = bytes.AsSpan(range);
            if (!JournalLine.IsWhole(line))
            {
                suspect.Add((start, length));
                continue;
            }

            if (JournalLine.RequestIdOf(line) is { } id)
            {
                open.Remove(id);
            }

            SetAside(directory, number, bytes, suspect);
            suspect.Clear();
            end = start + length + 1;
        }

        var size = new FileInfo(path).Length;
        if (size > end)
        {
            // Zeros are what was written ahead and never used.
            TornBytes += bytes.AsSpan(end).TrimEnd((byte)0).Length;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, end);
            DiskSync.Flush(file);
        }
    }

    private void SetAside(JournalDirectory directory, long number, byte[] bytes, List<(int Start, int Length)> suspect)
    {
        foreach (var (start, length) in suspect)
        {
            DamagedLines++;
            Directory.CreateDirectory(directory.Damaged);
            File.WriteAllBytes(Path.Combine(directory.Damaged, $"requests-{number}-{start}.line"), bytes.AsSpan(start, length));
        }
    }

    // Segments are bounded (64 MB), so one at a time fits in memory.
    private static List<Range> LinesOf(string path, out byte[] bytes)
    {
        bytes = File.ReadAllBytes(path);
        var lines = new List<Range>();
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            lines.Add(start..(start + length));
            start += length + 1;
        }

        return lines;
    }
}
