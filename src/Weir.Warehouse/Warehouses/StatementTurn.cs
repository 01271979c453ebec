namespace Weir.Warehouse.Warehouses;

/// <summary>A statement's place in a warehouse's queue, from its submission to its end.</summary>
internal sealed class StatementTurn(WarehouseQueue queue) : IDisposable
{
    private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancelled = new();
    private volatile string? _reason;

    /// <summary>Waits until it is the statement's turn, runs it, and gives the place up.</summary>
    /// <param name="run">The statement.</param>
    /// <param name="cancellationToken">Its author's.</param>
    /// <exception cref="WarehouseStoppedException">The warehouse was stopped or deleted meanwhile.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<CancellationToken, Task<TResult>> run, CancellationToken cancellationToken)
    {
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancelled.Token);
            await _admitted.Task.WaitAsync(either.Token);
            either.Token.ThrowIfCancellationRequested();
            return await run(either.Token);
        }
        catch (OperationCanceledException) when (_reason is { } reason && !cancellationToken.IsCancellationRequested)
        {
            throw new WarehouseStoppedException(reason);
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Gives the place up.</summary>
    public void Dispose() => queue.Leave(this);

    internal void Admit() => _admitted.TrySetResult();

    internal void Cancel(string reason)
    {
        _reason = reason;
        _cancelled.Cancel();
    }
}

/// <summary>A statement was cancelled because its warehouse was stopped or deleted.</summary>
/// <param name="message">For the statement's author.</param>
internal sealed class WarehouseStoppedException(string message) : Exception(message);
