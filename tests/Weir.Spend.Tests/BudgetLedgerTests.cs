using Shouldly;
using Weir.Spend.Budgets;
using Weir.Usage.Journal;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>What was spent is exact, what is reserved is given back, and a budget that is used up admits nothing.</summary>
public sealed class BudgetLedgerTests
{
    private static readonly DateTime Start = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Budget Blocking = BudgetOf("blocking", 1m, blocks: true);
    private static readonly LedgerKey Key = new("blocking", Start, string.Empty);

    private readonly BudgetLedger _ledger = new();

    [Fact]
    public void Requests_are_admitted_until_what_is_spent_and_reserved_reaches_the_amount()
    {
        var reserved = Enumerable.Range(0, 10).Select(_ => Reserve(0.25m)).ToList();
        reserved.Count(one => one is not null).ShouldBe(4, "a budget of 1 has room for four of 0.25 at once");
        reserved[0]!.Settle(0.1m, At(10));
        _ledger.Read(Key).ShouldBe((0.1m, 0.75m));
        Reserve(0.25m).ShouldNotBeNull("the first cost less than was thought").Release();
        reserved[1]!.Settle(0.5m, At(20));
        Reserve(0.25m).ShouldBeNull();
        reserved[2]!.Release();
        reserved[3]!.Release();
        _ledger.Read(Key).ShouldBe((0.6m, 0m));
        Reserve(0.25m).ShouldNotBeNull();
    }

    [Fact]
    public void A_reservation_ends_once_however_often_it_is_ended()
    {
        var reservation = Reserve(0.5m)!;
        reservation.Settle(0.2m, At(1));
        reservation.Settle(0.2m, At(1));
        reservation.Release();
        _ledger.Read(Key).ShouldBe((0.2m, 0m));
    }

    [Fact]
    public void A_request_that_one_budget_refuses_has_reserved_nothing_of_another()
    {
        var used = BudgetOf("used", 0m, blocks: true);
        _ledger.TryReserve([new(Blocking, Key), new(used, new LedgerKey("used", Start, string.Empty))], 0.1m, out var refused).ShouldBeNull();
        refused!.Value.Charge.Budget.ShouldBe(used);
        _ledger.Read(Key).ShouldBe((0m, 0m));
    }

    [Fact]
    public void A_budget_that_only_alerts_refuses_nobody()
    {
        var alerting = BudgetOf("alerting", 0.1m, blocks: false);
        var spent = new List<decimal>();
        _ledger.Spent = (_, amount) => spent.Add(amount);
        for (var i = 1; i <= 3; i++)
        {
            _ledger.TryReserve([new(alerting, new LedgerKey("alerting", Start, string.Empty))], 1m, out _).ShouldNotBeNull().Settle(0.1m, At(i));
        }

        spent.ShouldBe([0.1m, 0.2m, 0.3m]);
    }

    [Fact]
    public void What_the_table_holds_and_what_was_settled_while_it_was_asked_is_each_counted_once()
    {
        Reserve(0.1m)!.Settle(0.1m, At(10));
        _ledger.BeginLoading();
        Reserve(0.1m)!.Settle(0.2m, At(20));
        Reserve(0.1m)!.Settle(0.3m, At(30));

        // The table was asked when it had the journal up to 20: the first two, and 1 from before this process.
        Load(1.3m, At(20)).ShouldBeEmpty();
        _ledger.Read(Key).ShouldBe((1.6m, 0m));
        _ledger.IsLoaded(Blocking).ShouldBeTrue();
        _ledger.IsLoaded(Blocking with { LastUpdatedTime = Start.AddDays(1) }).ShouldBeFalse("a changed budget may count others' spend");
    }

    [Fact]
    public void A_difference_to_the_table_is_told_and_set_right_once_it_had_been_loaded()
    {
        _ledger.BeginLoading();
        Load(0.5m, At(1)).ShouldBeEmpty();
        _ledger.BeginLoading();
        Load(0.75m, At(1)).ShouldBe([(Blocking, string.Empty, 0.25m)]);
        _ledger.Read(Key).Spent.ShouldBe(0.75m);
        _ledger.BeginLoading();
        Load(0.75m, At(1)).ShouldBeEmpty();
    }

