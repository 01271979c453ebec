using Weir.Usage.Journal;

namespace Weir.Spend.Budgets;

/// <summary>
/// What has been spent of each budget, and what requests on their way have reserved. In memory: a crash leaves no reservation behind. What was spent is what the table holds up to a
/// position of the journal, and what was journaled beyond it, so it is exactly the sum of the rows of <c>system.ai_gateway.spend</c> that exist or are about to.
/// </summary>
/// <remarks>One lock: it is held for a few additions of decimals, and only where there are budgets.</remarks>
public sealed class BudgetLedger
{
    /// <summary>Beyond so many, subjects that are new share one: a client that invents tags cannot fill the memory.</summary>
    private const int MostAccounts = 100_000;

    private const string Others = "\0others";

    private readonly Lock _gate = new();
    private readonly Dictionary<LedgerKey, LedgerAccount> _accounts = [];
    private readonly HashSet<(string Id, DateTime Version)> _loaded = [];
    private List<(LedgerKey Key, decimal Cost, JournalPosition Position)>? _settledWhileLoading;

    /// <summary>Told, under the ledger's lock, of each amount that has changed.</summary>
    public Action<LedgerKey, decimal>? Spent { get; set; }

    /// <summary>Whether what was spent of a budget is known.</summary>
    public bool IsLoaded(Budget budget)
    {
        lock (_gate)
        {
            return _loaded.Contains(VersionOf(budget));
        }
    }

    /// <summary>
    /// Reserves an amount of each, or of none. A request is admitted while something is left of every budget that blocks: what is spent and what is reserved are together less than its
    /// amount. So a budget is overspent by no more than the last request admitted costs, and what the others under way cost beyond their reservations.
    /// </summary>
    /// <param name="charges">What the request is charged to.</param>
    /// <param name="amount">What it is expected to cost, in USD.</param>
    /// <param name="used">The budget that has nothing left, where there is one.</param>
    /// <returns>The reservation; NULL where it is refused.</returns>
    public LedgerReservation? TryReserve(IReadOnlyList<LedgerCharge> charges, decimal amount, out (LedgerCharge Charge, decimal Spent)? used)
    {
        lock (_gate)
        {
            foreach (var charge in charges)
            {
                var account = AccountOf(charge.Key);
                if (charge.Budget.Blocks && account.Settled + account.Reserved >= charge.Budget.Amount)
                {
                    used = (charge, account.Settled);
                    return null;
                }
            }

            foreach (var charge in charges)
            {
                AccountOf(charge.Key).Reserved += amount;
            }
        }

        used = null;
        return new LedgerReservation(this, charges, amount);
    }

    /// <summary>What was spent and what is reserved.</summary>
    public (decimal Spent, decimal Reserved) Read(LedgerKey key)
    {
        lock (_gate)
        {
            return _accounts.TryGetValue(key, out var account) ? (account.Settled, account.Reserved) : default;
        }
    }

    /// <summary>The subjects of a budget that have spent something in a period.</summary>
    public IReadOnlyList<(string Subject, decimal Spent, decimal Reserved)> Subjects(string budgetId, DateTime periodStart)
    {
        lock (_gate)
        {
            return [.. _accounts.Where(account => account.Key.BudgetId == budgetId && account.Key.PeriodStart == periodStart).Select(account => (account.Key.Subject, account.Value.Settled, account.Value.Reserved))];
        }
    }

    /// <summary>Begins to remember what is settled, so that none of it is missed or counted twice when <see cref="EndLoading"/> takes in what the table holds.</summary>
    public void BeginLoading()
    {
        lock (_gate)
        {
            _settledWhileLoading = [];
        }
    }

    /// <summary>Gives up: the table could not be asked.</summary>
    public void AbandonLoading()
    {
        lock (_gate)
        {
            _settledWhileLoading = null;
        }
    }

