using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Weir.Agents.Tests.Cursor;

/// <summary>A clock that is moved by hand, and tells of each pause that begins, so that a test waits for that and never for a time.</summary>
internal sealed class PauseClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _pauses.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>How long the next pause is; returns once it has begun.</summary>
    public async Task<TimeSpan> PauseAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await _pauses.Reader.ReadAsync(patience.Token);
    }
}
