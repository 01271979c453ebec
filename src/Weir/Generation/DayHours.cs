namespace Weir.Generation;

/// <summary>When within a day (UTC) calls are made. People work in two offices, seven hours west and one hour east of UTC.</summary>
internal sealed class DayHours
{
    private static readonly int[] OffsetsOfOffices = [-7, 1];
    private static readonly double[] SharesOfOffices = [0.6, 0.4];

    // By the hour of the day there: a slow start, lunch, an evening that some work through.
    private static readonly double[] Working = [0.02, 0.01, 0.01, 0.01, 0.01, 0.03, 0.1, 0.3, 0.7, 1, 1.1, 1.05, 0.7, 0.85, 1.1, 1.1, 1, 0.75, 0.4, 0.22, 0.18, 0.15, 0.1, 0.05];
    private static readonly double[] Nightly = [0.6, 1.4, 2, 2, 1.4, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.1, 0.1, 0.2, 0.4];

    private readonly DateTime _midnight;
    private readonly DateTime _end;
    private readonly WeightedChoice[] _offices;
    private readonly WeightedChoice _night;
    private readonly WeightedChoice _always;

    /// <summary>The hours of a day.</summary>
    /// <param name="midnight">Its begin, UTC.</param>
    /// <param name="end">When rows end, which may be within the day.</param>
    public DayHours(DateTime midnight, DateTime end)
    {
        (_midnight, _end) = (midnight, end < midnight.AddDays(1) ? end : midnight.AddDays(1));
        _offices = [.. OffsetsOfOffices.Select(offset => Hours(hour => OfficeWeight(midnight.AddHours(hour + offset))))];
        _night = Hours(hour => Nightly[hour] * (midnight.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.7 : 1));
        _always = Hours(_ => 0.42);
    }

    /// <summary>The moment at which the day, or what is generated, ends; UTC.</summary>
    public DateTime End => _end;

    /// <summary>How much is called on the day by this rhythm.</summary>
    public double Total(CallRhythm rhythm) => rhythm switch
    {
        CallRhythm.Night => _night.Total,
        CallRhythm.Always => _always.Total,
        _ => _offices.Select((office, number) => office.Total * SharesOfOffices[number]).Sum(),
    };

    /// <summary>A moment at which somebody calls, UTC, to the microsecond.</summary>
    public DateTime Draw(Requester requester, ref SeededRandom random)
    {
        var hours = requester.Rhythm switch
        {
            CallRhythm.Night => _night,
            CallRhythm.Always => _always,
            _ => _offices[requester.IsPerson ? requester.Office : random.Chance(SharesOfOffices[0]) ? 0 : 1],
        };
        var hour = _midnight.AddHours(hours.Choose(random.NextDouble()));
        var length = Math.Min(TimeSpan.TicksPerHour, (_end - hour).Ticks) / TimeSpan.TicksPerMicrosecond;
        return hour.AddTicks((long)(random.NextDouble() * length) * TimeSpan.TicksPerMicrosecond);
    }

    private static double OfficeWeight(DateTime there) => Working[there.Hour] * there.DayOfWeek switch
    {
        DayOfWeek.Saturday => 0.11,
        DayOfWeek.Sunday => 0.09,
        DayOfWeek.Friday => 0.88,
        _ => 1,
    };

    // An hour that is cut off weighs as much less.
    private WeightedChoice Hours(Func<int, double> weight) =>
        new(Enumerable.Range(0, 24).Select(hour => weight(hour) * Math.Clamp((_end - _midnight.AddHours(hour)).TotalHours, 0, 1)));
}
