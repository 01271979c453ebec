namespace Weir.Spend.Prices;

/// <summary>The prices of a model, with their history.</summary>
/// <param name="Name">The model, as the price list names it.</param>
/// <param name="Match">Which models of the provider they are of.</param>
/// <param name="Periods">What held when, the oldest first; the last one whose time it is counts.</param>
public sealed record ModelPrices(string Name, ModelMatch Match, IReadOnlyList<PricePeriod> Periods)
{
    /// <summary>What holds at a time; where no period's time it is, the first.</summary>
    public PricePeriod At(DateTime utc)
    {
        for (var i = Periods.Count - 1; i >= 0; i--)
        {
            if (Periods[i].IsAt(utc))
            {
                return Periods[i];
            }
        }

        return Periods[0];
    }
}

/// <summary>The rates that hold from a moment on, or at a time of the day.</summary>
/// <param name="ValidFrom">From when on, UTC; NULL for always.</param>
/// <param name="Rates">By usage type; a type that is missing has the rate of the broader one.</param>
public sealed record PricePeriod(DateTime? ValidFrom, IReadOnlyDictionary<UsageType, Rate> Rates)
{
    /// <summary>The time of the day at which they hold, UTC; an end before the start lies on the next day. NULL for all day.</summary>
    public (TimeSpan Start, TimeSpan End)? Daily { get; init; }

    /// <summary>Whether they hold at a time.</summary>
    public bool IsAt(DateTime utc)
    {
        if (Daily is { } daily)
        {
            var time = utc.TimeOfDay;
            return daily.End < daily.Start ? time >= daily.Start || time < daily.End : time >= daily.Start && time < daily.End;
        }

        return ValidFrom is null || utc >= ValidFrom;
    }
}
