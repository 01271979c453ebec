using static Weir.EndToEnd.DashboardNumbers.Arithmetic;
using Figures = System.Collections.Generic.KeyValuePair<string, System.Func<Weir.EndToEnd.DashboardNumbers.Chosen, System.Collections.Generic.IReadOnlyDictionary<string, Weir.EndToEnd.DashboardNumbers.Expected>>>;

namespace Weir.EndToEnd.DashboardNumbers;

internal static partial class ExpectedFigures
{
    private static Figures[] Usage() =>
    [
        Widget("usage-tokens", Compared(Tokens), Daily(Tokens)),
        Widget("cache-hit-ratio", Compared(HitRatio), Daily(HitRatio)),
        Widget("usage-cost", SpentAndBefore, SpentDaily),
        Widget("without-counts", One(chosen => WithoutCounts(chosen.Calls)), Daily(calls => WithoutCounts(calls))),
        Widget("tokens-by-endpoint", Top(call => call.Endpoint, Tokens)),
        Widget("tokens-by-model", Top(call => call.Model, Tokens)),
        Widget("tokens-by-workspace", Top(call => call.Workspace, Tokens)),
        Widget("tokens-per-request", By(chosen => chosen.Calls, call => SizeOf(call.Total), null, null, Requests)),
        Widget("cache-hits-over-time", Daily(HitRatio)),
        Widget("cache-hits-by-endpoint", By(chosen => chosen.Calls.Where(call => call.Input is not null), call => call.Endpoint, 10, 1, HitRatio)),
        Widget("requests-by-api", By(chosen => chosen.Calls, call => call.Api, null, null, Requests)),
        Widget("requests-by-hour", chosen => new Expected(chosen.Calls.GroupBy(call => (chosen.Local(call.Time).Hour, chosen.Local(call.Time).DayOfWeek))
            .Select(group => new object?[] { new Key(Text(group.Key.Hour)), new Key(group.Key.DayOfWeek.ToString()), group.Count() }))),
        Widget("usage-by-endpoint", Breakdown(call => call.Endpoint, null)),
        Widget("usage-by-requester", Breakdown(call => call.Requester, 1000)),
        Widget("usage-by-model", Breakdown(call => call.Model, null)),
        Widget("usage-by-workspace", Breakdown(call => call.Workspace, null)),
        Widget("usage-by-tag", By<(string Tag, RecordedCall Call)>(
            chosen => chosen.Calls.SelectMany(call => call.Tags.Select(tag => ($"{tag.Key}: {tag.Value}", call))), one => one.Tag, 1000, 2, rows => rows.Count, rows => Sum(rows, one => one.Call.Total))),
        Widget("usage-cost-by-endpoint", TopSpend(attempt => attempt.Endpoint)),
    ];

    private static int WithoutCounts(IReadOnlyList<RecordedCall> calls) => calls.Count(call => call.Total is null);

    private static Func<Chosen, Expected> Breakdown(Func<RecordedCall, string?> key, int? most) => By(
        chosen => chosen.Calls, key, most, 2,
        Requests, Tokens, calls => Sum(calls, call => call.Input), calls => Sum(calls, call => call.Cached), calls => Sum(calls, call => call.Output), calls => Sum(calls, call => call.Reasoning), HitRatio, calls => WithoutCounts(calls));

    private static string SizeOf(long? tokens) => tokens switch
    {
        null => "not known",
        0 => "0",
        < 100 => "1 to 99",
        < 1_000 => "100 to 999",
        < 10_000 => "1,000 to 9,999",
        < 100_000 => "10,000 to 99,999",
        < 1_000_000 => "100,000 to 999,999",
        _ => "1,000,000 and more",
    };

