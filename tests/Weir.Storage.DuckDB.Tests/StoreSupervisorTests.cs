using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Storage.DuckDB.Process;
using Xunit;

namespace Weir.Storage.DuckDB.Tests;

/// <summary>How long a store that does not answer yet is waited for.</summary>
[SupportedOSPlatform("linux")]
public sealed class StoreSupervisorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Lines _lines = new();
    private readonly string _working = Path.GetTempFileName();

    public void Dispose() => File.Delete(_working);

    [Fact]
    public async Task A_store_that_says_it_brings_old_rows_up_to_date_is_waited_for_and_killed_once_it_is_silent()
    {
        // It never answers, and says that it works as long as the file is there.
        var command = new ProcessStartInfo("/bin/sh", ["-c", $"while [ -e '{_working}' ]; do echo '{UsageDatabase.StillOpening}' >&2; sleep 0.02; done; exec cat > /dev/null"]);
        using var connection = new StoreConnection(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock"));
        using var supervisor = new StoreSupervisor(connection, () => command, _time, _lines);
        var started = supervisor.StartAsync(TestContext.Current.CancellationToken);
        await RunningStore.EventuallyAsync(() => Task.FromResult(supervisor.ProcessId != 0));
        var process = supervisor.ProcessId;
        for (var second = 0; second < 300; second += 10)
        {
            var said = _lines.Count;
            await RunningStore.EventuallyAsync(() => Task.FromResult(_lines.Count > said));
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        supervisor.ProcessId.ShouldBe(process, "five minutes, and a minute is all that a silent one has");

        File.Delete(_working);
        await RunningStore.EventuallyAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(supervisor.ProcessId != 0 && supervisor.ProcessId != process);
        });
        await started;
        var stopping = supervisor.StopAsync(TestContext.Current.CancellationToken);
        await RunningStore.EventuallyAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(stopping.IsCompleted);
        });
    }

    private sealed class Lines : ILogger<StoreSupervisor>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).Contains(UsageDatabase.StillOpening, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