    [Fact]
    public void Reservations_outlive_a_loading_and_old_periods_are_forgotten()
    {
        var old = new LedgerKey("blocking", Start.AddMonths(-1), string.Empty);
        _ledger.TryReserve([new(Blocking, old)], 0.1m, out _)!.Settle(0.1m, At(1));
        var open = Reserve(0.4m)!;
        _ledger.BeginLoading();
        Load(0.2m, At(1));
        _ledger.Read(Key).ShouldBe((0.2m, 0.4m));
        _ledger.Read(old).ShouldBe((0m, 0m));
        open.Settle(0.3m, At(2));
        _ledger.Read(Key).ShouldBe((0.5m, 0m));
    }

    [Fact]
    public async Task However_many_come_at_once_a_budget_is_overspent_by_the_last_of_them_at_most()
    {
        var admitted = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 5_000), TestContext.Current.CancellationToken, async (i, _) =>
        {
            if (Reserve(0.003m) is { } reservation)
            {
                Interlocked.Increment(ref admitted);
                await Task.Yield();
                reservation.Settle(0.003m, At(i));
            }
        });
        admitted.ShouldBe(334, "333 cost 0.999, and one more is admitted while something is left");
        _ledger.Read(Key).ShouldBe((1.002m, 0m));
    }

    [Theory]
    [InlineData(BudgetPeriod.Day, "2026-11-26", "2026-11-27")]
    [InlineData(BudgetPeriod.Week, "2026-11-23", "2026-11-30")]
    [InlineData(BudgetPeriod.Month, "2026-11-01", "2026-12-01")]
    public void Periods_begin_at_midnight_UTC(BudgetPeriod period, string start, string end)
    {
        var time = new DateTime(2026, 11, 26, 23, 59, 59, DateTimeKind.Utc);
        period.StartAt(time).ToString("yyyy-MM-dd", null).ShouldBe(start);
        period.EndOf(period.StartAt(time)).ToString("yyyy-MM-dd", null).ShouldBe(end);
    }

    [Fact]
    public void A_week_begins_on_Monday_also_for_a_Sunday() => BudgetPeriod.Week.StartAt(new DateTime(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc)).Day.ShouldBe(23);

    [Fact]
    public void A_forecast_goes_on_at_the_pace_since_the_period_s_start()
    {
        var now = Start.AddDays(10);
        BudgetForecast.Of(Blocking, Start, 0.2m, now).ShouldBe(new BudgetForecast(0.6m, null));
        BudgetForecast.Of(Blocking, Start, 0.5m, now).ShouldBe(new BudgetForecast(1.5m, Start.AddDays(20)));
        BudgetForecast.Of(Blocking, Start, 2m, now).ExhaustedTime.ShouldBe(now);
        BudgetForecast.Of(Blocking, Start, 0m, Start).ShouldBe(new BudgetForecast(0m, null));
    }

    private static Budget BudgetOf(string id, decimal amount, bool blocks) => new()
    {
        Id = id,
        Name = id,
        Amount = amount,
        Period = BudgetPeriod.Month,
        Scope = new BudgetScope(BudgetKey.Account, null, null, null, null, null),
        Blocks = blocks,
        CreatedBy = "admin",
        CreatedTime = Start,
        LastUpdatedTime = Start,
    };

    private static JournalPosition At(long offset) => new(1, offset);

    private LedgerReservation? Reserve(decimal amount) => _ledger.TryReserve([new LedgerCharge(Blocking, Key)], amount, out _);

    private IReadOnlyList<(Budget Budget, string Subject, decimal Difference)> Load(decimal spent, JournalPosition position) =>
        _ledger.EndLoading([(Blocking, Start, new Dictionary<string, decimal> { [string.Empty] = spent })], position);
}
