using Weir.Warehouse.Engines;
using Weir.Warehouse.Warehouses;

namespace Weir.Warehouse.Statements;

/// <summary>A statement from its submission until its result is forgotten.</summary>
public sealed class StatementExecution(string id, string submitter, DateTimeOffset submitted) : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private volatile StatementOutcome _outcome = new("PENDING", null, null);

    /// <summary>A UUID.</summary>
    public string Id => id;

    /// <summary>The principal that may see it.</summary>
    public string Submitter => submitter;

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset Submitted => submitted;

    /// <summary>What has become of it.</summary>
    public StatementOutcome Outcome => _outcome;

    /// <summary>Completes when it has ended.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Whether it still waits or runs.</summary>
    public bool IsActive => _outcome.State is "PENDING" or "RUNNING";

    /// <summary>Bytes that its result holds in memory.</summary>
    public long ResultBytes => _outcome.Result?.Chunks.Sum(chunk => (long)chunk.DataArray.Length) ?? 0;

    /// <summary>Runs it behind the answer.</summary>
    /// <param name="run">Waits for its turn and runs it; calls what it gets once it runs.</param>
    public void Start(Func<Action, CancellationToken, Task<EngineResult>> run) => Completion = Task.Run(() => RunAsync(run));

    /// <summary>Asks it to stop.</summary>
    public void Cancel() => _cancel.Cancel();

    /// <summary>Forgets its result.</summary>
    public void Close() => _outcome = new StatementOutcome("CLOSED", null, null);

    /// <inheritdoc/>
    public void Dispose() => _cancel.Dispose();

    private async Task RunAsync(Func<Action, CancellationToken, Task<EngineResult>> run)
    {
        try
        {
            _outcome = new StatementOutcome("SUCCEEDED", await run(() => _outcome = new StatementOutcome("RUNNING", null, null), _cancel.Token), null);
        }
        catch (WarehouseStoppedException stopped)
        {
            _outcome = new StatementOutcome("CANCELED", null, new SqlEngineException("CANCELLED", stopped.Message));
        }
        catch (OperationCanceledException)
        {
            _outcome = new StatementOutcome("CANCELED", null, null);
        }
        catch (SqlEngineException failed)
        {
            _outcome = new StatementOutcome("FAILED", null, failed);
        }
        catch (Exception defect)
        {
            _outcome = new StatementOutcome("FAILED", null, new SqlEngineException("INTERNAL_ERROR", "The statement failed in the gateway.", null, defect));
        }
    }
}

/// <summary>What has become of a statement.</summary>
/// <param name="State">A state of the API: PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED, CLOSED.</param>
/// <param name="Result">The result of one that succeeded.</param>
/// <param name="Error">Why one failed, or was cancelled by another than its author.</param>
public sealed record StatementOutcome(string State, EngineResult? Result, SqlEngineException? Error);
