using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Warehouse.Warehouses;
using Xunit;

namespace Weir.Warehouse.Tests.Warehouses;

public sealed class WarehouseQueueTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _started = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_many_run_as_the_limit_says_and_the_others_follow_in_the_order_in_which_they_came()
    {
        var queue = new WarehouseQueue(2, _time);
        var statements = new[] { "a", "b", "c", "d", "e" }.Select(name => Submit(queue, name)).ToList();
        await ShouldHaveStartedAsync("a", "b");
        queue.Counts.ShouldBe((2, 3));

        statements[1].Finish();
        await ShouldHaveStartedAsync("a", "b", "c");
        statements[0].Finish();
        await ShouldHaveStartedAsync("a", "b", "c", "d");
        queue.Counts.ShouldBe((2, 1));
        statements.ForEach(statement => statement.Finish());
        await Task.WhenAll(statements.Select(statement => statement.Ended)).WaitAsync(Stop);
        _started[^1].ShouldBe("e");
        queue.Counts.ShouldBe((0, 0));
    }

    [Fact]
    public async Task One_that_is_cancelled_while_it_waits_leaves_no_trace()
    {
        var queue = new WarehouseQueue(1, _time);
        var first = Submit(queue, "a");
        using var cancelled = new CancellationTokenSource();
        var second = Submit(queue, "b", cancelled.Token);
        var third = Submit(queue, "c");
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second.Ended.WaitAsync(Stop));
        queue.Counts.ShouldBe((1, 1));
        first.Finish();
        await ShouldHaveStartedAsync("a", "c");
        third.Finish();
        await third.Ended.WaitAsync(Stop);
        queue.Counts.ShouldBe((0, 0));
    }

    [Fact]
    public async Task One_that_fails_or_is_never_run_gives_its_place_up()
    {
        var queue = new WarehouseQueue(1, _time);
        await Should.ThrowAsync<InvalidOperationException>(queue.Enter().RunAsync<int>(_ => throw new InvalidOperationException(), Stop));
        queue.Enter().Dispose();
        queue.Counts.ShouldBe((0, 0));
        (await queue.Enter().RunAsync(_ => Task.FromResult(3), Stop)).ShouldBe(3);
    }

    [Fact]
    public async Task A_stop_cancels_what_runs_and_what_waits_with_its_reason_and_nothing_that_comes_later()
    {
        var queue = new WarehouseQueue(1, _time);
        var running = Submit(queue, "a");
        var waiting = Submit(queue, "b");
        await ShouldHaveStartedAsync("a");
        queue.CancelAll("It was stopped.");
        (await Should.ThrowAsync<WarehouseStoppedException>(running.Ended.WaitAsync(Stop))).Message.ShouldBe("It was stopped.");
        (await Should.ThrowAsync<WarehouseStoppedException>(waiting.Ended.WaitAsync(Stop))).Message.ShouldBe("It was stopped.");
        queue.Counts.ShouldBe((0, 0));
        _started.ShouldBe(["a"]);
        (await queue.Enter().RunAsync(_ => Task.FromResult(3), Stop)).ShouldBe(3);
    }

    [Fact]
    public async Task One_that_was_cancelled_before_it_ran_never_runs()
    {
        var queue = new WarehouseQueue(1, _time);
        var turn = queue.Enter();
        queue.CancelAll("It was stopped.");
        await Should.ThrowAsync<WarehouseStoppedException>(turn.RunAsync<int>(_ => throw new InvalidOperationException(), Stop));
        queue.Counts.ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_higher_limit_lets_those_that_wait_run_and_a_lower_one_lets_those_that_run_end()
    {
        var queue = new WarehouseQueue(1, _time);
        var statements = new[] { "a", "b", "c", "d" }.Select(name => Submit(queue, name)).ToList();
        queue.SetLimit(3);
        await ShouldHaveStartedAsync("a", "b", "c");
        queue.SetLimit(1);
        queue.Counts.ShouldBe((3, 1));
        statements[0].Finish();
        statements[1].Finish();
        await Task.WhenAll(statements[0].Ended, statements[1].Ended).WaitAsync(Stop);
        queue.Counts.ShouldBe((1, 1));
        statements[2].Finish();
        await ShouldHaveStartedAsync("a", "b", "c", "d");
        statements[3].Finish();
        await statements[3].Ended.WaitAsync(Stop);
    }

    [Fact]
    public async Task A_warehouse_stops_once_it_had_no_statement_for_as_long_as_it_says_and_the_next_one_starts_it()
    {
        var queues = new WarehouseQueues(_time);
        var warehouse = Example with { AutoStopMinutes = 10 };
        queues.Of(warehouse);
        _time.Advance(TimeSpan.FromMinutes(9));
        var statement = Submit(queues.Of(warehouse), "a");
        _time.Advance(TimeSpan.FromMinutes(60));
        queues.IsStopped(warehouse).ShouldBeFalse("a statement runs");
        statement.Finish();
        await statement.Ended.WaitAsync(Stop);
        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        queues.IsStopped(warehouse).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        queues.IsStopped(warehouse).ShouldBeTrue();
        queues.IsStopped(warehouse with { AutoStopMinutes = 0 }).ShouldBeFalse("0 is never");
        await queues.Of(warehouse).Enter().RunAsync(_ => Task.FromResult(1), Stop);
        queues.IsStopped(warehouse).ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_by_whichever_replica_reaches_the_statements()
    {
        var queues = new WarehouseQueues(_time);
        var before = All(Example);
        var first = Submit(queues.Of(Example), "a");
        var second = Submit(queues.Of(Example), "b");
        await ShouldHaveStartedAsync("a");
        var larger = All(Example with { Size = "X-Small" });
        queues.Follow(before, larger);
        await ShouldHaveStartedAsync("a", "b");
        var stopped = All(Example with { Size = "X-Small", IsStopped = true, LastStop = new WarehouseStop(_time.GetUtcNow().UtcDateTime, "ann@example.com") });
        queues.Follow(larger, stopped);
        (await Should.ThrowAsync<WarehouseStoppedException>(first.Ended.WaitAsync(Stop))).Message.ShouldBe("The warehouse 'Example' was stopped by ann@example.com. Run the statement again: that starts the warehouse.");
        await Should.ThrowAsync<WarehouseStoppedException>(second.Ended.WaitAsync(Stop));
        var third = Submit(queues.Of(Example), "c");
        queues.Follow(stopped, stopped);
        await ShouldHaveStartedAsync("a", "b", "c");
        queues.Follow(stopped, All());
        (await Should.ThrowAsync<WarehouseStoppedException>(third.Ended.WaitAsync(Stop))).Message.ShouldContain("was deleted");
    }

    [Theory]
    [InlineData("2X-Small", 1, 1)]
    [InlineData("Small", 1, 4)]
    [InlineData("Small", 3, 12)]
    [InlineData("X-Large", 1, 32)]
    [InlineData("X-Large", 30, 64)]
    [InlineData("4X-Large", 1, 64)]
    public void Size_and_clusters_say_how_many_run_at_once(string size, int clusters, int statements) =>
        (Example with { Size = size, MaxNumClusters = clusters }).StatementsAtOnce.ShouldBe(statements);

    private static SqlWarehouse Example { get; } = new() { Id = "0123456789abcdef", WorkspaceId = "1234567890123456", Name = "Example", Creator = "ann@example.com", Size = "2X-Small" };

    private static Dictionary<string, SqlWarehouse> All(params SqlWarehouse[] warehouses) => warehouses.ToDictionary(warehouse => warehouse.Id, StringComparer.Ordinal);

    private Statement Submit(WarehouseQueue queue, string name, CancellationToken cancelled = default)
    {
        var finish = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = queue.Enter().RunAsync(
            either =>
            {
                lock (_started)
                {
                    _started.Add(name);
                }

                return finish.Task.WaitAsync(either);
            },
            cancelled);
        return new Statement(ended, () => finish.TrySetResult(0));
    }

    private async Task ShouldHaveStartedAsync(params string[] names)
    {
        for (var i = 0; i < 500 && Count() < names.Length; i++)
        {
            await Task.Delay(10, Stop);
        }

        lock (_started)
        {
            _started.Order(StringComparer.Ordinal).ShouldBe(names);
        }

        int Count()
        {
            lock (_started)
            {
                return _started.Count;
            }
        }
    }

    private sealed record Statement(Task<int> Ended, Action Finish);
}
