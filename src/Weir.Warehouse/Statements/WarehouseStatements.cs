using Weir.Accounts;
using Weir.Warehouse.Engines;
using Weir.Warehouse.Warehouses;

namespace Weir.Warehouse.Statements;

internal sealed class WarehouseStatements(ISqlEngine engine, ITableGrants grants, IInferenceTables inferenceTables, WarehouseAccess access, WarehouseQueues queues) : IWarehouseStatements
{
    private const long LargestResult = 25 * 1024 * 1024;

    public IReadOnlyList<string> ReadableBy(Caller caller) => grants.ReadableBy(caller);

    public async Task<EngineResult> RunAsync(WarehouseStatement statement, CancellationToken cancellationToken)
    {
        var warehouse = await access.ToRunOnAsync(statement.WarehouseUser, statement.WarehouseId, cancellationToken);
        var turn = queues.Of(warehouse).Enter();
        try
        {
            return await turn.RunAsync(
                either => engine.ExecuteAsync(
                    new EngineStatement(
                        Guid.NewGuid().ToString(),
                        statement.Sql,
                        statement.Parameters,
                        statement.Catalog,
                        statement.Schema,
                        statement.RowLimit,
                        LargestResult,
                        statement.RowLimit,
                        statement.Reader.PrincipalName,
                        grants.ReadableBy(statement.Reader),
                        inferenceTables.List()),
                    either),
                cancellationToken);
        }
        catch (WarehouseStoppedException stopped)
        {
            throw new SqlEngineException("CANCELLED", stopped.Message, null, stopped);
        }
    }
}
