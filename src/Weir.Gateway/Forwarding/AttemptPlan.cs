using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Forwarding;

/// <summary>Where a request goes: a primary drawn by the traffic split, then the fallbacks in their order.</summary>
internal static class AttemptPlan
{
    /// <summary>The destination that a request starts at.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="draw">Evenly drawn from 0 (inclusive) to 1 (exclusive).</param>
    public static Destination Primary(GatewayEndpoint endpoint, double draw)
    {
        var destinations = endpoint.Destinations;
        if (destinations.Count == 1)
        {
            return destinations[0];
        }

        var mark = draw * 100;
        foreach (var destination in destinations)
        {
            mark -= destination.TrafficPercentage;
            if (mark < 0)
            {
                return destination;
            }
        }

        return destinations[^1];
    }

    /// <summary>Whether another destination may do better: the provider is down or overloaded, and nothing went to the client yet.</summary>
    public static bool MayFallBack(int statusCode) => statusCode is 429 or >= 500;
}
