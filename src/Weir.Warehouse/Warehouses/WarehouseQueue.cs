namespace Weir.Warehouse.Warehouses;

/// <summary>The statements of one warehouse: some run, and the others wait in the order in which they came. Nothing is locked while a statement waits or runs.</summary>
/// <param name="limit">How many run at once.</param>
/// <param name="time">The clock.</param>
internal sealed class WarehouseQueue(int limit, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<StatementTurn> _waiting = new();
    private readonly HashSet<StatementTurn> _running = [];
    private int _limit = limit;
    private long _lastUse = time.GetTimestamp();

    /// <summary>How many statements run, and how many wait.</summary>
    public (int Running, int Waiting) Counts
    {
        get
        {
            lock (_lock)
            {
                return (_running.Count, _waiting.Count);
            }
        }
    }

    /// <summary>How long there has been no statement.</summary>
    public TimeSpan IdleTime
    {
        get
        {
            lock (_lock)
            {
                return _running.Count + _waiting.Count > 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastUse);
            }
        }
    }

    /// <summary>Takes the next place in the order. Whoever takes it runs the turn, or disposes it.</summary>
    public StatementTurn Enter()
    {
        var turn = new StatementTurn(this);
        lock (_lock)
        {
            _lastUse = time.GetTimestamp();
            _waiting.AddLast(turn);
            Admit();
        }

        return turn;
    }

    /// <summary>Counts the time without statements from now on.</summary>
    public void Touch()
    {
        lock (_lock)
        {
            _lastUse = time.GetTimestamp();
        }
    }

    /// <summary>Sets how many run at once. Those that run already go on.</summary>
    public void SetLimit(int limit)
    {
        lock (_lock)
        {
            _limit = limit;
            Admit();
        }
    }

    /// <summary>Cancels every statement that runs or waits now.</summary>
    /// <param name="reason">What their authors are told.</param>
    public void CancelAll(string reason)
    {
        List<StatementTurn> turns;
        lock (_lock)
        {
            turns = [.. _running, .. _waiting];
        }

        // Not under the lock: what a cancelled statement does then is its own.
        foreach (var turn in turns)
        {
            turn.Cancel(reason);
        }
    }

    internal void Leave(StatementTurn turn)
    {
        lock (_lock)
        {
            if (!_running.Remove(turn))
            {
                _waiting.Remove(turn);
            }

            _lastUse = time.GetTimestamp();
            Admit();
        }
    }

    private void Admit()
    {
        while (_running.Count < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _running.Add(first.Value);
            first.Value.Admit();
        }
    }
}
