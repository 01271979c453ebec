using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Spend.Alerts;

namespace Weir.Spend.Budgets;

/// <summary>Notes when a budget reaches one of its thresholds: once for each subject, period and threshold, whatever restarts in between.</summary>
internal sealed partial class BudgetAlerts : BackgroundService
{
    private const int MostNoted = 100_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<(LedgerKey Key, decimal Spent)> _reached = Channel.CreateUnbounded<(LedgerKey, decimal)>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<LedgerKey, int> _noted = [];
    private readonly BudgetDirectory _budgets;
    private readonly IAlertStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<BudgetAlerts> _logger;

    public BudgetAlerts(BudgetDirectory budgets, BudgetLedger ledger, IAlertStore store, TimeProvider time, ILogger<BudgetAlerts> logger)
    {
        (_budgets, _store, _time, _logger) = (budgets, store, time, logger);
        ledger.Spent = Note;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (key, spent) in _reached.Reader.ReadAllAsync(stoppingToken))
            {
                while (!await TryAddAsync(key, spent, stoppingToken))
                {
                    await Task.Delay(Pause, _time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops; the next start finds the same sums and notes what is missing.
        }
    }

    // Under the ledger's lock, for each request: it only compares.
    private void Note(LedgerKey key, decimal spent)
    {
        if (_budgets.Find(key.BudgetId) is not { AlertThresholds.Count: > 0 } budget || budget.Amount == 0)
        {
            return;
        }

        var reached = 0;
        for (var i = 0; i < budget.AlertThresholds.Count; i++)
        {
            var threshold = budget.AlertThresholds[i];
            reached = spent * 100 >= budget.Amount * threshold ? Math.Max(reached, threshold) : reached;
        }

        if (reached > _noted.GetValueOrDefault(key))
        {
            if (_noted.Count >= MostNoted)
            {
                // Whatever is noted again is in the store already.
                _noted.Clear();
            }

            _noted[key] = reached;
            _reached.Writer.TryWrite((key, spent));
        }
    }

    private async Task<bool> TryAddAsync(LedgerKey key, decimal spent, CancellationToken cancellationToken)
    {
        if (_budgets.Find(key.BudgetId) is not { } budget)
        {
            return true;
        }

        try
        {
            // Several at once where one request was dear: the highest says it all, and the lower ones are noted as told.
            var threshold = budget.AlertThresholds.Where(one => spent * 100 >= budget.Amount * one).DefaultIfEmpty().Max();
            if (threshold > 0)
            {
                await _store.AddAsync(AlertOf(budget, key, spent, threshold), cancellationToken);
            }

            return true;
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            NotNoted(_logger, budget.Name, failed);
            return false;
        }
    }

    private Alert AlertOf(Budget budget, LedgerKey key, decimal spent, int threshold)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var body = JsonSerializer.Serialize(new
        {
            type = "budget.threshold_reached",
            timestamp = now,
            data = new
            {
                budget_id = budget.Id,
                budget_name = budget.Name,
                subject = key.Subject.Length > 0 ? key.Subject : null,
                period = budget.Period.ToString().ToUpperInvariant(),
                period_start = key.PeriodStart,
                period_end = budget.Period.EndOf(key.PeriodStart),
                threshold_percent = threshold,
                amount = budget.Amount.ToString(CultureInfo.InvariantCulture),
                spent = spent.ToString(CultureInfo.InvariantCulture),
                currency_code = "USD",
                blocks = budget.Blocks,
            },
        });
        var id = string.Create(CultureInfo.InvariantCulture, $"budget {budget.Id} {key.PeriodStart:yyyy-MM-dd} {threshold}% of {budget.Amount} {key.Subject}");
        return new Alert(id, "budget.threshold_reached", budget.Id, body, now) { NextAttemptTime = now };
    }

    [LoggerMessage(530, LogLevel.Warning, "An alert of budget {Budget} cannot be noted at the moment; it is tried again")]
    private static partial void NotNoted(ILogger logger, string budget, Exception failed);
}
