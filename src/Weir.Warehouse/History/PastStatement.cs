namespace Weir.Warehouse.History;

/// <summary>A statement in the history.</summary>
/// <param name="Id">The statement's id, a UUID.</param>
/// <param name="WorkspaceId">The workspace it was run in.</param>
/// <param name="UserId">The id of the principal that ran it.</param>
/// <param name="UserName">That principal's name at the time.</param>
/// <param name="WarehouseId">The warehouse that the request named, or the one there is.</param>
/// <param name="Text">The SQL as its author wrote it; the beginning of one that is very long.</param>
/// <param name="StartTime">When it was submitted: milliseconds since 1970, UTC.</param>
public sealed record PastStatement(string Id, string WorkspaceId, string UserId, string UserName, string WarehouseId, string Text, long StartTime)
{
    /// <summary>The API's word: QUEUED, RUNNING, FINISHED, FAILED or CANCELED.</summary>
    public string Status { get; init; } = "QUEUED";

    /// <summary>When it ended: milliseconds since 1970, UTC; NULL while it runs.</summary>
    public long? EndTime { get; init; }

    /// <summary>Milliseconds from its start to its end, or until now.</summary>
    public long Duration { get; init; }

    /// <summary>Rows of its result; NULL when it has none.</summary>
    public long? RowsProduced { get; init; }

    /// <summary>Why it failed.</summary>
    public string? ErrorMessage { get; init; }
}
