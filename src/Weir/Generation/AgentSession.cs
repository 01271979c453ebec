namespace Weir.Generation;

/// <summary>A session of a coding agent: runs of calls a few seconds apart, with pauses in which its user reads, and a context that grows until it is compacted.</summary>
internal static class AgentSession
{
    private const int LargestContext = 165_000;
    private static readonly TimeSpan CacheLife = TimeSpan.FromMinutes(5);

    /// <summary>Plans the calls of a session.</summary>
    /// <param name="calls">Takes them; the session ends when it is full, or the day is over.</param>
    /// <param name="number">Whose session, an index of the people.</param>
    /// <param name="person">The same.</param>
    /// <param name="hours">The day's hours.</param>
    /// <param name="random">The session's numbers.</param>
    /// <returns>How many calls it has, at least one.</returns>
    public static int Fill(Span<PlannedCall> calls, int number, Requester person, DayHours hours, SeededRandom random)
    {
        var session = random.Next() | 1;
        var time = hours.Draw(person, ref random);
        var length = Math.Clamp((int)random.NextLogNormal(24, 1.1), 1, Math.Min(400, calls.Length));
        var context = NewContext(ref random);
        var cached = 0;
        for (var i = 0; i < length; i++)
        {
            calls[i] = new PlannedCall(time.Ticks, random.Next(), session, number, person.AgentEndpoint!.Value, context, cached);
            var pause = PauseAfter(ref random);
            time += pause;
            if (time >= hours.End)
            {
                return i + 1;
            }

            cached = pause < CacheLife ? context : 0;
            context += (int)random.NextLogNormal(850, 1.1);
            if (context > LargestContext)
            {
                context = NewContext(ref random);
                cached = Math.Min(cached, 14_000);
            }
        }

        return length;
    }

    private static int NewContext(ref SeededRandom random) => 15_500 + random.Below(9000);

    // Mostly the time that the model and a tool take; then a person who reads; then one who is away.
    private static TimeSpan PauseAfter(ref SeededRandom random)
    {
        var seconds = random.NextDouble() switch
        {
            < 0.86 => random.NextLogNormal(9, 0.7),
            < 0.985 => random.NextLogNormal(75, 0.8),
            _ => random.NextLogNormal(1500, 0.6),
        };
        return TimeSpan.FromMicroseconds(Math.Max(1_000_000, Math.Floor(seconds * 1_000_000)));
    }
}
