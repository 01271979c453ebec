namespace Weir.Accounts.SignIn;

/// <summary>
/// How long a name has to wait after wrong passwords: four are free, from the fifth on each doubles the wait, from 30 seconds to 15 minutes. Names
/// share a fixed number of places by their hash, which differs from process to process: memory is bounded whatever is tried, and a name that nobody has is treated as any other.
/// </summary>
internal sealed class FailedPasswords(TimeProvider time)
{
    private const int Places = 16384;
    private const int Free = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private readonly Lock _lock = new();
    private readonly Place[] _places = new Place[Places];

    /// <summary>Counts an attempt before it is judged, so that many at once count too.</summary>
    /// <returns>How long to wait when the name must; else NULL, and the attempt may be made.</returns>
    public TimeSpan? Begin(string name)
    {
        lock (_lock)
        {
            ref var place = ref PlaceOf(name);
            var now = time.GetUtcNow();
            if (place.BlockedUntil > now)
            {
                return place.BlockedUntil - now;
            }

            var calm = place.Failures < Free ? TimeSpan.FromMinutes(1) : LongestWait * 2;
            place.Failures = now - place.Last > calm ? 1 : place.Failures + 1;
            place.Last = now;
            if (place.Failures >= Free)
            {
                var wait = FirstWait * Math.Pow(2, Math.Min(place.Failures - Free, 10));
                place.BlockedUntil = now + (wait < LongestWait ? wait : LongestWait);
            }

            return null;
        }
    }

    /// <summary>Forgets the failures of a name whose password was right.</summary>
    public void Succeeded(string name)
    {
        lock (_lock)
        {
            PlaceOf(name) = default;
        }
    }

    private ref Place PlaceOf(string name) => ref _places[(uint)string.GetHashCode(name, StringComparison.OrdinalIgnoreCase) % Places];

    private record struct Place(int Failures, DateTimeOffset Last, DateTimeOffset BlockedUntil);
}
