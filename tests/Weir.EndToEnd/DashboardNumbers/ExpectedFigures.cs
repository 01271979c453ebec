using static Weir.EndToEnd.DashboardNumbers.Arithmetic;

namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>A value that rows are grouped by, to tell it from a figure.</summary>
internal sealed record Key(string? Text);

/// <summary>What a query of a widget must answer.</summary>
/// <param name="Rows">The rows, in the order of the query's fields.</param>
/// <param name="Most">Of how many rows the first are shown; NULL for all.</param>
/// <param name="By">Which field they are in the order of, the largest first, then by the keys; NULL for any order.</param>
internal sealed record Expected(IEnumerable<object?[]> Rows, int? Most = null, int? By = null);

/// <summary>Each widget's figures, calculated from the rows by other code than the dashboard's.</summary>
internal static partial class ExpectedFigures
{
    /// <summary>By the widget's name, the queries that it has by theirs.</summary>
    public static IReadOnlyDictionary<string, Func<Chosen, IReadOnlyDictionary<string, Expected>>> All { get; } =
        Overview().Concat(Performance()).Concat(Usage()).Concat(Agents()).Concat(Cost()).ToDictionary(StringComparer.Ordinal);

    private static KeyValuePair<string, Func<Chosen, IReadOnlyDictionary<string, Expected>>> Widget(string name, Func<Chosen, Expected> main, Func<Chosen, Expected>? daily = null) =>
        new(name, chosen => daily is null ? new Dictionary<string, Expected> { ["main_query"] = main(chosen) } : new Dictionary<string, Expected> { ["main_query"] = main(chosen), ["by_day"] = daily(chosen) });

    // One figure, of the period and of the one before.
    // What it is compared with is a query of its own.
    private static KeyValuePair<string, Func<Chosen, IReadOnlyDictionary<string, Expected>>> Against(string name, Func<IReadOnlyList<RecordedCall>, object?> figure) =>
        new(name, chosen => new Dictionary<string, Expected> { ["main_query"] = new([[figure(chosen.Calls)]]), ["previous"] = new([[figure(chosen.CallsBefore)]]) });

    private static Func<Chosen, Expected> Compared(Func<IReadOnlyList<RecordedCall>, object?> figure) => chosen => new Expected([[figure(chosen.Calls), figure(chosen.CallsBefore)]]);

    private static Func<Chosen, Expected> One(Func<Chosen, object?> figure) => chosen => new Expected([[figure(chosen)]]);

    private static Func<Chosen, Expected> Daily(params Func<IReadOnlyList<RecordedCall>, object?>[] figures) => Daily(chosen => chosen.Calls, call => call.Time, figures);

    private static Func<Chosen, Expected> Daily<T>(Func<Chosen, IEnumerable<T>> rows, Func<T, DateTime> time, params Func<IReadOnlyList<T>, object?>[] figures) =>
        chosen => new Expected(rows(chosen).GroupBy(row => chosen.Day(time(row))).Select(day => new object?[] { new Key(day.Key) }.Concat(figures.Select(figure => figure([.. day]))).ToArray()));

    // The query's fields are the day, the figure and the colour.
    private static Func<Chosen, Expected> DailyBy<T>(Func<Chosen, IEnumerable<T>> rows, Func<T, DateTime> time, Func<T, string?> colour, Func<IReadOnlyList<T>, object?> figure) =>
        chosen => new Expected(rows(chosen).GroupBy(row => (Day: chosen.Day(time(row)), Colour: colour(row))).Select(group => new object?[] { new Key(group.Key.Day), figure([.. group]), new Key(group.Key.Colour) }));

    private static Func<Chosen, Expected> By<T>(Func<Chosen, IEnumerable<T>> rows, Func<T, string?> key, int? most, int? by, params Func<IReadOnlyList<T>, object?>[] figures) =>
        chosen => new Expected(rows(chosen).GroupBy(key).Select(group => new object?[] { new Key(group.Key) }.Concat(figures.Select(figure => figure([.. group]))).ToArray()), most, by);

    private static Func<Chosen, Expected> Top(Func<RecordedCall, string?> key, Func<IReadOnlyList<RecordedCall>, object?> figure) => By(chosen => chosen.Calls, key, 10, 1, figure);

    private static Func<Chosen, Expected> TopSpend(Func<BilledAttempt, string?> key) => By(chosen => chosen.Attempts, key, 10, 1, Spent);

    private static object? Requests(IReadOnlyList<RecordedCall> calls) => calls.Count;

    private static object? Tokens(IReadOnlyList<RecordedCall> calls) => Sum(calls, call => call.Total);

    private static object? Users(IReadOnlyList<RecordedCall> calls) => Distinct(calls, call => call.Requester);

    private static object? ErrorRate(IReadOnlyList<RecordedCall> calls) => Share(calls, call => call.IsError);

    private static object? HitRatio(IReadOnlyList<RecordedCall> calls) => Ratio(Sum(calls, call => call.Cached), Sum(calls, call => call.Input));

    private static Func<IReadOnlyList<RecordedCall>, object?> Latency(double share) => calls => Percentile(calls, call => call.Latency, share);

    private static Func<IReadOnlyList<RecordedCall>, object?> FirstByte(double share) => calls => Percentile(calls, call => call.FirstByte, share);

    private static object? FallbackRate(IReadOnlyList<RecordedCall> calls) => Share(calls, call => call.Fallbacks > 0);

    private static object? AttemptFallbackRate(IReadOnlyList<RecordedCall> calls) => Ratio(calls.Sum(call => call.Fallbacks), calls.Sum(call => call.Actions.Count));

    private static object? Spent(IReadOnlyList<BilledAttempt> attempts) => Sum(attempts, attempt => attempt.Cost);

    private static object? SavedByCaches(IReadOnlyList<BilledAttempt> attempts) => About(Sum(attempts, attempt => attempt.Saved));

    private static Func<Chosen, Expected> SpentAndBefore => chosen => new Expected([[Spent(chosen.Attempts), Spent(chosen.AttemptsBefore)]]);

    private static Func<Chosen, Expected> SpentDaily => Daily(chosen => chosen.Attempts, attempt => attempt.Time, Spent);
}
