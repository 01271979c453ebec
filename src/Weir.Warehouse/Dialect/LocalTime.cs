using System.Collections.Concurrent;
using System.Globalization;

namespace Weir.Warehouse.Dialect;

/// <summary>
/// The local time of an instant, written as additions: the engine's own conversion takes about twenty times as long for each row. Its offsets are those of the system's
/// time zones between two fixed years; the engine's conversion is kept for what is before and after.
/// </summary>
internal static class LocalTime
{
    private const int LongestInstant = 400;
    private const int MostZones = 1000;
    private static readonly DateTime First = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime End = new(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Offset>> Known = new(StringComparer.Ordinal);

    /// <summary>The expression, in the engine's dialect.</summary>
    /// <param name="instant">An expression of the type TIMESTAMP, in UTC. It is written many times.</param>
    /// <param name="zone">A time zone's IANA name.</param>
    /// <returns>NULL when the engine is to convert: the zone is not known here, or the instant's expression is long.</returns>
    public static string? TryWrite(string instant, string zone)
    {
        if (instant.Length > LongestInstant || OffsetsOf(zone) is not { } offsets)
        {
            return null;
        }

        var shifted = $"make_timestamp(epoch_us({instant}) + {Choice(instant, offsets, 0, offsets.Count)})";
        return offsets is [{ Microseconds: 0 }] && zone == "UTC"
            ? instant
            : $"(CASE WHEN {instant} >= {Literal(First)} AND {instant} < {Literal(End)} THEN {shifted} ELSE timezone('{zone}', timezone('UTC', {instant})) END)";
    }

    private static string Choice(string instant, IReadOnlyList<Offset> offsets, int from, int to)
    {
        if (to - from == 1)
        {
            return offsets[from].Microseconds.ToString(CultureInfo.InvariantCulture);
        }

        var middle = (from + to) / 2;
        return $"CASE WHEN {instant} < {Literal(offsets[middle].Since)} THEN {Choice(instant, offsets, from, middle)} ELSE {Choice(instant, offsets, middle, to)} END";
    }

    private static string Literal(DateTime time) => $"TIMESTAMP '{time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}'";

    private static IReadOnlyList<Offset>? OffsetsOf(string name)
    {
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        // What a name may be made of keeps it from leaving the literal that it is written into, and the directory of the zones.
        if (name.Length > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-') || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return null;
        }

        var offsets = Read(zone);
        if (Known.Count < MostZones)
        {
            Known[name] = offsets;
        }

        return offsets;
    }

    private static List<Offset> Read(TimeZoneInfo zone)
    {
        var offsets = new List<Offset> { new(First, Microseconds(zone, First)) };
        for (var day = First; day < End; day = day.AddDays(1))
        {
            var next = day.AddDays(1);
            if (Microseconds(zone, next) != offsets[^1].Microseconds)
            {
                var (before, after) = (day, next);
                while (after - before > TimeSpan.FromSeconds(1))
                {
                    var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
                    (before, after) = Microseconds(zone, middle) == offsets[^1].Microseconds ? (middle, after) : (before, middle);
                }

                offsets.Add(new Offset(after, Microseconds(zone, after)));
            }
        }

        return offsets;
    }

    private static long Microseconds(TimeZoneInfo zone, DateTime instant) => zone.GetUtcOffset(instant).Ticks / TimeSpan.TicksPerMicrosecond;

    private readonly record struct Offset(DateTime Since, long Microseconds);
}