    private static Figures[] Agents() =>
    [
        Widget("agent-active-days", One(chosen => ActiveDays(Presences(chosen)))),
        Widget("agent-sessions", One(chosen => SumOfStarts(chosen, _ => true))),
        Widget("agent-users", One(chosen => Persons(Presences(chosen))), Daily(Presences, presence => presence.Time, presences => Persons(presences))),
        Widget("agent-requests", One(chosen => chosen.AgentCalls.Count), Daily(chosen => chosen.AgentCalls, call => call.Time, Requests)),
        Widget("agent-tokens", One(chosen => Tokens(chosen.AgentCalls)), Daily(chosen => chosen.AgentCalls, call => call.Time, Tokens)),
        Widget("agent-cost", One(chosen => Spent(AgentAttempts(chosen))), Daily(AgentAttempts, attempt => attempt.Time, Spent)),
        Widget("agent-commits", One(chosen => Sum(Things(chosen), told => told.Commits))),
        Widget("agent-lines-added", One(chosen => Sum(Things(chosen), told => told.Added))),
        Widget("agent-lines-removed", One(chosen => Sum(Things(chosen), told => told.Removed))),
        Widget("agent-requests-over-time", DailyBy(chosen => chosen.AgentCalls, call => call.Time, call => call.Agent, Requests)),
        Widget("agent-tokens-over-time", DailyBy(chosen => chosen.AgentCalls, call => call.Time, call => call.Agent, Tokens)),
        Widget("agent-sessions-over-time", chosen => new Expected(chosen.AgentCalls.GroupBy(call => (Day: chosen.Day(call.Time), call.Agent))
            .Select(group => new object?[] { new Key(group.Key.Day), SumOfStarts(chosen, call => chosen.Day(call.Time) == group.Key.Day && call.Agent == group.Key.Agent), new Key(group.Key.Agent) }))),
        Widget("agent-lines-over-time", chosen => new Expected(Things(chosen).GroupBy(told => chosen.Day(told.Time))
            .Select(group => new object?[] { new Key(group.Key), Sum(group, told => told.Added), Sum(group, told => told.Removed) }))),
        Widget("agent-table", chosen => new Expected(chosen.AgentCalls.GroupBy(call => call.Agent).Select(group => new object?[]
        {
            new Key(group.Key), Users([.. group]), ActiveDays([.. group]), SumOfStarts(chosen, call => call.Agent == group.Key), group.Count(), Sum(group, call => call.Input), Sum(group, call => call.Output),
        }), By: 4)),
        Widget("agent-cost-by-agent", By(AgentAttempts, attempt => attempt.Agent, 10, 1, Spent)),
        Widget("activity-table", chosen => new Expected(Things(chosen).GroupBy(told => (told.Agent, told.Source)).Select(group => new object?[]
        {
            new Key(group.Key.Agent), new Key(group.Key.Source), group.Select(told => told.Session).OfType<string>().Distinct().Count(), Sum(group, told => told.Commits), Sum(group, told => told.Added),
            Sum(group, told => told.Removed), Sum(group, told => told.PullRequests), Sum(group, told => told.Accepted), Sum(group, told => told.Rejected), Hours(group),
        }))),
        Widget("agent-users-table", chosen => new Expected(chosen.AgentCalls.GroupBy(call => (call.Requester, call.Agent)).Select(group => new object?[]
        {
            new Key(group.Key.Requester), new Key(group.Key.Agent), ActiveDays([.. group]), SumOfStarts(chosen, call => (call.Requester, call.Agent) == group.Key), group.Count(), Tokens([.. group]),
            group.Max(call => call.Time).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        }), 1000, 5)),
        Widget("agent-models", By(chosen => chosen.AgentCalls, call => call.Model, 10, 1, Requests)),
    ];

    // That telemetry arrived is no thing that an agent did, but its user was there.
    private static List<ToldActivity> Things(Chosen chosen) => [.. chosen.Activity.Where(told => told.Kind != "telemetry")];

    // What the traffic told comes with a call, which the made observations do not have.
    private static List<(string Requester, DateTime Time)> Presences(Chosen chosen) =>
        [.. chosen.AgentCalls.Select(call => (call.Requester, call.Time)), .. chosen.Activity.Where(told => told.Source != "TRAFFIC").Select(told => (told.Requester, told.Time))];

    private static int Persons(IReadOnlyList<(string Requester, DateTime Time)> presences) => presences.Select(presence => presence.Requester).Distinct().Count();

