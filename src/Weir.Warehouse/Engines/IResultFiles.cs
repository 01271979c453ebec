namespace Weir.Warehouse.Engines;

/// <summary>Makes files of results.</summary>
public interface IResultFiles
{
    /// <summary>A Parquet file with the result's rows in columns of their real types. An instant is a UTC timestamp of microseconds.</summary>
    /// <param name="result">A result with columns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SqlEngineException"><c>RESOURCE_EXHAUSTED</c> when too many files are being made, <c>BAD_REQUEST</c> when a value does not fit its column's type, or the engine is not there.</exception>
    Task<byte[]> ToParquetAsync(EngineResult result, CancellationToken cancellationToken);
}
