using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Weir.Usage.Agents;

namespace Weir.Agents.Cursor;

/// <summary>
/// The lines and decisions of each user and day: <c>POST /teams/daily-usage-data</c> of Cursor's Admin API (cursor.com/docs/account/teams/admin-api).
/// A row has the totals of a day (UTC), which grow while it lasts; so each is a total of a series, and told again only where it is another.
/// </summary>
/// <param name="workspaceId">The workspace that the rows belong to.</param>
internal sealed class DailyUsage(string workspaceId) : ICursorSource
{
    // Users, not rows: a page of 30 days is some 2 MB.
    private const int PageSize = 100;

    public string Name => "daily usage";

    public string Rows => "data";

    public string Needs => "The key must be a team's API key that may read the Admin API.";

    public HttpRequestMessage Request(DateTime from, DateTime to, int page) => new(HttpMethod.Post, new Uri("teams/daily-usage-data", UriKind.Relative))
    {
        Content = JsonContent.Create(new { startDate = Milliseconds(from), endDate = Milliseconds(to), page, pageSize = PageSize }),
    };

    public bool HasNext(JsonElement answer, int page, int rows) => answer.Member("pagination")?.Member("hasNextPage") is { ValueKind: JsonValueKind.True };

    public IReadOnlyList<AgentObservation>? Observe(JsonElement row, DateTime now)
    {
        if (row.Denies("isActive"))
        {
            return [];
        }

        var (added, removed) = (row.Count("acceptedLinesAdded"), row.Count("acceptedLinesDeleted"));
        var (accepted, rejected) = (row.Count("totalAccepts"), row.Count("totalRejects"));
        if (row.Email("email") is not { } user || DayOf(row) is not { } day || day > now.AddDays(1) || (added ?? removed ?? accepted ?? rejected) is null)
        {
            return null;
        }

        var end = day.AddDays(1).AddMilliseconds(-1);
        var time = now < end ? now : end;
        var version = row.Text("clientVersion", 64);
        var told = new List<AgentObservation>();
        if (added > 0 || removed > 0)
        {
            told.Add(Total(ObservationKind.Edit, added ?? 0, removed ?? 0) with { LinesAdded = added ?? 0, LinesRemoved = removed ?? 0 });
        }

        if (accepted > 0 || rejected > 0)
        {
            told.Add(Total(ObservationKind.EditDecision, accepted ?? 0, rejected ?? 0) with { AcceptedEdits = accepted ?? 0, RejectedEdits = rejected ?? 0 });
        }

        if (told.Count > 0)
        {
            told.AddRange(Covering([.. told.Select(total => total.Kind)]));
        }

        return told;

        AgentObservation Total(string kind, long first, long second)
        {
            var series = Id(kind).ToString("N");
            return Observation(ObservationId.Of(series, Text(first), Text(second)), kind, time) with { Series = series };
        }

        // The day's totals have what passed through the gateway at any time of the day, so they stand for each hour of it that is over.
        IEnumerable<AgentObservation> Covering(IReadOnlyList<string> kinds) => Enumerable.Range(0, 24)
            .Select(hour => day.AddHours(hour).AddMinutes(30))
            .Where(middle => middle <= now)
            .Select(middle => Observation(ObservationId.Of(Id(ObservationKind.Telemetry).ToString("N"), Text(middle.Hour), string.Join(',', kinds)), ObservationKind.Telemetry, middle) with { Covers = kinds });

        Guid Id(string kind) => ObservationId.Of("cursor", workspaceId, user, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), kind);

        AgentObservation Observation(Guid id, string kind, DateTime at) => new()
        {
            Id = id,
            EventTime = at,
            WorkspaceId = workspaceId,
            Requester = user,
            Agent = CodingAgents.Cursor,
            AgentVersion = version,
            Kind = kind,
            Source = ObservationSource.VendorApi,
        };
    }

    private static DateTime? DayOf(JsonElement row)
    {
        if (row.Text("day", 64) is { Length: >= 10 } day && DateTime.TryParseExact(day[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var written))
        {
            return written;
        }

        return row.Count("date") is { } milliseconds && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.Date : null;
    }

    private static long Milliseconds(DateTime utc) => new DateTimeOffset(utc).ToUnixTimeMilliseconds();

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
