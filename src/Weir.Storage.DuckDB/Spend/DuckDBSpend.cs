using System.Globalization;
using DuckDB.NET.Data;
using Weir.Storage.DuckDB.Ingest;
using Weir.Usage.Records;
using Weir.Usage.Stores;

namespace Weir.Storage.DuckDB.Spend;

/// <summary>Costs in the usage database. What changes rows takes turns with the ingest, which is the database's one writer.</summary>
public sealed class DuckDBSpend(UsageDatabase database, JournalIngest ingest) : ISpendStore
{
    private static readonly string ListPriceNames = string.Join(", ", CostColumns.ListPrices.Select(column => column.Name));

    /// <inheritdoc/>
    public Task<string?> GetPriceVersionAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = database.Connect();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT any_value(price_version) FROM ai_gateway.list_prices";
            return command.ExecuteScalar() as string;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ReplaceListPricesAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => ingest.WriteAsync(
        connection => WithFile(lines, of =>
        {
            using var transaction = connection.BeginTransaction();
            UsageDatabase.Run(connection, "DELETE FROM ai_gateway.list_prices");
            UsageDatabase.Run(connection, of($"INSERT INTO ai_gateway.list_prices ({ListPriceNames}) SELECT {ListPriceNames} FROM {JsonLines.Table(CostColumns.ListPrices)}"));
            transaction.Commit();
        }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<SpendTotals> SumAsync(SpendQuestion question, CancellationToken cancellationToken) => Task.Run(() => Sum(question), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CostedRecord>> ReadCostedAsync(CostedPage page, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = database.Connect();
            return CostedRecords.Read(connection, page);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ReplaceCostsAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => ingest.WriteAsync(
        connection => WithFile(lines, of =>
        {
            RecordColumn[] columns = [new("request_id", "VARCHAR", string.Empty), new("attempt_costs", CostColumns.AttemptCosts, string.Empty)];
            using var transaction = connection.BeginTransaction();
            var priced = JsonLines.Table(columns);
            UsageDatabase.Run(connection, of($"UPDATE ai_gateway.records SET attempt_costs = priced.attempt_costs FROM {priced} AS priced WHERE records.request_id = priced.request_id"));
            foreach (var statement in BilledAttempts.Replace(priced))
            {
                UsageDatabase.Run(connection, of(statement));
            }

            transaction.Commit();
        }),
        cancellationToken);

    private SpendTotals Sum(SpendQuestion question)
    {
        using var connection = database.Connect();

        // One transaction, so that the position and every sum are of the same moment.
        using var transaction = connection.BeginTransaction();
        var amounts = question.Sums.Select(sum => Sum(connection, sum)).ToList();
        var position = JournalIngest.PositionOf(connection, question.Replica);
        transaction.Rollback();
        return new SpendTotals(position, amounts);
    }

    private static Dictionary<string, decimal> Sum(DuckDBConnection connection, SpendSum sum)
    {
        using var command = connection.CreateCommand();
        var conditions = new List<string> { "event_time >= $from", "event_time < $to", "list_cost IS NOT NULL" };
        command.Parameters.Add(new DuckDBParameter("from", sum.From));
        command.Parameters.Add(new DuckDBParameter("to", sum.To));
        Equal("workspace_id", sum.WorkspaceId);
        Equal("endpoint_name", sum.EndpointName);
        if (sum.Requesters is { } requesters)
        {
            conditions.Add($"requester IN ({string.Join(", ", requesters.Select(name => $"'{UsageDatabase.Escape(name)}'").DefaultIfEmpty("NULL"))})");
        }

        var tag = sum.TagKey is null ? null : $"request_tags['{UsageDatabase.Escape(sum.TagKey)}']";
        if (tag is not null)
        {
            conditions.Add($"{tag} IS NOT NULL");
            Equal(tag, sum.TagValue);
        }

        var subject = sum.By switch
        {
            SpendSubject.Requester => "requester",
            SpendSubject.TagValue => tag,
            _ => "''",
        };
        command.CommandText = $"SELECT {subject}, CAST(sum(list_cost) AS VARCHAR) FROM ai_gateway.spend WHERE {string.Join(" AND ", conditions)} GROUP BY 1";
        using var reader = command.ExecuteReader();
        var amounts = new Dictionary<string, decimal>(StringComparer.Ordinal);
        while (reader.Read())
        {
            amounts[reader.GetString(0)] = decimal.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
        }

        return amounts;

        void Equal(string column, string? value)
        {
            if (value is not null)
            {
                conditions.Add($"{column} = '{UsageDatabase.Escape(value)}'");
            }
        }
    }

    // Gives the work statements of the file.
    private bool WithFile(ReadOnlyMemory<byte> lines, Action<Func<string, string>> work)
    {
        var file = Path.Combine(database.IngestDirectory, $"{Guid.NewGuid():N}.ndjson");
        try
        {
            File.WriteAllBytes(file, lines.Span);
            work(statement => JsonLines.Of(statement, file, LongestOf(lines.Span)));
            return true;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static int LongestOf(ReadOnlySpan<byte> lines)
    {
        var longest = 0;
        foreach (var line in lines.Split((byte)'\n'))
        {
            longest = Math.Max(longest, line.End.Value - line.Start.Value);
        }

        return longest;
    }
}
