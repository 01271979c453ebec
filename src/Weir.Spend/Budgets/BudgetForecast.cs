namespace Weir.Spend.Budgets;

/// <summary>Where a budget is heading.</summary>
/// <param name="ProjectedSpend">What is spent at the period's end if it goes on as it has since the period's start, in USD.</param>
/// <param name="ExhaustedTime">When the amount is used up at that pace, UTC; NULL when not within the period.</param>
public sealed record BudgetForecast(decimal ProjectedSpend, DateTime? ExhaustedTime)
{
    /// <summary>Reckons on.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="start">The period's start, UTC.</param>
    /// <param name="spent">What is spent, in USD.</param>
    /// <param name="now">The time, UTC.</param>
    public static BudgetForecast Of(Budget budget, DateTime start, decimal spent, DateTime now)
    {
        var length = (decimal)(budget.Period.EndOf(start) - start).TotalSeconds;

        // The first minutes say little; an hour is the least that a pace is taken from.
        var elapsed = Math.Clamp((decimal)(now - start).TotalSeconds, 3600, length);
        var projected = decimal.Round(spent * length / elapsed, 6);
        if (spent >= budget.Amount)
        {
            return new BudgetForecast(projected, now);
        }

        return projected <= budget.Amount ? new BudgetForecast(projected, null) : new BudgetForecast(projected, now.AddSeconds((double)((budget.Amount - spent) * elapsed / spent)));
    }
}
