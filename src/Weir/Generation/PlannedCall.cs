namespace Weir.Generation;

/// <summary>A call before it is made: who, when, where to. All else follows from <paramref name="Seed"/>.</summary>
/// <param name="Time">When it is received, in ticks, UTC.</param>
/// <param name="Seed">What everything else of the call is drawn from.</param>
/// <param name="Session">What everything that a coding agent's session has in common is drawn from; 0 outside of one.</param>
/// <param name="Requester">Whose, an index of the people, or below zero the complement of an index of the applications.</param>
/// <param name="Endpoint">An index of the company's endpoints.</param>
/// <param name="Context">The tokens that a session's call sends; 0 outside of one.</param>
/// <param name="Cached">Those of them that the provider has in its cache from the call before.</param>
internal readonly record struct PlannedCall(long Time, ulong Seed, ulong Session, int Requester, int Endpoint, int Context, int Cached)
{
    /// <summary>The order of time.</summary>
    public static int Compare(PlannedCall one, PlannedCall other) => one.Time != other.Time ? one.Time.CompareTo(other.Time) : one.Seed.CompareTo(other.Seed);
}
