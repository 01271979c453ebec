using System.Globalization;
using System.Text.Json;
using Weir.Usage.Journal;

namespace Weir.Usage.Stores;

/// <summary>When the first line happened that a store does not have yet: the line itself says it, among its first members.</summary>
internal static class OldestWaiting
{
    private const int LongestHead = 16 * 1024;

    /// <summary>The event time (UTC) of the first of these runs' lines; NULL when there is none, or it states none.</summary>
    public static DateTime? TimeOf(IEnumerable<SegmentRun> runs)
    {
        foreach (var run in runs)
        {
            try
            {
                using var file = File.OpenHandle(run.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var head = new byte[Math.Min(LongestHead, run.To - run.From)];
                return EventTimeOf(head.AsSpan(0, RandomAccess.Read(file, head, run.From)));
            }
            catch (FileNotFoundException)
            {
                // Every store had it in the meantime.
            }
        }

        return null;
    }

    private static DateTime? EventTimeOf(ReadOnlySpan<byte> head)
    {
        var json = new Utf8JsonReader(head, isFinalBlock: false, state: default);
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("event_time"u8) && json.Read())
                {
                    return DateTime.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
                }
            }
        }
        catch (JsonException)
        {
            // A damaged line is the store's to report; it has no time.
        }

        return null;
    }
}
