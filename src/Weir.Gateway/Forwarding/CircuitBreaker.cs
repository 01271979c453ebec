using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// Keeps requests away from a destination that has failed several times in a row, where there is another to go to. After a while one request
/// tries it again: its success closes the circuit, its failure keeps it open as long again.
/// </summary>
internal sealed class CircuitBreaker(CircuitBreakerSettings settings, TimeProvider time)
{
    private int _failures;
    private long _openedAt;
    private int _isTrying;

    /// <summary>Whether the destination may be tried now. One caller is let through to try an open one.</summary>
    public bool TryPass()
    {
        if (settings.Failures == 0 || Volatile.Read(ref _failures) < settings.Failures)
        {
            return true;
        }

        return time.GetElapsedTime(Volatile.Read(ref _openedAt)) >= settings.Open && Interlocked.CompareExchange(ref _isTrying, 1, 0) == 0;
    }

    /// <summary>Notes how an attempt ended: a failure is no answer, or a 5xx.</summary>
    public void Note(bool isFailure)
    {
        if (!isFailure)
        {
            if (Volatile.Read(ref _failures) != 0)
            {
                Volatile.Write(ref _failures, 0);
            }
        }
        else if (settings.Failures > 0 && Interlocked.Increment(ref _failures) >= settings.Failures)
        {
            Volatile.Write(ref _openedAt, time.GetTimestamp());
        }

        Volatile.Write(ref _isTrying, 0);
    }

    /// <summary>Notes an attempt that tells nothing of the destination: its client hung up.</summary>
    public void NoteNothing() => Volatile.Write(ref _isTrying, 0);
}