    private static object? Hours(IEnumerable<ToldActivity> told) => Sum(told, one => (decimal?)one.Seconds) is decimal seconds ? (double)(seconds / 3600) : null;

    private static List<BilledAttempt> AgentAttempts(Chosen chosen) => [.. chosen.Attempts.Where(attempt => attempt.Agent is not null)];

    // Days of each person, UTC as the definition says.
    private static int ActiveDays(IReadOnlyList<(string Requester, DateTime Time)> presences) => presences.Select(presence => (presence.Requester, presence.Time.Date)).Distinct().Count();

    private static int ActiveDays(IReadOnlyList<RecordedCall> calls) => ActiveDays([.. calls.Select(call => (call.Requester, call.Time))]);

    private static int? SumOfStarts(Chosen chosen, Func<RecordedCall, bool> of) => chosen.AgentCalls.Exists(call => of(call)) ? chosen.SessionStarts.Count(of) : null;

    private static Figures[] Cost() =>
    [
        Widget("total-cost", SpentAndBefore, SpentDaily),
        Widget("cost-per-request", One(chosen => Mean(chosen.Attempts, attempt => attempt.Cost)), Daily(chosen => chosen.Attempts, attempt => attempt.Time, attempts => Mean(attempts, attempt => attempt.Cost))),
        Widget("cache-savings", One(chosen => SavedByCaches(chosen.Attempts)), Daily(chosen => chosen.Attempts, attempt => attempt.Time, SavedByCaches)),
        Widget("unpriced", One(chosen => chosen.Attempts.Count(attempt => attempt.Cost is null)), Daily(chosen => chosen.Attempts, attempt => attempt.Time, attempts => attempts.Count(attempt => attempt.Cost is null))),
        Widget("cost-per-day", DailyBy(chosen => chosen.Attempts, attempt => attempt.Time, attempt => attempt.Provider, Spent)),
        Widget("cost-by-class", By<(string Class, long Tokens, decimal? Cost)>(ClassesOf, one => one.Class, null, 1, rows => About(Sum(rows, one => one.Cost)))),
        Widget("cost-by-model", TopSpend(attempt => attempt.Model)),
        Widget("cost-by-endpoint", TopSpend(attempt => attempt.Endpoint)),
        Widget("cost-by-workspace", TopSpend(attempt => attempt.Workspace)),
        Widget("cost-by-user", By(chosen => chosen.Attempts, attempt => attempt.Requester, 1000, 2, attempts => attempts.Count, Spent, SavedByCaches)),
        Widget("cost-by-tag", By<(string Tag, BilledAttempt Attempt)>(
            chosen => chosen.Attempts.SelectMany(attempt => attempt.Tags.Select(tag => ($"{tag.Key}: {tag.Value}", attempt))), one => one.Tag, 1000, 2, rows => rows.Count, rows => Sum(rows, one => one.Attempt.Cost))),
        Widget("token-classes", By<(string Class, long Tokens, decimal? Cost)>(ClassesOf, one => one.Class, null, 2, rows => Sum(rows, one => one.Tokens), rows => About(Sum(rows, one => one.Cost)))),
        Widget("unpriced-models", chosen => new Expected(chosen.Attempts.Where(attempt => attempt.Cost is null).GroupBy(attempt => (attempt.Provider, attempt.Model))
            .Select(group => new object?[] { new Key(group.Key.Provider), new Key(group.Key.Model), group.Count() }), By: 2)),
    ];

    private static string[] ClassNames => ["Input", "Cache read", "Cache write, 5 minutes", "Cache write, 1 hour", "Audio input", "Image input", "Output", "Reasoning output", "Audio output"];

    private static IEnumerable<(string Class, long Tokens, decimal? Cost)> ClassesOf(Chosen chosen) =>
        from attempt in chosen.Attempts
        from one in RecordedRows.Classes.Zip(ClassNames, (column, name) => (name, attempt.Classes[column].Tokens, attempt.Classes[column].Rate))
        where one.Tokens > 0
        select (one.name, one.Tokens!.Value, one.Tokens * one.Rate / 1_000_000);
}
