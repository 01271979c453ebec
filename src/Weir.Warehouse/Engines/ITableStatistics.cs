namespace Weir.Warehouse.Engines;

/// <summary>What an engine knows of the tables that it holds.</summary>
public interface ITableStatistics
{
    /// <summary>The full names of the inference tables that it has, or had, rows of, whether or not an endpoint still names them.</summary>
    /// <exception cref="SqlEngineException">The engine cannot be reached now.</exception>
    Task<IReadOnlyList<string>> ListInferenceTablesAsync(CancellationToken cancellationToken);

    /// <summary>Measures a table within a few seconds, however large it is: what takes longer is estimated, or left out.</summary>
    /// <param name="fullName">Its full lower-case name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlEngineException">The engine cannot be reached now.</exception>
    Task<TableStatistics> MeasureAsync(string fullName, CancellationToken cancellationToken);
}

/// <summary>The measures of a table.</summary>
/// <param name="Rows">How many rows it has, or NULL when that could not be counted in time.</param>
/// <param name="RowsAreExact">Whether <paramref name="Rows"/> was counted; an estimate otherwise.</param>
/// <param name="OldestEventTime">The earliest of its times, UTC; NULL when it has no rows or no times, or when they could not be read in time.</param>
/// <param name="NewestEventTime">The latest of its times, UTC; NULL in the same cases.</param>
/// <param name="SizeBytes">The bytes that <paramref name="SizeOf"/> takes in the engine's file; NULL while none of it is there yet (new rows wait in a log beside it).</param>
/// <param name="SizeOf">What the size is of: the table itself, or the records that it is a view of.</param>
/// <param name="KeptDays">For how many days its rows are to be kept by what they say themselves; NULL where they say nothing.</param>
public sealed record TableStatistics(long? Rows, bool RowsAreExact, DateTime? OldestEventTime, DateTime? NewestEventTime, long? SizeBytes, string SizeOf, int? KeptDays);
