using Microsoft.Extensions.ObjectPool;
using Weir.Accounts;
using Weir.Gateway.Agents;
using Weir.Gateway.Limits;
using Weir.Gateway.Telemetry;
using Weir.Usage.Journal;
using Weir.Usage.Records;

namespace Weir.Gateway.Recording;

/// <summary>
/// Puts each request into the journal: its intent before the first attempt, its record before the last bytes.
/// Whatever path a request takes, <see cref="FinishAsync"/> makes its row once.
/// </summary>
internal sealed class RequestRecorder(IRequestJournal journal, IAttemptPricing pricing, IAgentObserver agents, GatewayMetrics metrics)
{
    private const int LongestUrl = 4096;
    private const int LongestUserAgent = 1024;
    private const int LongestEndpointName = 256;

    private readonly ObjectPool<RecordWriter> _writers = new DefaultObjectPool<RecordWriter>(new WriterPolicy(), 256);

    /// <summary>Writes the intent, so that a crash from now on leaves a row.</summary>
    /// <exception cref="IOException">The journal cannot be written: the request must not be sent to a provider.</exception>
    public void Begin(Exchange exchange)
    {
        if (exchange.IsRecorded || !exchange.Route.IsUsage)
        {
            return;
        }

        var writer = _writers.Get();
        exchange.Writer = writer;
        var intent = writer.WriteHead(HeadOf(exchange));
        exchange.Intent = journal.WriteIntent(intent);
    }

    /// <summary>Appends the record; completes when the client may have the last bytes.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="statusCode">The row's status.</param>
    /// <param name="errorCode">An error of the gateway's own; NULL where the last attempt tells.</param>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public async ValueTask FinishAsync(Exchange exchange, int statusCode, string? errorCode = null)
    {
        if (exchange.IsRecorded)
        {
            return;
        }

        exchange.IsRecorded = true;
        exchange.RecordedStatus = statusCode;
        metrics.Finished(exchange, statusCode, errorCode);
        exchange.Admission?.Settle(TokenReservation.UsedBy(exchange.Attempts, statusCode));
        if (!exchange.Route.IsUsage)
        {
            return;
        }

        try
        {
            Price(exchange);
            var position = await AppendAsync(exchange, statusCode, errorCode);
            exchange.BudgetReservation?.Settle(CostOf(exchange), position);
        }
        finally
        {
            // Without a record there is no cost.
            exchange.BudgetReservation?.Release();
        }
    }

    private ValueTask<JournalPosition> AppendAsync(Exchange exchange, int statusCode, string? errorCode)
    {
        var writer = exchange.Writer;
        if (writer is null)
        {
            writer = _writers.Get();
            writer.WriteHead(HeadOf(exchange));
        }

        exchange.Writer = null;
        writer.WriteOutcome(new RequestOutcome
        {
            StatusCode = statusCode,
            LatencyMs = exchange.ElapsedMs,
            TimeToFirstByteMs = exchange.TimeToFirstByteMs,
            ResponseContentType = exchange.ResponseContentType,
            DestinationType = TypeOf(exchange),
            Attempts = exchange.Attempts,
            Costs = exchange.Costs,
            ErrorCode = errorCode,
        });
        var appended = journal.AppendAsync(writer.Record, exchange.Intent);
        writer.Reset();
        _writers.Return(writer);
        return appended;
    }

    private void Price(Exchange exchange)
    {
        foreach (var attempt in exchange.Attempts)
        {
            if (pricing.PriceOf(attempt, exchange.EventTime) is { } cost)
            {
                exchange.Costs.Add(cost);
            }
        }

        if (exchange.Costs.Count > 0)
        {
            metrics.Spent(exchange);
        }
    }

    private static decimal CostOf(Exchange exchange)
    {
        var sum = 0m;
        foreach (var cost in exchange.Costs)
        {
            sum += cost.ListCost ?? 0;
        }

        return sum;
    }

    private static string? TypeOf(Exchange exchange)
    {
        const string prefix = "DESTINATION_TYPE_";
        var type = exchange.Attempts.Count > 0 ? exchange.Destination?.Type : null;
        return type?.StartsWith(prefix, StringComparison.Ordinal) == true ? type[prefix.Length..] : type;
    }

    private RequestHead HeadOf(Exchange exchange)
    {
        var caller = exchange.Caller;
        var request = exchange.Context.Request;
        exchange.Agent = agents.Recognize(exchange.Route.ApiType, request, exchange.Metadata);
        return new RequestHead(
            caller.AccountId,
            caller.WorkspaceId,
            exchange.RequestId,
            exchange.EventTime,
            caller.PrincipalName,
            caller.PrincipalType == PrincipalType.User ? "USER" : "SERVICE_PRINCIPAL",
            exchange.Context.Connection.RemoteIpAddress?.ToString(),
            Shorten(RequestUrl.Of(request), LongestUrl),
            Shorten(request.Headers.UserAgent, LongestUserAgent),
            exchange.Route.ApiType,
            exchange.Tags,
            Shorten(exchange.EndpointName, LongestEndpointName),
            exchange.Endpoint?.Snapshot,
            exchange.Agent);
    }

    private static string? Shorten(string? text, int most) => text is null || text.Length <= most ? text : text[..most];

    private sealed class WriterPolicy : PooledObjectPolicy<RecordWriter>
    {
        public override RecordWriter Create() => new();

        public override bool Return(RecordWriter obj) => true;
    }
}
