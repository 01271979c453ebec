using System.Collections.Concurrent;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Warehouse.Dialect;
using Weir.Warehouse.Engines;
using Weir.Warehouse.History;
using Weir.Warehouse.Warehouses;

namespace Weir.Warehouse.Statements;

/// <summary>The statements that run and the results that may still be fetched, within limits of number, time and memory.</summary>
internal sealed class StatementRegistry(ISqlEngine engine, ITableGrants grants, GrantStatements grantStatements, TimeProvider time, IInferenceTables inferenceTables, WarehouseQueues queues, StatementHistory history)
{
    private const long InlineLimit = 25 * 1024 * 1024;
    private const long MostResultBytes = 256L * 1024 * 1024;
    private const int MostActive = ClusterSize.MostStatements;
    private const int MostActiveOfOne = 16;
    private const int ChunkRows = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, StatementExecution> _statements = new(StringComparer.Ordinal);

    /// <summary>Starts a statement, or lets it wait for its turn on the warehouse.</summary>
    /// <exception cref="ApiException">Too many run.</exception>
    public StatementExecution Submit(Caller caller, StatementRequest request, SqlWarehouse warehouse)
    {
        Forget();
        var active = _statements.Values.Where(statement => statement.IsActive).ToList();
        if (active.Count >= MostActive || active.Count(statement => statement.Submitter == caller.PrincipalId) >= MostActiveOfOne)
        {
            throw new ApiException(429, "REQUEST_LIMIT_EXCEEDED", $"Too many statements run or wait: at most {MostActiveOfOne} of one principal and {MostActive} in all. Wait for one to end, or cancel one.");
        }

        var execution = new StatementExecution(Guid.NewGuid().ToString(), caller.PrincipalId, time.GetUtcNow());
        _statements[execution.Id] = execution;
        var turn = queues.Of(warehouse).Enter();
        execution.Start((running, cancelled) => turn.RunAsync(
            either =>
            {
                running();
                return RunAsync(caller, request, execution.Id, either);
            },
            cancelled));
        history.Follow(caller, execution, request.Statement!, warehouse.Id);
        return execution;
    }

    private Task<EngineResult> RunAsync(Caller caller, StatementRequest request, string id, CancellationToken cancellationToken)
    {
        if (GrantStatement.TryRead(request.Statement!, request.Catalog, request.Schema) is { } change)
        {
            return grantStatements.ExecuteAsync(caller, change, cancellationToken);
        }

        var statement = new EngineStatement(
            id,
            request.Statement!,
            [.. (request.Parameters ?? []).Select(parameter => parameter.ToEngine())],
            request.Catalog,
            request.Schema,
            request.RowLimit,
            Math.Min(request.ByteLimit ?? InlineLimit, InlineLimit),
            ChunkRows,
            caller.PrincipalName,
            grants.ReadableBy(caller),
            inferenceTables.List());
        return engine.ExecuteAsync(statement, cancellationToken);
    }

    /// <summary>The caller's statement.</summary>
    /// <exception cref="ApiException">There is none of that id, or it is another's.</exception>
    public StatementExecution Find(Caller caller, string id) =>
        _statements.TryGetValue(id, out var found) && found.Submitter == caller.PrincipalId
            ? found
            : throw new ApiException(404, "NOT_FOUND", $"The statement {id} does not exist. Results are kept for an hour.");

    private void Forget()
    {
        var now = time.GetUtcNow();
        var ended = _statements.Values.Where(statement => !statement.IsActive).OrderBy(statement => statement.Submitted).ToList();
        var bytes = ended.Sum(statement => statement.ResultBytes);
        foreach (var statement in ended)
        {
            if (now - statement.Submitted > KeptFor && _statements.TryRemove(statement.Id, out _))
            {
                bytes -= statement.ResultBytes;
                statement.Dispose();
            }
            else if (bytes > MostResultBytes)
            {
                bytes -= statement.ResultBytes;
                statement.Close();
            }
        }
    }
}
