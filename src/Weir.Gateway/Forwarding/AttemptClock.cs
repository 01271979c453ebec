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
    private bool _isFirstAwaited;
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
        _isFirstAwaited = true;
        Await(_timeouts.FirstToken);
    }

    /// <summary>Waits for the answer's next bytes.</summary>
    public void AwaitNext()
    {
        _isFirstAwaited = false;
        Await(_timeouts.Idle);
    }

    /// <summary>Why the token fired.</summary>
    public AnswerEnding Ending =>
        _isClientGone ? AnswerEnding.ClientClosed
        : IsOver(_started, _timeouts.Total) ? new AnswerEnding(504, RefusalCodes.TotalTimeout)
        : _isFirstAwaited ? new AnswerEnding(504, RefusalCodes.FirstByteTimeout)
        : AnswerEnding.Silent;

    /// <summary>The limit that was passed, for messages to people.</summary>
    public TimeSpan Limit => IsOver(_started, _timeouts.Total) ? _timeouts.Total!.Value : _isFirstAwaited ? _timeouts.FirstToken : _timeouts.Idle;

    /// <summary>Gives the attempt up.</summary>
    public void Stop() => _stop.Cancel();

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

    private void Await(TimeSpan limit)
    {
        if (_timeouts.Total is { } total)
        {
            limit = Shorter(limit, total - _time.GetElapsedTime(_started));
        }

        if (_isClientGone && _drains is not null)
        {
            limit = Shorter(limit, _drains.Timeout - _time.GetElapsedTime(_drainStarted));
        }

        _stop.CancelAfter(limit);
    }

    private static TimeSpan Shorter(TimeSpan limit, TimeSpan left) => left < TimeSpan.Zero ? TimeSpan.Zero : left < limit ? left : limit;

    private bool IsOver(long since, TimeSpan? limit) => limit is { } known && _time.GetElapsedTime(since) >= known;
}
