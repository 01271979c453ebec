using Weir.Usage.Agents;

namespace Weir.EndToEnd.DashboardNumbers;

/// <summary>What three sources tell of some people's agents, over the generated rows' days, beside what the generated agents told.</summary>
internal static class ToldObservations
{
    /// <summary>What their requesters begin with, and none of the generated ones.</summary>
    public const string People = "person-";

    private static readonly string[] Workspaces = ["1043785512907416", "2718281828459045"];
    private static readonly string[] Kinds = [ObservationKind.Session, ObservationKind.Edit, ObservationKind.Commit, ObservationKind.PullRequest, ObservationKind.ActiveTime, ObservationKind.EditDecision, ObservationKind.Telemetry];
    private static readonly ObservationSource[] Sources = [ObservationSource.TelemetryMetric, ObservationSource.TelemetryLog, ObservationSource.Traffic];
    private static readonly string[] Agents = ["Claude Code", "Codex CLI", "Gemini CLI"];

    public static IEnumerable<AgentObservation> Make(int count)
    {
        var random = new Random(7);
        var start = new DateTime(2025, 10, 6, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 0; i < count; i++)
        {
            var kind = Kinds[i % Kinds.Length];
            var session = random.Next(40);
            yield return new AgentObservation
            {
                Id = Guid.NewGuid(),
                EventTime = start.AddHours(session * 24).AddSeconds(random.Next(7200)),
                WorkspaceId = Workspaces[session % 2],
                Requester = $"{People}{session % 9}@acme.example",
                Agent = Agents[session % 3],
                SessionId = session % 5 == 0 ? null : $"session-{session}",
                Kind = kind,
                Source = Sources[random.Next(3)],
                Covers = kind == ObservationKind.Telemetry ? [ObservationKind.Commit] : [],
                LinesAdded = kind == ObservationKind.Edit && random.Next(4) > 0 ? random.Next(200) : null,
                LinesRemoved = kind == ObservationKind.Edit && random.Next(4) > 0 ? random.Next(90) : null,
                Commits = kind == ObservationKind.Commit ? random.Next(1, 3) : null,
                PullRequests = kind == ObservationKind.PullRequest ? 1 : null,
                ActiveSeconds = kind == ObservationKind.ActiveTime ? random.Next(10_000) / 8.0 : null,
                AcceptedEdits = kind == ObservationKind.EditDecision && i % 2 == 0 ? 1 : null,
                RejectedEdits = kind == ObservationKind.EditDecision && i % 2 == 1 ? 1 : null,
            };
        }
    }
}
