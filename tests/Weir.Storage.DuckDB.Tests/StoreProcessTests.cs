using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Shouldly;
using Weir.Storage.DuckDB.StoreHost;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Weir.Warehouse.Engines;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

[SupportedOSPlatform("linux")]
public sealed partial class StoreProcessTests
{
    private const string Counts = "SELECT count(*)::VARCHAR || ' ' || count(DISTINCT request_id)::VARCHAR FROM ai_gateway.usage";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_again_and_again_while_it_takes_slices_the_store_has_every_row_once()
    {
        await using var store = await RunningStore.StartAsync();
        var appended = 0;
        var known = JournalPosition.Start;
        var kills = 0;
        var nextKill = 0;
        for (var i = 0; i < 300; i++)
        {
            var slice = store.Journal.Append(1 + (i / 60), 5 + (i % 40));
            appended += 5 + (i % 40);
            if (i >= nextKill)
            {
                // Not waited for: it dies at some moment of this very slice.
                var process = System.Diagnostics.Process.GetProcessById(store.Supervisor.ProcessId);
                var delay = TimeSpan.FromMilliseconds(kills * 1.7);
                _ = Task.Run(
                    async () =>
                    {
                        await Task.Delay(delay);
                        process.Kill();
                    },
                    Stop);
                kills++;
                nextKill = i + 37;
            }

            await RunningStore.EventuallyAsync(async () =>
            {
                try
                {
                    known = await store.Table.IngestAsync(slice with { From = slice.Segment == known.Segment ? known.Offset : 0 }, Stop);
                    return known == new JournalPosition(slice.Segment, slice.To);
                }
                catch (StoreUnavailableException)
                {
                    return false;
                }
            });
        }

        kills.ShouldBeGreaterThan(5);
        (await store.OneAsync(Counts)).ShouldBe($"{appended} {appended}");
    }

    [Fact]
    public async Task While_the_store_is_away_callers_are_told_so_and_it_comes_back()
    {
        await using var store = await RunningStore.StartAsync();
        await store.Table.IngestAsync(store.Journal.Append(1, 3), Stop);
        var before = store.Supervisor.ProcessId;
        System.Diagnostics.Process.GetProcessById(before).Kill();
        await Should.ThrowAsync<StoreUnavailableException>(async () =>
        {
            while (true)
            {
                await store.Table.GetPositionAsync(TestJournal.Replica, Stop);
            }
        });
        (await store.NextProcessAsync(before)).ShouldNotBe(before);
        (await store.OneAsync(Counts)).ShouldBe("3 3");
    }

    [Fact]
    public async Task A_store_that_hangs_is_killed_and_started_again()
    {
        await using var store = await RunningStore.StartAsync();
        var before = store.Supervisor.ProcessId;
        Signal(before, 19).ShouldBe(0, "stopped");
        (await store.NextProcessAsync(before)).ShouldNotBe(before);
    }

    [Fact]
    public async Task A_statement_under_way_when_the_store_dies_is_answered_as_temporarily_unavailable()
    {
        await using var store = await RunningStore.StartAsync();
        var running = store.Engine.ExecuteAsync(TestStore.Statement("SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b"), Stop);
        await RunningStore.EventuallyAsync(() => Task.FromResult(CpuOf(store.Supervisor.ProcessId) > TimeSpan.FromSeconds(1)));
        System.Diagnostics.Process.GetProcessById(store.Supervisor.ProcessId).Kill();
        (await Should.ThrowAsync<SqlEngineException>(() => running)).ErrorCode.ShouldBe("TEMPORARILY_UNAVAILABLE");
    }

