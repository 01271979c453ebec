namespace Weir.Usage.Journal;

/// <summary>Lines collected for one write, and who waits for them.</summary>
internal sealed class RecordBatch
{
    private const int LargestKept = 4 * 1024 * 1024;
    private const int Initial = 64 * 1024;
    private readonly List<AppendWaiter> _waiters = [];
    private byte[] _bytes = new byte[Initial];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Adds a record as a line.</summary>
    /// <returns>Who waits for it.</returns>
    public AppendWaiter Add(ReadOnlySpan<byte> json)
    {
        var length = json.Length + JournalLine.Overhead;
        if (Length + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        }

        JournalLine.Write(json, _bytes.AsSpan(Length, length));
        Length += length;
        var waiter = AppendWaiter.Rent(Length);
        _waiters.Add(waiter);
        return waiter;
    }

    /// <summary>Wakes those who wait.</summary>
    /// <param name="start">Where the batch was written.</param>
    public void Complete(JournalPosition start)
    {
        foreach (var waiter in _waiters)
        {
            waiter.Complete(start);
        }

        Clear();
    }

    public void Fail(Exception unwritable)
    {
        foreach (var waiter in _waiters)
        {
            waiter.Fail(new IOException("The journal could not be written: " + unwritable.Message, unwritable));
        }

        Clear();
    }

    private void Clear()
    {
        Length = 0;
        _waiters.Clear();
        if (_bytes.Length > LargestKept)
        {
            _bytes = new byte[Initial];
        }
    }
}
