namespace Weir.Accounts.Replication;

/// <summary>What a replica holds in memory of one part of the control plane: immutable, swapped whole, so that requests read it without a lock.</summary>
/// <param name="empty">What there is before the first load.</param>
/// <param name="load">Makes the snapshot to come from the database; gets the one that stands.</param>
public sealed class ReplicatedSnapshot<T>(T empty, Func<T, CancellationToken, Task<T>> load) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim _reloading = new(1);
    private volatile T _current = empty;

    /// <summary>The snapshot that stands.</summary>
    public T Current => _current;

    /// <summary>Loads once more. What was in the database when this was called, or something newer, stands when it returns.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        // One at a time, so that a load that began before a change cannot take the place of one that began after it.
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            _current = await load(_current, cancellationToken);
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reloading.Dispose();
}
