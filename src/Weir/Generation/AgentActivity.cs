using Weir.Usage.Agents;
using Weir.Usage.Telemetry;

namespace Weir.Generation;

/// <summary>
/// What the calls of coding agents tell of their work. The tool calls that passed tell of every agent's; of some people's agents the telemetry tells of the same work once more, as metrics or as log records. A session
/// lies within a day. Not thread-safe.
/// </summary>
/// <param name="seed">The seed of everything.</param>
/// <param name="company">Whose agents they are.</param>
internal sealed class AgentActivity(ulong seed, Company company) : IDisposable
{
    private static readonly string[] ClaudeCovers = [ObservationKind.Session, ObservationKind.Edit, ObservationKind.Commit, ObservationKind.PullRequest, ObservationKind.ActiveTime, ObservationKind.EditDecision];
    private static readonly string[] CodexCovers = [ObservationKind.Edit, ObservationKind.Commit, ObservationKind.EditDecision];
    private static readonly string[] GeminiCovers = [ObservationKind.Session, ObservationKind.Edit, ObservationKind.EditDecision];

    private readonly TelemetryBatch _told = new(SeededRandom.Of(seed, GenerationPurpose.Activity).NextGuid());

    // The sessions of the day, and in which ten minutes (agents' presence is told once in each) they were last there.
    private readonly Dictionary<ulong, long> _sessions = [];

    /// <summary>Begins a day.</summary>
    public void BeginDay() => _sessions.Clear();

    /// <summary>What a call tells, valid until the next call; nothing of one that no agent makes. The calls of a day must all be asked for, in their order.</summary>
    public TelemetryBatch Of(in PlannedCall call)
    {
        _told.Clear();
        if (call.Session != 0)
        {
            Tell(call, company.People[call.Requester], company.Endpoints[call.Endpoint]);
        }

        return _told;
    }

    public void Dispose() => _told.Dispose();

    private void Tell(in PlannedCall call, Requester person, GeneratedEndpoint endpoint)
    {
        var random = SeededRandom.Of(seed, GenerationPurpose.Activity, call.Seed);
        if (GeneratedAgent.Of(call, endpoint.Use, UserAgents.OfAgent(endpoint.Use, person.Machine, isInteractive: GeneratedAgent.IsInteractive(call))) is not { } agent)
        {
            return;
        }

        var traffic = new AgentObservation
        {
            Id = Guid.Empty,
            EventTime = new DateTime(call.Time, DateTimeKind.Utc),
            WorkspaceId = Company.Workspaces[endpoint.Workspace],
            Requester = person.Name,
            Agent = agent.Name,
            AgentVersion = agent.Version,
            SessionId = agent.SessionId,
            Kind = ObservationKind.Telemetry,
            Source = ObservationSource.Traffic,
            Model = endpoint.Models[0].Name,
        };
        var (telemetry, covers) = TelemetryOf(person, endpoint.Use, traffic, call.Session);
        var slot = call.Time / (10 * TimeSpan.TicksPerMinute);
        var isNew = !_sessions.TryGetValue(call.Session, out var last);
        _sessions[call.Session] = slot;
        if (telemetry is not null && (isNew || slot != last))
        {
            Add(telemetry with { Model = null, Covers = covers }, ref random);
            if (isNew && covers.Contains(ObservationKind.Session, StringComparer.Ordinal))
            {
                Add(telemetry with { Kind = ObservationKind.Session, Model = null }, ref random);
            }
        }

        // The first request of a session has no results of tools.
        if (!isNew)
        {
            foreach (var done in Work(ref random))
            {
                Add(done.Of(traffic), ref random);
                if (telemetry is not null && covers.Contains(done.Kind, StringComparer.Ordinal))
                {
                    Add(done.Of(telemetry), ref random);
                }
            }

            if (covers.Contains(ObservationKind.ActiveTime, StringComparer.Ordinal) && random.Chance(0.25))
            {
                Add(telemetry! with { Kind = ObservationKind.ActiveTime, ActiveSeconds = Math.Round(random.NextLogNormal(45, 0.8), 3) }, ref random);
            }
        }
    }

    // Most results are of reading and searching.
    private static IEnumerable<Done> Work(ref SeededRandom random)
    {
        var done = random.NextDouble();
        if (done < 0.2)
        {
            return [new Done(ObservationKind.Edit, (long)random.NextLogNormal(8, 1.3), (long)random.NextLogNormal(2.5, 1.4)), new Done(ObservationKind.EditDecision, 1, 0)];
        }

        if (done < 0.215)
        {
            return [new Done(ObservationKind.EditDecision, 0, 1)];
        }

        if (done < 0.245)
        {
            var commit = new Done(ObservationKind.Commit, 1, 0);
            return random.Chance(0.15) ? [commit, new Done(ObservationKind.PullRequest, 1, 0)] : [commit];
        }

        return [];
    }

    // Gemini's requests name no session, its telemetry does.
    private static (AgentObservation? Telemetry, IReadOnlyList<string> Covers) TelemetryOf(Requester person, EndpointUse use, AgentObservation traffic, ulong session)
    {
        var share = person.Machine % 100;
        return use switch
        {
            EndpointUse.ClaudeCode when share < 55 => (traffic with { Source = ObservationSource.TelemetryMetric }, ClaudeCovers),
            EndpointUse.Codex when share < 40 => (traffic with { Source = ObservationSource.TelemetryLog }, CodexCovers),
            EndpointUse.GeminiCli when share < 35 => (traffic with { Source = ObservationSource.TelemetryMetric, AgentVersion = null, SessionId = GeneratedAgent.SessionId(session), Model = null }, GeminiCovers),
            _ => (null, []),
        };
    }

    private void Add(AgentObservation observation, ref SeededRandom random) => _told.Add(observation with { Id = random.NextGuid() });

    /// <summary>A thing that was done, with its one or two counts.</summary>
    private readonly record struct Done(string Kind, long First, long Second)
    {
        public AgentObservation Of(AgentObservation source) => Kind switch
        {
            ObservationKind.Edit => source with { Kind = Kind, LinesAdded = First, LinesRemoved = Second },
            ObservationKind.Commit => source with { Kind = Kind, Commits = First },
            ObservationKind.PullRequest => source with { Kind = Kind, PullRequests = First },
            _ => source with { Kind = Kind, AcceptedEdits = First > 0 ? First : null, RejectedEdits = Second > 0 ? Second : null },
        };
    }
}