    /// <summary>Takes in what the table holds.</summary>
    /// <param name="loaded">The budgets with what was spent of each in its period of now, by subject.</param>
    /// <param name="position">Up to where the table has the journal.</param>
    /// <returns>By how much what was known before differs, in USD, for the budgets that were loaded before.</returns>
    public IReadOnlyList<(Budget Budget, string Subject, decimal Difference)> EndLoading(IReadOnlyList<(Budget Budget, DateTime PeriodStart, IReadOnlyDictionary<string, decimal> Amounts)> loaded, JournalPosition position)
    {
        var differences = new List<(Budget, string, decimal)>();
        lock (_gate)
        {
            var later = (_settledWhileLoading ?? []).Where(settled => settled.Position > position).ToLookup(settled => settled.Key);
            _settledWhileLoading = null;
            foreach (var (budget, start, amounts) in loaded)
            {
                var known = _loaded.Contains(VersionOf(budget));
                var subjects = _accounts.Keys.Where(key => key.BudgetId == budget.Id && key.PeriodStart == start).Select(key => key.Subject).Union(amounts.Keys, StringComparer.Ordinal).ToList();
                foreach (var subject in subjects)
                {
                    var key = new LedgerKey(budget.Id, start, subject);
                    var account = AccountOf(key);
                    var settled = amounts.GetValueOrDefault(subject) + later[key].Sum(entry => entry.Cost);
                    if (known && settled != account.Settled)
                    {
                        differences.Add((budget, subject, settled - account.Settled));
                    }

                    account.Settled = settled;
                    Spent?.Invoke(key, settled);
                }
            }

            _loaded.Clear();
            _loaded.UnionWith(loaded.Select(one => VersionOf(one.Budget)));
            foreach (var key in _accounts.Where(account => account.Value.Reserved == 0 && !loaded.Any(one => one.Budget.Id == account.Key.BudgetId && account.Key.PeriodStart >= one.PeriodStart)).Select(account => account.Key).ToList())
            {
                _accounts.Remove(key);
            }
        }

        return differences;
    }

    internal void Settle(IReadOnlyList<LedgerCharge> charges, decimal reserved, decimal cost, JournalPosition? position)
    {
        lock (_gate)
        {
            foreach (var charge in charges)
            {
                var account = AccountOf(charge.Key);
                account.Reserved -= reserved;
                if (cost == 0 || position is not { } at)
                {
                    continue;
                }

                account.Settled += cost;
                _settledWhileLoading?.Add((charge.Key, cost, at));
                Spent?.Invoke(charge.Key, account.Settled);
            }
        }
    }

    // A budget that was changed may count others' spend: it is loaded anew.
    private static (string Id, DateTime Version) VersionOf(Budget budget) => (budget.Id, budget.LastUpdatedTime);

    private LedgerAccount AccountOf(LedgerKey key)
    {
        if (_accounts.TryGetValue(key, out var account))
        {
            return account;
        }

        key = _accounts.Count < MostAccounts ? key : key with { Subject = Others };
        if (!_accounts.TryGetValue(key, out account))
        {
            _accounts[key] = account = new LedgerAccount();
        }

        return account;
    }

    private sealed class LedgerAccount
    {
        public decimal Settled { get; set; }

        public decimal Reserved { get; set; }
    }
}

/// <summary>One sum of the ledger.</summary>
/// <param name="BudgetId">The budget.</param>
/// <param name="PeriodStart">The period, by its start.</param>
/// <param name="Subject">Whom of the budget; empty where it has one sum.</param>
public readonly record struct LedgerKey(string BudgetId, DateTime PeriodStart, string Subject);

/// <summary>A sum that a request is charged to.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Key">The sum.</param>
public readonly record struct LedgerCharge(Budget Budget, LedgerKey Key);

/// <summary>What a request has reserved of its budgets.</summary>
public sealed class LedgerReservation(BudgetLedger ledger, IReadOnlyList<LedgerCharge> charges, decimal amount)
{
    private int _isEnded;

    /// <summary>Puts the truth in the place of the reservation, once.</summary>
    /// <param name="cost">What the record says it cost, in USD.</param>
    /// <param name="position">Where the record ends in the journal.</param>
    public void Settle(decimal cost, JournalPosition position) => End(cost, position);

    /// <summary>Gives the reservation back: there is no record of a cost.</summary>
    public void Release() => End(0, null);

    private void End(decimal cost, JournalPosition? position)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
        {
            ledger.Settle(charges, amount, cost, position);
        }
    }
}
