namespace Weir.Warehouse.SavedQueries;

/// <summary>Keeps saved queries. They are read from the store each time: nothing on the data plane needs them.</summary>
public interface ISavedQueryStore
{
    /// <summary>The query of that id in a workspace, or NULL.</summary>
    Task<SavedQuery?> FindAsync(string workspaceId, string id, CancellationToken cancellationToken);

    /// <summary>The id of the owner of a query in a workspace, or NULL when there is no such query.</summary>
    string? FindOwner(string workspaceId, string id);

    /// <summary>Queries of a workspace, the newest first.</summary>
    Task<IReadOnlyList<SavedQuery>> ListAsync(SavedQueryPage page, CancellationToken cancellationToken);

    /// <summary>Keeps a new query, unless its owner has too many or one of that name.</summary>
    /// <param name="query">The query.</param>
    /// <param name="mostOfOwner">How many an owner may have in all.</param>
    /// <param name="resolvesName">Whether a name that is taken gets a number, instead of being refused.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<SavedQueryChange> AddAsync(SavedQuery query, int mostOfOwner, bool resolvesName, CancellationToken cancellationToken);

    /// <summary>Sets a query to what <paramref name="change"/> makes of it. No other change comes between.</summary>
    Task<SavedQueryChange> UpdateAsync(string workspaceId, string id, bool resolvesName, Func<SavedQuery, SavedQuery> change, CancellationToken cancellationToken);

    /// <summary>Deletes a query, if it is there.</summary>
    Task DeleteAsync(string workspaceId, string id, CancellationToken cancellationToken);

    /// <summary>Deletes every query of a workspace.</summary>
    /// <returns>Their ids.</returns>
    Task<IReadOnlyList<string>> DeleteAllAsync(string workspaceId, CancellationToken cancellationToken);
}

/// <summary>Which queries are asked for.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="OwnerId">Those of this principal and those of <paramref name="SharedIds"/>; NULL for everybody's.</param>
/// <param name="SharedIds">Ids of others' queries.</param>
/// <param name="BeforeId">Those that come after this one in the list; NULL to begin.</param>
/// <param name="Limit">How many at most.</param>
public sealed record SavedQueryPage(string WorkspaceId, string? OwnerId, IReadOnlyList<string> SharedIds, string? BeforeId, int Limit);

/// <summary>What became of a change.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="Query">The query as it is kept now, when it was.</param>
public sealed record SavedQueryChange(SavedQueryOutcome Outcome, SavedQuery? Query = null);

/// <summary>Whether a change was made.</summary>
public enum SavedQueryOutcome
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>The query is gone.</summary>
    Gone,

    /// <summary>The owner has a query of that name already.</summary>
    NameTaken,

    /// <summary>The owner has as many as one may have.</summary>
    TooMany,
}
