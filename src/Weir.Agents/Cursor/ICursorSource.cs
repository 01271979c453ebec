using System.Text.Json;
using Weir.Usage.Agents;

namespace Weir.Agents.Cursor;

/// <summary>One list that Cursor's APIs give in pages.</summary>
internal interface ICursorSource
{
    /// <summary>What it is, for the log.</summary>
    string Name { get; }

    /// <summary>The member of an answer that holds the rows.</summary>
    string Rows { get; }

    /// <summary>Which plan and key it needs, for whoever is refused.</summary>
    string Needs { get; }

    /// <summary>The request for a page.</summary>
    /// <param name="from">Where the time begins, UTC.</param>
    /// <param name="to">Where it ends, at most 30 days later.</param>
    /// <param name="page">The page, from 1.</param>
    HttpRequestMessage Request(DateTime from, DateTime to, int page);

    /// <summary>Whether there is a page after this one.</summary>
    bool HasNext(JsonElement answer, int page, int rows);

    /// <summary>What a row tells; NULL where it is not understood.</summary>
    /// <param name="row">The row.</param>
    /// <param name="now">The time of the import, UTC.</param>
    IReadOnlyList<AgentObservation>? Observe(JsonElement row, DateTime now);
}
