namespace Weir.Agents.Telemetry.Receiving;

/// <summary>
/// Keeps the memory of all bodies together bounded. A body begins in a small place; one that turns out to be larger waits for a large
/// place, which has room for the largest body, so that nobody who has begun can wait for ever.
/// </summary>
internal sealed class BodyRoom : IDisposable
{
    /// <summary>What fits into a small place, in bytes.</summary>
    public const int SmallBytes = 1024 * 1024;

    private readonly SemaphoreSlim _small;
    private readonly SemaphoreSlim _large;

    public BodyRoom(TelemetryOptions options)
    {
        _small = new SemaphoreSlim((int)Math.Clamp(options.MaxTotalBodyBytes / 4 / SmallBytes, 1, 100_000));
        _large = new SemaphoreSlim((int)Math.Clamp(options.MaxTotalBodyBytes / 4 * 3 / Math.Max(options.MaxBodyBytes, 1), 1, 100_000));
    }

    /// <summary>Waits for a place.</summary>
    /// <param name="bytes">How large the body is, where that is known.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<Place> EnterAsync(long? bytes, CancellationToken cancellationToken)
    {
        var first = bytes > SmallBytes ? _large : _small;
        await first.WaitAsync(cancellationToken);
        return new Place(this, first);
    }

    public void Dispose()
    {
        _small.Dispose();
        _large.Dispose();
    }

    /// <summary>A body's place, held until it is journaled.</summary>
    internal sealed class Place(BodyRoom room, SemaphoreSlim first) : IDisposable
    {
        private bool _grown = first == room._large;
        private SemaphoreSlim? _held = first;

        /// <summary>Waits for a large place, if this is none yet.</summary>
        public async ValueTask GrowAsync(CancellationToken cancellationToken)
        {
            if (!_grown)
            {
                await room._large.WaitAsync(cancellationToken);
                _grown = true;
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _held, null) is { } held)
            {
                held.Release();
                if (_grown && held != room._large)
                {
                    room._large.Release();
                }
            }
        }
    }
}
