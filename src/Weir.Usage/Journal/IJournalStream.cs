namespace Weir.Usage.Journal;

/// <summary>A stream of the journal that stores take: the records, the payloads, the audit, the telemetry.</summary>
public interface IJournalStream
{
    /// <summary>Names the stream of this replica in every store, for ever.</summary>
    string Name { get; }

    /// <summary>One of <see cref="JournalStreams"/>.</summary>
    string Stream { get; }

    /// <summary>Up to where lines are journaled.</summary>
    JournalPosition DurablePosition { get; }

    /// <summary>Completes when lines beyond <paramref name="after"/> are journaled.</summary>
    Task WaitForAdvanceAsync(JournalPosition after, CancellationToken cancellationToken);

    /// <summary>The segments from <paramref name="position"/> on that hold something beyond it, up to the durable position.</summary>
    IEnumerable<SegmentRun> RunsAfter(JournalPosition position);

    /// <summary>Deletes segments that every store has; <paramref name="taken"/> is the least of their positions.</summary>
    int DeleteTaken(JournalPosition taken);
}

/// <summary>The streams of a journal.</summary>
public static class JournalStreams
{
    /// <summary>Records of requests.</summary>
    public const string Requests = "requests";

    /// <summary>What requests and answers said.</summary>
    public const string Payloads = "payloads";

    /// <summary>Changes and denied accesses.</summary>
    public const string Audit = "audit";

    /// <summary>What agents' telemetry and tool calls told.</summary>
    public const string Telemetry = "telemetry";
}

/// <summary>A run of journaled lines of one segment.</summary>
/// <param name="Segment">The segment's number.</param>
/// <param name="Path">Its file.</param>
/// <param name="From">The first byte.</param>
/// <param name="To">The byte after the last.</param>
public readonly record struct SegmentRun(long Segment, string Path, long From, long To)
{
    internal static IEnumerable<SegmentRun> After(string directory, JournalPosition position, JournalPosition durable)
    {
        foreach (var (number, path) in JournalDirectory.SegmentsOf(directory))
        {
            if (number < position.Segment || number > durable.Segment)
            {
                continue;
            }

            var from = number == position.Segment ? position.Offset : 0;
            var to = number == durable.Segment ? durable.Offset : new FileInfo(path).Length;
            if (to > from)
            {
                yield return new SegmentRun(number, path, from, to);
            }
        }
    }
}
