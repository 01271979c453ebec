using System.Globalization;
using System.Text.Json;
using Weir.Agents.Recognition;
using Weir.Usage.Agents;

namespace Weir.Agents.Cursor;

/// <summary>
/// The commits that Cursor has seen: <c>GET /analytics/ai-code/commits</c> of its AI Code Tracking API (cursor.com/docs/account/teams/ai-code-tracking-api), for Enterprise teams, in alpha.
/// A commit's lines are not told: the day's totals have those that were Cursor's.
/// </summary>
/// <param name="workspaceId">The workspace that the rows belong to.</param>
internal sealed class TrackedCommits(string workspaceId) : ICursorSource
{
    private const int PageSize = 500;

    public string Name => "commits";

    public string Rows => "items";

    public string Needs => "Commits come from the AI Code Tracking API, which Cursor has for Enterprise teams alone; lines and decisions are read without it.";

    public HttpRequestMessage Request(DateTime from, DateTime to, int page) => new(
        HttpMethod.Get,
        new Uri(string.Create(CultureInfo.InvariantCulture, $"analytics/ai-code/commits?startDate={Text(from)}&endDate={Text(to)}&page={page}&pageSize={PageSize}"), UriKind.Relative));

    public bool HasNext(JsonElement answer, int page, int rows)
    {
        // A server may give smaller pages than it was asked for.
        var size = answer.Count("pageSize") is { } given and > 0 ? given : PageSize;
        return answer.Count("totalCount") is { } total ? page * size < total : rows >= size;
    }

    public IReadOnlyList<AgentObservation>? Observe(JsonElement row, DateTime now)
    {
        if (row.Text("commitHash", 128) is not { } hash || row.Email("userEmail") is not { } user || (row.Time("commitTs") ?? row.Time("createdAt")) is not { } time)
        {
            return null;
        }

        return
        [
            new AgentObservation
            {
                Id = ObservationId.Of("cursor", workspaceId, user, ObservationKind.Commit, hash),
                EventTime = time,
                WorkspaceId = workspaceId,
                Requester = user,
                Agent = CodingAgents.Cursor,
                Kind = ObservationKind.Commit,
                Source = ObservationSource.VendorApi,
                Commits = 1,
                Repository = RepositoryUrl.OrNull(row.Text("repoName", 1000)),
            },
        ];
    }

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
