namespace Weir.Usage.Journal;

/// <summary>The settings of the journal: section <c>Journal</c> of the configuration (<c>WEIR_Journal__...</c>).</summary>
public sealed class JournalOptions
{
    /// <summary>The journal's directory; the host sets it to <c>journal</c> in the data directory.</summary>
    public string Directory { get; set; } = "journal";

    /// <summary>When an append is complete.</summary>
    public JournalDurability Durability { get; set; } = JournalDurability.Synced;

    /// <summary>A segment is sealed when it is larger than this, in bytes.</summary>
    public long SegmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>A segment that holds something is sealed when it is older than this.</summary>
    public TimeSpan SegmentAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>An intent segment is sealed when it is larger than this, in bytes.</summary>
    public long IntentSegmentBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Payloads of inference tables in memory at most, in bytes; what comes beyond is dropped and marked.</summary>
    public long MaxPendingPayloadBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Appends wait once this many bytes are on their way to the disk.</summary>
    public long MaxPendingBytes { get; set; } = 64 * 1024 * 1024;
}

/// <summary>When an append is complete.</summary>
public enum JournalDurability
{
    /// <summary>Synced to disk: survives power loss.</summary>
    Synced,

    /// <summary>Written: survives any death of the process, and is synced within milliseconds.</summary>
    Written,
}
