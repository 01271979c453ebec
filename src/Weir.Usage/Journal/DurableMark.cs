namespace Weir.Usage.Journal;

/// <summary>Up to where records are journaled, and a way to wait until that is further on.</summary>
internal sealed class DurableMark
{
    private readonly Lock _lock = new();
    private JournalPosition _position;
    private TaskCompletionSource? _advance;

    public JournalPosition Position
    {
        get
        {
            lock (_lock)
            {
                return _position;
            }
        }
    }

    public void MoveTo(JournalPosition position)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _position = position;
            waiting = _advance;
            _advance = null;
        }

        waiting?.SetResult();
    }

    public Task WaitBeyondAsync(JournalPosition position, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_position > position)
            {
                return Task.CompletedTask;
            }

            _advance ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _advance.Task.WaitAsync(cancellationToken);
        }
    }
}
