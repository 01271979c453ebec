using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Warehouse.Statements;

namespace Weir.Warehouse.History;

/// <summary>
/// The history of statements: those of this server that run, and in the store those that have ended. They are written behind the statements,
/// some at a time. When more end than can be written the oldest of those that wait are dropped, and counted: no statement waits for its history.
/// </summary>
internal sealed partial class StatementHistory : BackgroundService
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Weir.Warehouse";

    private const int MostWaiting = 4096;
    private const int MostAtOnce = 256;
    private const int LongestText = 64 * 1024;
    private const int LongestError = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly IStatementHistoryStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<StatementHistory> _logger;
    private readonly Channel<PastStatement> _ended;
    private readonly ConcurrentDictionary<string, PastStatement> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (PastStatement Start, StatementExecution Execution)> _running = new(StringComparer.Ordinal);
    private readonly Meter _meter;

    public StatementHistory(IStatementHistoryStore store, IMeterFactory meters, TimeProvider time, ILogger<StatementHistory> logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        _meter = meters.Create(MeterName);
        var dropped = _meter.CreateCounter<long>("weir.warehouse.history.dropped", "{statement}", "Statements that ended and are missing in the history, since it could not be written as fast.");
        _ended = Channel.CreateBounded<PastStatement>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, lost =>
        {
            _waiting.TryRemove(lost.Id, out _);
            dropped.Add(1);
            Dropped(_logger, lost.Id);
        });
    }

    /// <summary>Follows a statement to its end.</summary>
    public void Follow(Caller caller, StatementExecution execution, string text, string warehouseId)
    {
        var start = new PastStatement(execution.Id, caller.WorkspaceId, caller.PrincipalId, caller.PrincipalName, warehouseId, Beginning(text, LongestText), execution.Submitted.ToUnixTimeMilliseconds());
        _running[start.Id] = (start, execution);
        _ = EndAsync(start, execution);
    }

    /// <summary>The statements that are asked for, the newest first. Those that run at other servers are not among them.</summary>
    public async Task<IReadOnlyList<PastStatement>> ListAsync(StatementHistoryQuestion question, CancellationToken cancellationToken)
    {
        // Here first: what is written meanwhile is then in the store's answer, and what has ended meanwhile is not in both.
        var here = _running.Values.Select(running => AsOfNow(running.Start, running.Execution)).Concat(_waiting.Values).Where(question.Wants).ToList();
        var stored = await _store.ListAsync(question, cancellationToken);
        return [.. stored.Concat(here).DistinctBy(statement => statement.Id, StringComparer.Ordinal).OrderByDescending(statement => statement.StartTime).ThenByDescending(statement => statement.Id, StringComparer.Ordinal).Take(question.Limit)];
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What has ended by now is still written.
        _ended.Writer.TryComplete();
        if (ExecuteTask is { } writing)
        {
            await Task.WhenAny(writing, Task.Delay(Timeout.Infinite, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<PastStatement>(MostAtOnce);
        while (await _ended.Reader.WaitToReadAsync(stoppingToken))
        {
            while (batch.Count < MostAtOnce && _ended.Reader.TryRead(out var ended))
            {
                batch.Add(ended);
            }

            await WriteAsync(batch, stoppingToken);
            batch.Clear();
        }
    }

    private static string Beginning(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    private async Task WriteAsync(List<PastStatement> batch, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await _store.AddAsync(batch, cancellationToken);
                break;
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                // Meanwhile others wait in the channel, which drops the oldest when it is full.
                NotWritten(_logger, failed, batch.Count);
                if (_ended.Reader.Completion.IsCompleted || tries == 10)
                {
                    break;
                }

                await Task.Delay(Pause, _time, cancellationToken);
            }
        }

        foreach (var statement in batch)
        {
            _waiting.TryRemove(statement.Id, out _);
        }
    }

    private async Task EndAsync(PastStatement start, StatementExecution execution)
    {
        await execution.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var ended = AsOfNow(start, execution) with { EndTime = _time.GetUtcNow().ToUnixTimeMilliseconds() };

        // Before it is taken from those that run, so that it is always in one of the two.
        _waiting[ended.Id] = ended;
        _running.TryRemove(ended.Id, out _);
        if (!_ended.Writer.TryWrite(ended))
        {
            _waiting.TryRemove(ended.Id, out _);
        }
    }

    private PastStatement AsOfNow(PastStatement start, StatementExecution execution)
    {
        var outcome = execution.Outcome;
        return start with
        {
            Status = outcome.State switch { "PENDING" => "QUEUED", "RUNNING" => "RUNNING", "FAILED" => "FAILED", "CANCELED" => "CANCELED", _ => "FINISHED" },
            Duration = Math.Max(0, (long)(_time.GetUtcNow() - execution.Submitted).TotalMilliseconds),
            RowsProduced = outcome.Result?.RowCount,
            ErrorMessage = outcome.Error is { } error ? Beginning(error.Message, LongestError) : null,
        };
    }

    [LoggerMessage(630, LogLevel.Warning, "The statement {Statement} is missing in the history: more statements end than can be written")]
    private static partial void Dropped(ILogger logger, string statement);

    [LoggerMessage(631, LogLevel.Warning, "{Statements} statements cannot be written into the history at the moment")]
    private static partial void NotWritten(ILogger logger, Exception failed, int statements);
}
