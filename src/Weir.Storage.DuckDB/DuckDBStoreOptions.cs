namespace Weir.Storage.DuckDB;

/// <summary>The settings of the embedded store: section <c>Store</c> of the configuration (<c>WEIR_Store__...</c>).</summary>
public sealed class DuckDBStoreOptions
{
    /// <summary>The store's directory; the host sets it to <c>store</c> in the data directory.</summary>
    public string Directory { get; set; } = "store";

    /// <summary>The engine's memory limit, in megabytes; 0 for a quarter of the machine's memory, and at most 1024.</summary>
    public int MemoryLimitMb { get; set; }

    /// <summary>Disk that the engine may use for what does not fit in memory, in megabytes.</summary>
    public int MaxTemporaryMb { get; set; } = 8192;

    /// <summary>Threads of the engine; 0 for as many as the machine has cores.</summary>
    public int Threads { get; set; }

    /// <summary>Statements that run at the same time; further ones wait.</summary>
    public int MaxConcurrentStatements { get; set; } = 4;

    /// <summary>Statements that may wait for their turn; further ones are refused.</summary>
    public int MaxQueuedStatements { get; set; } = 64;
}
