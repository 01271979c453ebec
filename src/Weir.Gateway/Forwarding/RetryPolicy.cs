using System.Globalization;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Forwarding;

/// <summary>Whether and when the same destination is tried again.</summary>
internal static class RetryPolicy
{
    /// <summary>How long to wait before the next attempt at the same destination, or NULL to go on to the next destination.</summary>
    /// <param name="settings">The endpoint's.</param>
    /// <param name="retry">The retry's number, from 1.</param>
    /// <param name="retryAfter">What the provider asked for.</param>
    /// <param name="draw">Evenly drawn from 0 (inclusive) to 1 (exclusive): half of the wait is random, so that clients do not come back in step.</param>
    public static TimeSpan? DelayOf(RetrySettings settings, int retry, TimeSpan? retryAfter, double draw)
    {
        if (retry > settings.MaxRetries)
        {
            return null;
        }

        if (retryAfter is { } asked)
        {
            // A provider that wants a longer pause than we may make is not asked again.
            return asked <= settings.MaxBackoff ? asked : null;
        }

        var full = settings.InitialBackoff * Math.Pow(2, retry - 1);
        full = full < settings.MaxBackoff ? full : settings.MaxBackoff;
        return full * ((1 + draw) / 2);
    }

    /// <summary>The pause that an answer asks for: <c>retry-after-ms</c> (OpenAI, Azure), or <c>Retry-After</c> (RFC 9110 10.2.3) in seconds or as a date.</summary>
    public static TimeSpan? AskedBy(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.NonValidated.TryGetValues("retry-after-ms", out var text) && double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 1e9)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        return response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
            _ => null,
        };
    }
}
