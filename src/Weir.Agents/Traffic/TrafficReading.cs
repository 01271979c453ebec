using Weir.Usage.Agents;

namespace Weir.Agents.Traffic;

/// <summary>Reads off an agent's request what its last tool calls did: the next request holds both the model's calls and their results, so nothing has to be remembered between requests.</summary>
public static class TrafficReading
{
    /// <summary>What the newest results in the body tell. The same body read twice gives the same observations with the same ids. A body of another shape tells nothing.</summary>
    public static IReadOnlyList<AgentObservation> Read(TrafficRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [];
    }
}
