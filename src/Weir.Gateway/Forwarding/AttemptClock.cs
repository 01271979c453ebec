using Weir.Gateway.Endpoints;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// What an attempt may still wait for: its provider, within the destination's time-outs, and its client. Its token stops the provider's call when
/// either is used up. A client that hangs up stops it at once, or, where the destination drains, only when the drain's own time is over.
/// </summary>
internal sealed class AttemptClock : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _hangUp;
    private readonly Timeouts _timeouts;
    private readonly Drains? _drains;
    private readonly TimeProvider _time;
    private readonly long _started;
    private long _drainStarted;
    private volatile bool _isClientGone;
    private string _awaited = RefusalCodes.FirstByteTimeout;
    private int _drainHeld;

    /// <param name="exchange">The request.</param>
    /// <param name="timeouts">The destination's.</param>
    /// <param name="drains">Where the destination drains: the room for it; else NULL.</param>
    /// <param name="time">The clock.</param>
    public AttemptClock(Exchange exchange, Timeouts timeouts, Drains? drains, TimeProvider time)
    {
        (_timeouts, _drains, _time) = (timeouts, drains, time);
        _started = time.GetTimestamp();
        _hangUp = exchange.Aborted.UnsafeRegister(static state => ((AttemptClock)state!).HangUp(), this);
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>The client has hung up.</summary>
    public bool IsClientGone => _isClientGone;

    /// <summary>The client has hung up and the provider's answer is read on to its usage.</summary>
    public bool IsDraining => _isClientGone && !_stop.IsCancellationRequested;

    /// <summary>Waits for the answer to begin.</summary>
    public void AwaitFirstToken()
    {
        Await(_timeouts.FirstToken, RefusalCodes.FirstByteTimeout);
    }

    /// <summary>Waits for the answer's next bytes.</summary>
    public void AwaitNext()
    {
        Await(_timeouts.Idle, RefusalCodes.IdleTimeout);
    }

    /// <summary>Why the token fired.</summary>
    public AnswerEnding Ending => _isClientGone ? AnswerEnding.ClientClosed : new AnswerEnding(504, _awaited);

    /// <summary>The limit that was passed, for messages to people.</summary>
    public TimeSpan Limit => _awaited switch
    {
        RefusalCodes.TotalTimeout => _timeouts.Total!.Value,
        RefusalCodes.FirstByteTimeout => _timeouts.FirstToken,
        _ => _timeouts.Idle,
    };

    public void Dispose()
    {
        _hangUp.Dispose();
        if (Interlocked.Exchange(ref _drainHeld, 0) == 1)
        {
            _drains!.Leave();
        }

        _stop.Dispose();
    }

    private void HangUp()
    {
        _drainStarted = _time.GetTimestamp();
        _isClientGone = true;
        if (_drains?.TryEnter() == true)
        {
            _drainHeld = 1;
            _stop.CancelAfter(_drains.Timeout);
        }
        else
        {
            _stop.Cancel();
        }
    }

    private void Await(TimeSpan limit, string otherwise)
    {
        _awaited = otherwise;
        if (_timeouts.Total is { } total && total - _time.GetElapsedTime(_started) is var left && left < limit)
        {
            limit = left;
            _awaited = RefusalCodes.TotalTimeout;
        }

        if (_isClientGone && _drains is not null && _drains.Timeout - _time.GetElapsedTime(_drainStarted) is var room && room < limit)
        {
            limit = room;
        }

        _stop.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
    }
}
