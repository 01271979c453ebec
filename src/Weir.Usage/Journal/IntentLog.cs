using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Weir.Usage.Journal;

/// <summary>
/// The stream <c>intents</c>: written, not synced, before a request's first attempt, so that a request that the process does not
/// live to end still becomes a row. Each writer reserves its place and writes there; nobody waits for anybody. So a segment may have
/// holes of zero bytes after a crash, which recovery steps over: those requests were never sent.
/// A segment goes when it is sealed and each of its intents has its record.
/// </summary>
internal sealed class IntentLog : IDisposable
{
    private readonly JournalOptions _options;
    private readonly JournalDirectory _directory;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<long, Segment> _living = new();
    private readonly Lock _rolling = new();
    private Segment _current;

    public IntentLog(JournalOptions options, JournalDirectory directory, TimeProvider time)
    {
        _options = options;
        _directory = directory;
        _time = time;
        _current = Open();
    }

    /// <summary>The newest segment's number.</summary>
    public long Current => Volatile.Read(ref _current).Number;

    /// <summary>The oldest living segment's number.</summary>
    public long Oldest
    {
        get
        {
            var oldest = long.MaxValue;
            foreach (var number in _living.Keys)
            {
                oldest = Math.Min(oldest, number);
            }

            return oldest;
        }
    }

    public IntentTicket Write(ReadOnlySpan<byte> json)
    {
        var length = json.Length + JournalLine.Overhead;
        Span<byte> line = length <= 4096 ? stackalloc byte[length] : new byte[length];
        JournalLine.Write(json, line);
        while (true)
        {
            var segment = Volatile.Read(ref _current);
            if (!segment.TryEnter())
            {
                continue;
            }

            try
            {
                var offset = segment.Reserve(length);
                RandomAccess.Write(segment.File, line, offset);
                if (offset + length > _options.IntentSegmentBytes)
                {
                    Roll(segment);
                }

                return new IntentTicket(segment.Number);
            }
            catch
            {
                Leave(segment);
                throw;
            }
        }
    }

    /// <summary>An intent has its record.</summary>
    public void Close(IntentTicket ticket)
    {
        if (ticket.Segment != 0 && _living.TryGetValue(ticket.Segment, out var segment))
        {
            Leave(segment);
        }
    }

    /// <summary>Seals a segment that has grown old, so that an idle server keeps none but an empty one.</summary>
    public void RollIfOld()
    {
        var segment = Volatile.Read(ref _current);
        if (segment.Length > 0 && _time.GetElapsedTime(segment.OpenedAt) > _options.SegmentAge)
        {
            Roll(segment);
        }
    }

    public void Dispose()
    {
        foreach (var segment in _living.Values)
        {
            segment.File.Dispose();
            if (segment.IsIdle)
            {
                File.Delete(segment.Path);
            }
        }
    }

    private void Roll(Segment segment)
    {
        lock (_rolling)
        {
            if (!ReferenceEquals(segment, _current))
            {
                return;
            }

            Volatile.Write(ref _current, Open());
        }

        if (segment.Seal())
        {
            Delete(segment);
        }
    }

    private void Leave(Segment segment)
    {
        if (segment.Leave())
        {
            Delete(segment);
        }
    }

    private void Delete(Segment segment)
    {
        segment.File.Dispose();
        File.Delete(segment.Path);
        _living.TryRemove(segment.Number, out _);
    }

    private Segment Open()
    {
        var number = JournalDirectory.NextNumber(_directory.Intents);
        var path = JournalDirectory.FileOf(_directory.Intents, number);
        var segment = new Segment(number, path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read), _time.GetTimestamp());
        _living[number] = segment;
        return segment;
    }

    private sealed class Segment(long number, string path, SafeFileHandle file, long openedAt)
    {
        private const long SealedFlag = 1L << 62;

        // Open intents, and whether no further one may enter: one word, so that entering and sealing cannot pass each other.
        private long _state;
        private long _length;

        public long Number => number;

        public string Path => path;

        public SafeFileHandle File => file;

        public long OpenedAt => openedAt;

        public long Length => Interlocked.Read(ref _length);

        public bool IsIdle => (Interlocked.Read(ref _state) & ~SealedFlag) == 0;

        public bool TryEnter()
        {
            while (true)
            {
                var state = Interlocked.Read(ref _state);
                if ((state & SealedFlag) != 0)
                {
                    return false;
                }

                if (Interlocked.CompareExchange(ref _state, state + 1, state) == state)
                {
                    return true;
                }
            }
        }

        /// <summary>True for the one caller that must delete the segment.</summary>
        public bool Leave() => Interlocked.Decrement(ref _state) == SealedFlag;

        /// <summary>True for the one caller that must delete the segment.</summary>
        public bool Seal() => Interlocked.Or(ref _state, SealedFlag) == 0;

        public long Reserve(int length) => Interlocked.Add(ref _length, length) - length;
    }
}
