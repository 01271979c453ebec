namespace Weir.Spend;

/// <summary>Reads the tables of costs by SQL, with the product's own right to them.</summary>
public interface ISpendQueries
{
    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement; its parameters are written <c>:name</c>.</param>
    /// <param name="parameters">Their values, as dates.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The rows, each value as text.</returns>
    /// <exception cref="Weir.Usage.Stores.StoreUnavailableException">The tables cannot be read now.</exception>
    Task<IReadOnlyList<IReadOnlyList<string?>>> RunAsync(string sql, IReadOnlyDictionary<string, DateOnly> parameters, CancellationToken cancellationToken);
}
