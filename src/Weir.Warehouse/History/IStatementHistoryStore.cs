namespace Weir.Warehouse.History;

/// <summary>Keeps the history of statements.</summary>
public interface IStatementHistoryStore
{
    /// <summary>Keeps statements that have ended.</summary>
    Task AddAsync(IReadOnlyList<PastStatement> statements, CancellationToken cancellationToken);

    /// <summary>Statements of a workspace, the newest first; those of one moment by id.</summary>
    Task<IReadOnlyList<PastStatement>> ListAsync(StatementHistoryQuestion question, CancellationToken cancellationToken);

    /// <summary>Deletes those from before a time (milliseconds since 1970), and the oldest beyond a number.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteAsync(long before, int most, CancellationToken cancellationToken);
}

/// <summary>Which statements are asked for. NULL is no condition.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="UserIds">Whose.</param>
/// <param name="Statuses">Words of the API.</param>
/// <param name="WarehouseIds">On which warehouses.</param>
/// <param name="From">Submitted at or after: milliseconds since 1970.</param>
/// <param name="To">Submitted at or before.</param>
/// <param name="Before">Those that come after this one in the list.</param>
/// <param name="Limit">How many at most.</param>
public sealed record StatementHistoryQuestion(
    string WorkspaceId,
    IReadOnlyList<string>? UserIds,
    IReadOnlyList<string>? Statuses,
    IReadOnlyList<string>? WarehouseIds,
    long? From,
    long? To,
    StatementHistoryPlace? Before,
    int Limit)
{
    /// <summary>Whether a statement is asked for.</summary>
    public bool Wants(PastStatement statement) =>
        statement.WorkspaceId == WorkspaceId
        && UserIds?.Contains(statement.UserId, StringComparer.Ordinal) != false
        && Statuses?.Contains(statement.Status, StringComparer.Ordinal) != false
        && WarehouseIds?.Contains(statement.WarehouseId, StringComparer.Ordinal) != false
        && !(statement.StartTime < From)
        && !(statement.StartTime > To)
        && (Before is null || Before.IsBefore(statement));
}

/// <summary>A statement's place in the list.</summary>
/// <param name="StartTime">Milliseconds since 1970.</param>
/// <param name="Id">Its id.</param>
public sealed record StatementHistoryPlace(long StartTime, string Id)
{
    /// <summary>Whether a statement comes after this one: it is older.</summary>
    public bool IsBefore(PastStatement statement) =>
        statement.StartTime < StartTime || (statement.StartTime == StartTime && string.CompareOrdinal(statement.Id, Id) < 0);
}
