using static Weir.EndToEnd.DashboardNumbers.Arithmetic;
using Figures = System.Collections.Generic.KeyValuePair<string, System.Func<Weir.EndToEnd.DashboardNumbers.Chosen, System.Collections.Generic.IReadOnlyDictionary<string, Weir.EndToEnd.DashboardNumbers.Expected>>>;

namespace Weir.EndToEnd.DashboardNumbers;

internal static partial class ExpectedFigures
{
    private static double[] Percentiles => [0.5, 0.9, 0.95, 0.99];

    private static Figures[] Overview() =>
    [
        Widget("requests", Compared(Requests), Daily(Requests)),
        Widget("tokens", Compared(Tokens), Daily(Tokens)),
        Widget("users", Compared(Users), Daily(Users)),
        Widget("cost", SpentAndBefore, SpentDaily),
        Widget("error-rate", Compared(ErrorRate), Daily(ErrorRate)),
        Widget("overview-cache-hits", Compared(HitRatio), Daily(HitRatio)),
        Widget("requests-per-day", Daily(Requests)),
        Widget("tokens-over-time", Daily(calls => Sum(calls, call => call.Input - (call.Cached ?? 0)), calls => Sum(calls, call => call.Cached), calls => Sum(calls, call => call.Output))),
        Widget("top-users", Top(call => call.Requester, Tokens)),
        Widget("most-active-users", Top(call => call.Requester, Requests)),
        Widget("most-used-models", Top(call => call.Model, Requests)),
        Widget("users-per-day", Daily(Users)),
        Widget("workspaces-per-day", DailyBy(chosen => chosen.Calls, call => call.Time, call => call.Workspace, Requests)),
    ];

    private static Figures[] Performance() =>
    [
        Against("p50", Latency(0.5)),
        Against("p90", Latency(0.9)),
        Against("p95", Latency(0.95)),
        Against("p99", Latency(0.99)),
        Against("ttfb-p50", FirstByte(0.5)),
        Against("ttfb-p95", FirstByte(0.95)),
        Against("ttfb-p99", FirstByte(0.99)),
        Widget("performance-error-rate", Compared(ErrorRate)),
        Widget("fallback-rate", One(chosen => FallbackRate(chosen.Calls)), Daily(FallbackRate)),
        Widget("attempt-fallback-rate", One(chosen => AttemptFallbackRate(chosen.Calls)), Daily(AttemptFallbackRate)),
        Widget("latency-over-time", Daily([.. Percentiles.Select(Latency)])),
        Widget("ttfb-over-time", Daily([.. Percentiles.Select(FirstByte)])),
        Widget("errors-over-time", Daily(ErrorRate)),
        Widget("fallbacks-over-time", Daily(FallbackRate, AttemptFallbackRate)),
        Widget("status-codes", By(chosen => chosen.Calls, call => Text(call.Status), null, null, Requests)),
        Widget("failures-per-day", DailyBy(chosen => chosen.Calls.Where(call => call.Status >= 400), call => call.Time, call => Text(call.Status), Requests)),
        Widget("slowest-endpoints", Top(call => call.Endpoint, Latency(0.95))),
        Widget("latency-by-endpoint", By(chosen => chosen.Calls, call => call.Endpoint, null, 4, [Requests, .. Percentiles.Select(Latency), FirstByte(0.5), FirstByte(0.95), ErrorRate])),
        Widget("fallbacks-by-endpoint", By<RecordedCall>(
            chosen => chosen.Calls, call => call.Endpoint, null, 3,
            Requests, calls => calls.Sum(call => call.Actions.Count), calls => calls.Count(call => call.Fallbacks > 0), FallbackRate, AttemptFallbackRate,
            calls => Share([.. calls.Where(call => call.Fallbacks > 0)], call => call.Status < 400))),
    ];

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
