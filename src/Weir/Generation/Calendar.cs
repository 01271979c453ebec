namespace Weir.Generation;

/// <summary>How many rows each day has: it grows slowly, weekends are low, and one day has none.</summary>
internal sealed class Calendar
{
    private const double AgentShare = 0.33;
    private const double PeopleShare = 0.24;
    private const double ApplicationShare = 0.43;
    private const double Growth = 0.7;

    private readonly GenerationOptions _options;
    private readonly double[] _upTo;
    private readonly double[] _agentShares;
    private readonly double[] _peopleShares;

    public Calendar(GenerationOptions options)
    {
        _options = options;
        EmptyDay = options.Days < 7 ? null : options.Days - 3 - SeededRandom.Of(options.Seed, GenerationPurpose.EmptyDay).Below(Math.Min(options.Days - 4, 12));
        _upTo = new double[options.Days];
        _agentShares = new double[options.Days];
        _peopleShares = new double[options.Days];
        var sum = 0.0;
        for (var day = 0; day < options.Days; day++)
        {
            var hours = HoursOf(day);
            var agents = AgentShare * hours.Total(CallRhythm.Office);
            var people = PeopleShare * hours.Total(CallRhythm.Office);
            var applications = ApplicationShare * ((0.55 * hours.Total(CallRhythm.Office)) + (0.3 * hours.Total(CallRhythm.Night)) + (0.15 * hours.Total(CallRhythm.Always)));
            var all = agents + people + applications;
            (_agentShares[day], _peopleShares[day]) = all == 0 ? (0, 0) : (agents / all, people / all);
            var noise = Math.Exp(0.08 * SeededRandom.Of(options.Seed, GenerationPurpose.Days, (ulong)day).NextNormal());
            _upTo[day] = sum += day == EmptyDay ? 0 : all * noise * (1 + (Growth * day / options.Days));
        }
    }

    /// <summary>The day without any row, from 0; NULL where the days are less than seven.</summary>
    public int? EmptyDay { get; }

    /// <summary>The rows of a day. Their sum over the days is exactly what was asked for.</summary>
    public long RowsOf(int day) => RowsUpTo(day) - (day == 0 ? 0 : RowsUpTo(day - 1));

    /// <summary>Which part of a day's rows coding agents make.</summary>
    public double AgentShareOf(int day) => _agentShares[day];

    /// <summary>Which part of a day's rows people make without a coding agent; the rest are applications'.</summary>
    public double PeopleShareOf(int day) => _peopleShares[day];

    /// <summary>The hours of a day.</summary>
    public DayHours HoursOf(int day) => new(_options.Start.AddDays(day), _options.End);

    private long RowsUpTo(int day) => (long)Math.Round(_options.Rows * (_upTo[day] / _upTo[^1]));
}
