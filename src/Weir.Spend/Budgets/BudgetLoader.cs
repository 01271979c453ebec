using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Spend.Budgets;

/// <summary>Brings what the table holds into the ledger: at start, when a budget or a group changes, after a re-costing, and each minute, which is the proof that nothing was lost.</summary>
public sealed partial class BudgetLoader(BudgetDirectory budgets, BudgetLedger ledger, ISpendStore store, IJournalStream journal, AccountDirectory accounts, TimeProvider time, ILogger<BudgetLoader> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Loads once.</summary>
    /// <param name="isExpectedToDiffer">Whether the table was changed behind the ledger's back, so that a difference is no news.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StoreUnavailableException">The table cannot be read now.</exception>
    public async Task LoadAsync(bool isExpectedToDiffer, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            var current = budgets.Budgets.Select(budget => (Budget: budget, Start: budget.Period.StartAt(now))).ToList();
            ledger.BeginLoading();

            // What was settled before is in the journal up to here; the table must have it too.
            var target = journal.DurablePosition;
            var question = new SpendQuestion(journal.Name, [.. current.Select(one => SumOf(one.Budget, one.Start))]);
            var totals = current.Count == 0 ? new SpendTotals(target, []) : await store.SumAsync(question, cancellationToken);
            while (totals.Position < target && journal.RunsAfter(totals.Position).Any())
            {
                await Task.Delay(Pause, time, cancellationToken);
                totals = await store.SumAsync(question, cancellationToken);
            }

            var differences = ledger.EndLoading([.. current.Select((one, i) => (one.Budget, one.Start, totals.Amounts[i]))], totals.Position);
            foreach (var (budget, subject, difference) in differences.Where(one => !isExpectedToDiffer && one.Budget.Scope.Key != BudgetKey.UserGroup))
            {
                Differed(logger, budget.Name, subject, difference);
            }

            Interlocked.Exchange(ref _loaded, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
        catch
        {
            // What is settled while the table is away must not pile up.
            ledger.AbandonLoading();
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Waits until what was spent of the budgets is known.</summary>
    /// <returns>Whether it is.</returns>
    public async Task<bool> WaitUntilLoadedAsync(IEnumerable<Budget> wanted, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var next = Volatile.Read(ref _loaded).Task;
            if (wanted.All(ledger.IsLoaded))
            {
                return true;
            }

            var left = atMost - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await Task.WhenAny(next, Task.Delay(left, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isReported = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = budgets.Changed;
            var wait = Interval;
            try
            {
                await LoadAsync(isExpectedToDiffer: false, stoppingToken);
                isReported = false;
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                wait = RetryInterval;
                if (!isReported && budgets.Budgets.Count > 0)
                {
                    NotLoaded(logger, failed);
                    isReported = true;
                }
            }

            try
            {
                using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(changed, Task.Delay(wait, time, over.Token));
                await over.CancelAsync();
            }
            catch (OperationCanceledException)
            {
                // The gateway stops.
            }
        }
    }

    private SpendSum SumOf(Budget budget, DateTime start)
    {
        var scope = budget.Scope;
        IReadOnlyList<string>? requesters = scope.Key switch
        {
            BudgetKey.User => [scope.Principal!],
            BudgetKey.UserGroup => MembersOf(scope.Principal!),
            _ => null,
        };
        var by = scope.Key switch
        {
            BudgetKey.UserDefault => SpendSubject.Requester,
            BudgetKey.RequestTag when scope.TagValue is null => SpendSubject.TagValue,
            _ => SpendSubject.Everyone,
        };
        return new SpendSum(start, budget.Period.EndOf(start), scope.WorkspaceId, scope.EndpointName, requesters, scope.TagKey, scope.TagValue, by);
    }

    private List<string> MembersOf(string group)
    {
        var state = accounts.State;
        return [.. state.Principals.Where(principal => principal.Type != PrincipalType.Group && state.GroupsOf(principal.Id).Any(one => one.Name == group)).Select(principal => principal.Name)];
    }

    [LoggerMessage(510, LogLevel.Warning, "What was spent of budgets cannot be read from the table; budgets that block hold back requests until it can, for as long as is set")]
    private static partial void NotLoaded(ILogger logger, Exception failed);

    [LoggerMessage(511, LogLevel.Error, "The ledger of budget {Budget} ({Subject}) differed from the table by {Difference} USD and was set right. This is a defect: please report it")]
    private static partial void Differed(ILogger logger, string budget, string subject, decimal difference);
}
