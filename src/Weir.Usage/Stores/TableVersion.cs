namespace Weir.Usage.Stores;

/// <summary>Counts what this process did to the rows of the store: between equal counts, a question has the same answer.</summary>
public sealed class TableVersion
{
    private long _current;

    /// <summary>The count.</summary>
    public long Current => Interlocked.Read(ref _current);

    /// <summary>Rows were changed, or may have been.</summary>
    public void Changed() => Interlocked.Increment(ref _current);
}
