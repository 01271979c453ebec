using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Results;
using Xunit;

namespace Weir.Dashboards.Tests.Results;

public sealed class ResultCacheTests
{
    // As of a table that changes all the time.
    private static ResultFreshness Fresh => new(Interlocked.Increment(ref s_version), false);

    private static long s_version;

    private readonly FakeTimeProvider _time = new();
    private int _runs;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_shown_again_until_it_is_too_old()
    {
        var cache = new ResultCache(new DashboardResultOptions(), _time);
        (await cache.GetAsync("k", Fresh, "r", Run, Stop)).IsCached.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(29));
        var again = await cache.GetAsync("k", Fresh, "someone else", Run, Stop);
        (again.IsCached, _time.GetUtcNow() - again.Computed).ShouldBe((true, TimeSpan.FromSeconds(29)));
        _time.Advance(TimeSpan.FromSeconds(1));
        (await cache.GetAsync("k", Fresh, "r", Run, Stop)).IsCached.ShouldBeFalse();
        await cache.GetAsync("another", Fresh, "r", Run, Stop);
        _runs.ShouldBe(3);
    }

    [Fact]
    public async Task A_result_of_tables_that_have_not_changed_is_shown_for_an_hour_unless_it_is_of_the_clock()
    {
        var cache = new ResultCache(new DashboardResultOptions(), _time);
        await cache.GetAsync("k", new ResultFreshness(7, false), "r", Run, Stop);
        await cache.GetAsync("clock", new ResultFreshness(7, true), "r", Run, Stop);
        _time.Advance(TimeSpan.FromMinutes(59));
        (await cache.GetAsync("k", new ResultFreshness(7, false), "r", Run, Stop)).IsCached.ShouldBeTrue();
        (await cache.GetAsync("clock", new ResultFreshness(7, true), "r", Run, Stop)).IsCached.ShouldBeFalse();
        (await cache.GetAsync("k", new ResultFreshness(8, false), "r", Run, Stop)).IsCached.ShouldBeFalse("the tables changed");
        _time.Advance(TimeSpan.FromHours(1));
        (await cache.GetAsync("k", new ResultFreshness(8, false), "r", Run, Stop)).IsCached.ShouldBeFalse();
    }

    [Fact]
    public async Task Those_who_ask_at_once_share_one_statement_and_the_last_who_goes_cancels_it()
    {
        var cache = new ResultCache(new DashboardResultOptions(), _time);
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        async Task<DashboardRows> Slow(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _runs);
            started.TrySetResult();
            using var registration = cancellationToken.Register(() => cancelled.TrySetResult());
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }

        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var one = cache.GetAsync("k", Fresh, "r", Slow, first.Token);
        var two = cache.GetAsync("k", Fresh, "r", Slow, second.Token);
        await started.Task;
        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(one);
        cancelled.Task.IsCompleted.ShouldBeFalse("the other still waits");
        await second.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(two);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        _runs.ShouldBe(1);
        (await cache.GetAsync("k", Fresh, "r", Run, Stop)).IsCached.ShouldBeFalse();
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_wait_and_not_kept()
    {
        var cache = new ResultCache(new DashboardResultOptions(), _time);
        await Should.ThrowAsync<DashboardQueryException>(() => cache.GetAsync("k", Fresh, "r", _ => throw new DashboardQueryException("no"), Stop));
        (await cache.GetAsync("k", Fresh, "r", Run, Stop)).Rows.Rows.Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_oldest_go_when_there_is_no_more_room()
    {
        var cache = new ResultCache(new DashboardResultOptions { ResultCacheMb = 1 }, _time);
        static Task<DashboardRows> Large(CancellationToken cancellationToken) => Task.FromResult(new DashboardRows([], new byte[400_000], false));
        foreach (var key in new[] { "a", "b", "c" })
        {
            await cache.GetAsync(key, Fresh, "r", Large, Stop);
        }

        (await cache.GetAsync("c", Fresh, "r", Large, Stop)).IsCached.ShouldBeTrue();
        (await cache.GetAsync("b", Fresh, "r", Large, Stop)).IsCached.ShouldBeTrue();
        (await cache.GetAsync("a", Fresh, "r", Large, Stop)).IsCached.ShouldBeFalse();
        await cache.GetAsync("huge", Fresh, "r", _ => Task.FromResult(new DashboardRows([], new byte[2_000_000], false)), Stop);
        (await cache.GetAsync("huge", Fresh, "r", Large, Stop)).IsCached.ShouldBeFalse();
    }

    [Theory]
    [InlineData("SELECT 1 -- now()", false)]
    [InlineData("SELECT 'today'", false)]
    [InlineData("SELECT Current_Timestamp", true)]
    [InlineData("SELECT current_localtimestamp()", true)]
    [InlineData("SELECT * FROM t WHERE event_time < get_current_timestamp()", true)]
    [InlineData("SELECT sum(usage_quantity) FROM system.ai_gateway.external_model_spend", true)]
    [InlineData("SELECT * FROM `system`.`ai_gateway`.`spend_anomalies`", true)]
    public void What_changes_with_time_is_told_by_its_SQL(string sql, bool changes) =>
        ResultKey.AsksTheTime(new WidgetStatement(new WidgetQuery("main_query", "usage", [], false), sql, [], null, null)).ShouldBe(changes);

    [Theory]
    [InlineData("SELECT 1", true)]
    [InlineData("SELECT 'current_user()' AS x -- user", true)]
    [InlineData("SELECT Current_User()", false)]
    [InlineData("SELECT session_user", false)]
    [InlineData("SELECT user()", false)]
    public void What_asks_who_reads_is_shared_with_nobody_else(string sql, bool isShared)
    {
        var statement = new WidgetStatement(new WidgetQuery("main_query", "usage", [], false), sql, [], null, null);
        (ResultKey.Of(statement, ["t"], "ann") == ResultKey.Of(statement, ["t"], "bob")).ShouldBe(isShared);
        ResultKey.Of(statement, ["t"], "ann").ShouldNotBe(ResultKey.Of(statement, ["t", "u"], "ann"));
        ResultKey.Of(statement, ["b", "a"], "ann").ShouldBe(ResultKey.Of(statement, ["a", "b"], "ann"));
        ResultKey.Of(statement with { Parameters = [new StatementParameter("p", "1", "STRING")] }, ["t"], "ann").ShouldNotBe(ResultKey.Of(statement, ["t"], "ann"));
    }

    [Fact]
    public void A_viewer_asks_for_a_hundred_at_once_and_for_another_when_one_is_there()
    {
        var limit = new ViewerLimit();
        var ann = new Caller("a", "w", "1", "ann", PrincipalType.User, false, "t");
        var places = Enumerable.Range(0, 100).Select(_ => limit.Enter(ann)).ToList();
        Should.Throw<ApiException>(() => limit.Enter(ann)).Status.ShouldBe(429);
        limit.Enter(ann with { PrincipalId = "2" }).Dispose();
        places[0].Dispose();
        places[0].Dispose();
        limit.Enter(ann);
        Should.Throw<ApiException>(() => limit.Enter(ann)).Status.ShouldBe(429);
    }

    private Task<DashboardRows> Run(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        return Task.FromResult(new DashboardRows([], "[]"u8.ToArray(), false));
    }
}
