using System.Buffers;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Weir.Usage.Journal;

namespace Weir.Usage.Payloads;

/// <summary>Takes payloads off the hands of requests.</summary>
public interface IPayloadJournal
{
    /// <summary>Takes a payload without waiting. What the memory set aside for them does not hold is dropped, counted, and marked by a row without bodies.</summary>
    void Offer(Payload payload);
}

/// <summary>
/// The stream <c>payloads</c> of the journal: written behind the requests, never waited for, bounded in memory. A payload is best effort, unlike a record: a kill
/// loses those still in memory, and a full disk drops them.
/// </summary>
public sealed class PayloadJournal : IPayloadJournal, IJournalStream, IAsyncDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Weir.Payloads";

    /// <summary>The largest body kept, in bytes (original-product.md 2.3).</summary>
    public const int LargestBody = 10 * 1024 * 1024;

    private const long RowBytes = 2048;

    private readonly Channel<Payload> _offered = Channel.CreateUnbounded<Payload>(new UnboundedChannelOptions { SingleReader = true });
    private readonly long _mostPending;
    private readonly string _directory;
    private readonly RecordLog _log;
    private readonly Meter _meter;
    private readonly Counter<long> _dropped;
    private readonly Task _writing;
    private long _pending;

    /// <summary>Opens the stream in the directory of a journal.</summary>
    /// <param name="journal">The journal: its directory, and its name in the stores.</param>
    /// <param name="options">The journal's settings.</param>
    /// <param name="meters">For the count of what was dropped.</param>
    /// <param name="time">The clock.</param>
    public PayloadJournal(RequestJournal journal, JournalOptions options, IMeterFactory meters, TimeProvider time)
    {
        Name = journal.Replica + "/payloads";
        _mostPending = options.MaxPendingPayloadBytes;
        _directory = Directory.CreateDirectory(Path.Combine(options.Directory, "payloads")).FullName;
        var earlier = JournalDirectory.SegmentsOf(_directory);
        earlier.ForEach(segment => RecordSegment.CutTornEnd(segment.Path));
        var log = new JournalOptions { Directory = options.Directory, Durability = JournalDurability.Written, SegmentBytes = options.SegmentBytes, SegmentAge = options.SegmentAge, MaxPendingBytes = options.MaxPendingBytes };
        _log = new RecordLog(log, _directory, time, static () => 0, static () => { });
        earlier.ForEach(segment => _log.NoteSealed(segment.Number, newestIntent: 0));
        _meter = meters.Create(MeterName);
        _dropped = _meter.CreateCounter<long>("weir.payloads.dropped", "{payload}", "Payloads that were not kept since too many came at once or the disk failed.");
        _meter.CreateObservableGauge("weir.payloads.pending", () => PendingBytes, "By", "Bytes of payloads in memory.");
        _writing = Task.Run(WriteAsync);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Stream => JournalStreams.Payloads;

    /// <inheritdoc/>
    public JournalPosition DurablePosition => _log.Durable.Position;

    /// <summary>Why the stream cannot be written at the moment, or NULL when it can.</summary>
    public string? Failure => _log.Failure;

    /// <summary>Bytes in memory, on their way to the disk.</summary>
    public long PendingBytes => Volatile.Read(ref _pending);

    /// <inheritdoc/>
    public void Offer(Payload payload)
    {
        if (TryTake(SizeOf(payload), _mostPending))
        {
            _offered.Writer.TryWrite(payload);
            return;
        }

        _dropped.Add(1);
        var mark = payload with { Request = default, Response = default, Aggregate = null, Errors = [.. payload.Errors, PayloadErrors.Dropped] };
        if (TryTake(RowBytes, _mostPending + (_mostPending / 8)))
        {
            _offered.Writer.TryWrite(mark);
        }
    }

    /// <inheritdoc/>
    public Task WaitForAdvanceAsync(JournalPosition after, CancellationToken cancellationToken) => _log.Durable.WaitBeyondAsync(after, cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<SegmentRun> RunsAfter(JournalPosition position) => SegmentRun.After(_directory, position, DurablePosition);

    /// <inheritdoc/>
    public int DeleteTaken(JournalPosition taken)
    {
        var deletable = _log.TakeSealed(taken.Segment, oldestIntent: 1);
        foreach (var segment in deletable)
        {
            File.Delete(JournalDirectory.FileOf(_directory, segment));
        }

        return deletable.Count;
    }

    /// <summary>Writes what has been offered, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _offered.Writer.TryComplete();
        await _writing;
        _log.Dispose();
        _meter.Dispose();
    }

    private static long SizeOf(Payload payload) => RowBytes + payload.Request.Length + payload.Response.Length;

    private bool TryTake(long size, long most)
    {
        if (Interlocked.Add(ref _pending, size) <= most)
        {
            return true;
        }

        Interlocked.Add(ref _pending, -size);
        return false;
    }

    private async Task WriteAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        await foreach (var payload in _offered.Reader.ReadAllAsync())
        {
            try
            {
                buffer.ResetWrittenCount();
                PayloadWriter.Write(payload, payload.Aggregate?.Invoke(payload.Response) ?? payload.Response, buffer);
                await _log.AppendAsync(buffer.WrittenSpan);
            }
            catch (IOException)
            {
                // Best effort: the disk's trouble is the records' to report.
                _dropped.Add(1);
            }
            finally
            {
                Interlocked.Add(ref _pending, -SizeOf(payload));
            }

            if (buffer.Capacity > 4 * LargestBody)
            {
                buffer = new ArrayBufferWriter<byte>(64 * 1024);
            }
        }
    }
}