    [Fact]
    public async Task While_heavy_statements_run_the_store_takes_rows_and_is_not_thought_dead()
    {
        await using var store = await RunningStore.StartAsync();
        var process = store.Supervisor.ProcessId;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var heavy = Enumerable.Range(0, 6)
            .Select(_ => store.Engine.ExecuteAsync(TestStore.Statement("SELECT sum(a.range * b.range % 7) FROM range(10000000) a, range(10000000) b"), cancel.Token))
            .ToList();
        await RunningStore.EventuallyAsync(() => Task.FromResult(CpuOf(process) > TimeSpan.FromSeconds(2)));
        for (var i = 0; i < 5; i++)
        {
            await store.Table.IngestAsync(store.Journal.Append(1, 1), Stop);
        }

        heavy.ShouldAllBe(running => !running.IsCompleted);
        await cancel.CancelAsync();
        foreach (var running in heavy)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => running);
        }

        (await store.OneAsync(Counts)).ShouldBe("5 5");
        store.Supervisor.ProcessId.ShouldBe(process);
    }

    [Fact]
    public async Task A_statement_that_cannot_be_stopped_costs_the_store_its_process()
    {
        await using var store = await RunningStore.StartAsync();
        await store.Table.IngestAsync(store.Journal.Append(1, 4), Stop);
        var before = store.Supervisor.ProcessId;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var union = string.Join(" UNION ALL ", Enumerable.Repeat("SELECT 1", 400_000));
        var running = store.Engine.ExecuteAsync(TestStore.Statement(union), cancel.Token);
        await RunningStore.EventuallyAsync(() => Task.FromResult(CpuOf(before) > TimeSpan.FromSeconds(2)));
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        (await store.NextProcessAsync(before)).ShouldNotBe(before);
        (await store.OneAsync(Counts)).ShouldBe("4 4");
    }

    [Fact]
    public async Task An_engine_that_declares_itself_invalid_gets_a_new_process()
    {
        await using var store = await RunningStore.StartAsync();
        await store.Table.IngestAsync(store.Journal.Append(1, 4), Stop);
        var before = store.Supervisor.ProcessId;
        await Should.ThrowAsync<SqlEngineException>(() => store.Engine.ExecuteAsync(TestStore.Statement(TrustingTranslator.Break), Stop));
        (await store.NextProcessAsync(before)).ShouldNotBe(before);
        await store.Table.IngestAsync(store.Journal.Append(1, 1), Stop);
        (await store.OneAsync(Counts)).ShouldBe("5 5");
    }

    [Fact]
    public async Task When_its_parent_is_killed_the_store_ends_and_lets_go_of_its_file()
    {
        var directory = Directory.CreateTempSubdirectory("weir-store-test-");
        var start = StoreHostCommand.Parent(Path.Combine(directory.FullName, "store"));
        start.RedirectStandardOutput = true;
        using var parent = System.Diagnostics.Process.Start(start)!;
        using var child = System.Diagnostics.Process.GetProcessById(int.Parse((await parent.StandardOutput.ReadLineAsync(Stop))!));
        await RunningStore.EventuallyAsync(() => Task.FromResult(File.Exists(Path.Combine(directory.FullName, "store", "store.sock"))));
        parent.Kill();
        await child.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromSeconds(15), Stop);
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task On_a_polite_stop_the_log_is_checkpointed()
    {
        var store = await RunningStore.StartAsync();
        await using (store)
        {
            await store.Table.IngestAsync(store.Journal.Append(1, 500), Stop);
            var log = new FileInfo(Path.Combine(store.StoreDirectory, "usage.duckdb.wal"));
            log.Length.ShouldBeGreaterThan(40_000);
            var process = System.Diagnostics.Process.GetProcessById(store.Supervisor.ProcessId);
            Signal(process.Id, 15).ShouldBe(0);
            await RunningStore.EventuallyAsync(() =>
            {
                log.Refresh();
                return Task.FromResult(!log.Exists || log.Length == 0 || store.Supervisor.ProcessId != process.Id);
            });
            log.Refresh();
            (log.Exists ? log.Length : 0).ShouldBeLessThan(20_000, "what is left is the schema's own");
            await store.NextProcessAsync(process.Id);
            (await store.OneAsync(Counts)).ShouldBe("500 500");
        }
    }

    [Fact]
    public async Task Only_its_own_user_can_speak_to_the_store()
    {
        await using var store = await RunningStore.StartAsync();
        File.GetUnixFileMode(store.Socket).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(store.StoreDirectory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Below_a_path_too_long_for_a_socket_the_store_runs_all_the_same()
    {
        await using var store = await RunningStore.StartAsync(new string('x', 120));
        store.Socket.Length.ShouldBeLessThan(108);
        (await store.OneAsync("SELECT 1")).ShouldBe("1");
    }

    [Fact]
    public async Task Whatever_the_machine_s_time_zone_statements_think_in_utc()
    {
        await using var store = await RunningStore.StartAsync();
        (await store.OneAsync("SELECT current_setting('TimeZone') || ' ' || (TIMESTAMPTZ '2026-01-20 01:00:00+00')::DATE::VARCHAR")).ShouldBe("UTC 2026-01-20");
    }

    [Fact]
    public async Task A_large_result_crosses_the_socket_whole()
    {
        await using var store = await RunningStore.StartAsync();
        var result = await store.Engine.ExecuteAsync(TestStore.Statement("SELECT range, repeat('é', 50) FROM range(100000)", chunkRows: 20_000), Stop);
        (result.RowCount, result.Chunks.Count, result.Truncated).ShouldBe((100_000, 5, false));
        TestStore.Rows(result)[^1].ShouldBe(["99999", new string('é', 50)]);
    }

    private static TimeSpan CpuOf(int process) => System.Diagnostics.Process.GetProcessById(process).TotalProcessorTime;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
