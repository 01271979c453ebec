using System.Globalization;
using System.Text.Json;
using Weir.Agents.Traffic.Conversations;
using Weir.Agents.Traffic.Edits;
using Weir.Usage.Agents;

namespace Weir.Agents.Traffic;

/// <summary>
/// Reads off an agent's request what its last tool calls did. The next request holds both the model's calls and their results, so nothing has to be remembered between requests: each call is counted in the
/// request in which its result is the newest.
/// </summary>
public static class TrafficReading
{
    /// <summary>
    /// What the newest results in the body tell: edits with their lines and that they were accepted, edits that the user rejected, commits, pull requests. The same body read twice gives the same observations
    /// with the same ids. A body of another shape, or a malformed one, tells nothing.
    /// </summary>
    public static IReadOnlyList<AgentObservation> Read(TrafficRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return Conversation.Of(request.Format, request.Body) is { } conversation ? ObservationsOf(request, conversation) : [];
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is no valid UTF-8. The provider has answered or refused the request; nobody is to be told here.
            return [];
        }
    }

    private static List<AgentObservation> ObservationsOf(TrafficRequest request, Conversation conversation)
    {
        var observations = new List<AgentObservation>();
        var turn = NewestTurn.Of(conversation);
        var contents = new EarlierContents(request.Agent, conversation, turn);

        // Some models number their calls anew in each conversation. Where no session tells conversations apart, what they begin with does.
        var beginning = request.SessionId is null && turn.Count > 0 ? conversation.HashUpTo(Math.Min(1, conversation.Count - 1)) : null;

        // The newest first: what an earlier request has told may stay open.
        foreach (var outcome in turn.Reverse())
        {
            var index = 0;
            foreach (var action in ToolActions.Of(request.Agent, outcome, conversation, contents))
            {
                observations.AddRange(ToldBy(request, beginning, outcome, action, index++));
            }
        }

        return observations;
    }

    private static IEnumerable<AgentObservation> ToldBy(TrafficRequest request, string? beginning, ToolOutcome outcome, AgentAction action, int index)
    {
        switch (action)
        {
            case AgentAction.Edit edit:
                if (edit.Lines is { } lines)
                {
                    yield return Observation(request, beginning, outcome, ObservationKind.Edit, index) with { LinesAdded = lines.Added, LinesRemoved = lines.Removed };
                }

                yield return Observation(request, beginning, outcome, ObservationKind.EditDecision, index) with { AcceptedEdits = 1 };
                break;
            case AgentAction.RejectedEdit:
                yield return Observation(request, beginning, outcome, ObservationKind.EditDecision, index) with { RejectedEdits = 1 };
                break;
            case AgentAction.Commit commit:
                yield return Observation(request, beginning, outcome, ObservationKind.Commit, index) with { Commits = commit.Count };
                break;
            case AgentAction.PullRequest opened:
                yield return Observation(request, beginning, outcome, ObservationKind.PullRequest, index) with { PullRequests = opened.Count };
                break;
        }
    }

    private static AgentObservation Observation(TrafficRequest request, string? beginning, ToolOutcome outcome, string kind, int index) => new()
    {
        Id = ObservationId.Of("traffic", request.Requester, request.WorkspaceId, request.Agent, request.SessionId, beginning, outcome.Key, outcome.Call.Input.Text, kind, index.ToString(CultureInfo.InvariantCulture)),
        EventTime = request.EventTime,
        WorkspaceId = request.WorkspaceId,
        Requester = request.Requester,
        Agent = request.Agent,
        AgentVersion = request.AgentVersion,
        SessionId = request.SessionId,
        Kind = kind,
        Source = ObservationSource.Traffic,
        Model = request.Model,
        Repository = request.Repository,
    };
}
