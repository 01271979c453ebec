using System.Text;
using Weir.Agents.Traffic;
using Weir.Usage.Agents;

namespace Weir.Agents.Tests.Traffic;

/// <summary>What observations tell together.</summary>
public sealed record Told(long Added, long Removed, long Commits, long PullRequests, long Accepted, long Rejected)
{
    public static readonly Told Nothing = new(0, 0, 0, 0, 0, 0);

    /// <summary>The sums over what has different ids, as the table counts it.</summary>
    public static Told By(IEnumerable<AgentObservation> observations)
    {
        var distinct = observations.DistinctBy(observation => observation.Id).ToList();
        return new(
            distinct.Sum(observation => observation.LinesAdded ?? 0),
            distinct.Sum(observation => observation.LinesRemoved ?? 0),
            distinct.Sum(observation => observation.Commits ?? 0),
            distinct.Sum(observation => observation.PullRequests ?? 0),
            distinct.Sum(observation => observation.AcceptedEdits ?? 0),
            distinct.Sum(observation => observation.RejectedEdits ?? 0));
    }

    /// <summary>What one body tells.</summary>
    public static Told By(string agent, AgentWireFormat format, string body) => By(TrafficReading.Read(Request(agent, format, body)));

    public static TrafficRequest Request(string agent, AgentWireFormat format, string body) => Request(agent, format, Encoding.UTF8.GetBytes(body));

    public static TrafficRequest Request(string agent, AgentWireFormat format, byte[] body) => new()
    {
        Agent = agent,
        AgentVersion = "1.0",
        SessionId = "session",
        Repository = "https://github.com/acme/demo.git",
        WorkspaceId = "0000000000000001",
        Requester = "ann@example.com",
        EventTime = new DateTime(2026, 11, 26, 22, 0, 0, DateTimeKind.Utc),
        Model = "model",
        Format = format,
        Body = body,
    };
}
