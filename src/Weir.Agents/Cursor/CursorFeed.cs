using System.Text.Json;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Cursor;

/// <summary>Brings a list of Cursor's into the journal, the last days of it again each time. What was told already is not told again; where it is, after a restart, the store has it once.</summary>
internal sealed class CursorFeed(ICursorSource source, CursorClient client, ICursorUsers users, ITelemetryJournal journal, int firstDays, TimeProvider time)
{
    private const int MostLines = 1000;
    private const int MostPages = 10_000;

    // Days that are over may still change: laptops report late.
    private const int DaysReadAgain = 3;

    // Cursor answers no more at once.
    private static readonly TimeSpan LongestCall = TimeSpan.FromDays(30);

    private HashSet<Guid> _told = [];
    private DateTime? _from;

    /// <summary>What is brought, for the log.</summary>
    public string Name => source.Name;

    /// <summary>Reads and writes once.</summary>
    /// <exception cref="CursorException">Cursor does not give it. What was written of it stays; the next import begins where this one did.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task<FeedCounts> ImportAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var next = now.Date.AddDays(1 - DaysReadAgain);
        var told = new HashSet<Guid>();
        var counts = default(FeedCounts);
        for (var start = _from ?? now.Date.AddDays(1 - firstDays); start <= now; start += LongestCall)
        {
            var end = start + LongestCall > now ? now : start + LongestCall - TimeSpan.FromMilliseconds(1);
            for (var (page, hasNext) = (1, true); hasNext; page++)
            {
                using var answer = await client.AskAsync(source, start, end, page, cancellationToken);
                var rows = RowsOf(answer.RootElement);
                counts += await AppendAsync(rows, now, next, told);
                hasNext = rows.GetArrayLength() > 0 && source.HasNext(answer.RootElement, page, rows.GetArrayLength());
                if (hasNext && page == MostPages)
                {
                    throw new CursorException($"The list has more than {MostPages} pages. Look whether WEIR_Cursor__BaseUrl is Cursor's API.");
                }
            }
        }

        (_told, _from) = (told, next);
        return counts;
    }

    private async Task<FeedCounts> AppendAsync(JsonElement rows, DateTime now, DateTime next, HashSet<Guid> told)
    {
        var counts = default(FeedCounts);
        var batch = new TelemetryBatch(Guid.CreateVersion7(time.GetUtcNow()));
        try
        {
            foreach (var row in rows.EnumerateArray())
            {
                var observations = source.Observe(row, now);
                counts += new FeedCounts(1, 0, observations is null ? 1 : 0);
                var requester = observations is [var first, ..] ? users.RequesterOf(first.Requester) : null;
                foreach (var observation in observations ?? [])
                {
                    if (observation.EventTime >= next)
                    {
                        told.Add(observation.Id);
                    }

                    if (_told.Contains(observation.Id))
                    {
                        continue;
                    }

                    // The ids have the e-mail itself, so what was told before the user had an account is not told again.
                    batch.Add(requester is null ? observation : observation with { Requester = requester });
                    counts += new FeedCounts(0, 1, 0);
                    if (batch.Count == MostLines)
                    {
                        await journal.AppendAsync(batch);
                        batch.Dispose();
                        batch = new TelemetryBatch(Guid.CreateVersion7(time.GetUtcNow()));
                    }
                }
            }

            if (batch.Count > 0)
            {
                await journal.AppendAsync(batch);
            }
        }
        finally
        {
            batch.Dispose();
        }

        return counts;
    }

    private JsonElement RowsOf(JsonElement answer) => answer.Member(source.Rows) is { ValueKind: JsonValueKind.Array } rows
        ? rows
        : throw new CursorException($"An answer has no list '{source.Rows}'. Cursor's API may have changed: look for a newer version of Weir.");
}

/// <summary>What an import came to.</summary>
/// <param name="Rows">Rows that were read.</param>
/// <param name="Told">Observations that were written.</param>
/// <param name="NotUnderstood">Rows that lack what they are documented to have.</param>
internal readonly record struct FeedCounts(int Rows, int Told, int NotUnderstood)
{
    public static FeedCounts operator +(FeedCounts left, FeedCounts right) => new(left.Rows + right.Rows, left.Told + right.Told, left.NotUnderstood + right.NotUnderstood);
}
