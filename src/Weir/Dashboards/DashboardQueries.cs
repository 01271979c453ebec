using System.Text.RegularExpressions;
using Weir.Accounts;
using Weir.Dashboards.Results;
using Weir.Usage.Stores;
using Weir.Warehouse.Engines;
using Weir.Warehouse.Statements;

namespace Weir.Dashboards;

/// <summary>Runs the statements of dashboards on warehouses.</summary>
internal sealed partial class DashboardQueries(IWarehouseStatements statements, TableVersion version) : IDashboardQueries
{
    public long TablesVersion => version.Current;

    public IReadOnlyList<string> ReadableTables(Caller reader) => statements.ReadableBy(reader);

    public async Task<DashboardRows> RunAsync(DashboardQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var result = await statements.RunAsync(
                new WarehouseStatement(query.Sql, [.. query.Parameters.Select(parameter => new EngineParameter(parameter.Name, parameter.Value, parameter.Type))], query.Catalog, query.Schema, query.RowLimit, query.Reader, query.WarehouseUser, query.WarehouseId),
                cancellationToken);
            return new DashboardRows(
                [.. result.Columns.Select(column => new DashboardColumn(column.Name, column.TypeName, column.TypeText))],
                result.Chunks is [var only, ..] ? only.DataArray : "[]"u8.ToArray(),
                result.Truncated);
        }
        catch (SqlEngineException failed)
        {
            throw new DashboardQueryException(failed.Message, failed)
            {
                Denied = Denial().Match(failed.Message) is { Success: true } denial ? denial.Groups["what"].Value : null,
                IsTemporary = failed.ErrorCode is "RESOURCE_EXHAUSTED" or "TEMPORARILY_UNAVAILABLE" or "DEADLINE_EXCEEDED" or "CANCELLED",
            };
        }
    }

    // As SqlEngineException.InsufficientPrivileges words it.
    [GeneratedRegex(@"^\[INSUFFICIENT_PERMISSIONS\].* on (?<what>\w+ '[^']*')", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Denial();
}
