using System.Buffers;
using Weir.Usage.Journal;

namespace Weir.Usage.Auditing;

/// <summary>The stream <c>audit</c> of the journal. Always synced, whatever the setting for requests: what an admin changed must survive a loss of power.</summary>
/// <param name="journal">The journal: its name in the stores, and the owner of the directory.</param>
/// <param name="options">The journal's settings.</param>
/// <param name="time">The clock.</param>
public sealed class AuditJournal(RequestJournal journal, JournalOptions options, TimeProvider time) : RowStream(journal, JournalStreams.Audit, JournalDurability.Synced, options, time)
{
    /// <summary>Appends a record; completes when it is on the disk.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task AppendAsync(AuditRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        AuditWriter.Write(record, buffer);
        await AppendLineAsync(buffer.WrittenSpan);
    }
}
