using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weir.Storage.DuckDB.Process;

/// <summary>
/// Keeps the store's process running: starts it, starts it again when it dies, and kills it when it hangs. While it is away, requests
/// are answered and recorded all the same, and the rows come once it is back.
/// <para>States: starting, running (pinged every second), dead or hung (waiting to start again, longer each time), stopping.</para>
/// </summary>
public sealed partial class StoreSupervisor(StoreConnection connection, Func<ProcessStartInfo> command, TimeProvider time, ILogger<StoreSupervisor> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HungAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    // A little less than the patience that its client has: other statements that were cancelled only now are not stuck.
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile System.Diagnostics.Process? _process;
    private long _saidToWork = long.MinValue;
    private Task _supervising = Task.CompletedTask;

    /// <summary>Whether the store answers.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The store's process id while it runs, else 0.</summary>
    public int ProcessId
    {
        get
        {
            try
            {
                return _process is { HasExited: false } process ? process.Id : 0;
            }
            catch (InvalidOperationException)
            {
                // It ended, and was let go of, between the two looks.
                return 0;
            }
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _supervising = Task.Run(() => SuperviseAsync(_stop.Token), CancellationToken.None);

        // A store that is slow to start does not keep the gateway from serving.
        await Task.WhenAny(_firstStart.Task, Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Kills the process when it still runs a cancelled statement after <paramref name="patience"/>.</summary>
    internal void ExpectIdleWithin(TimeSpan patience)
    {
        var process = _process;
        _ = Task.Run(async () =>
        {
            await Task.Delay(patience, time, _stop.Token);
            using var limit = new CancellationTokenSource(patience);
            var busy = await IsBusyWithCancelledAsync(limit.Token);
            if (busy && ReferenceEquals(process, _process))
            {
                Unstoppable(logger);
                Kill(process);
            }
        });
    }

    private async Task<bool> IsBusyWithCancelledAsync(CancellationToken cancellationToken)
    {
        try
        {
            return double.Parse(await connection.Client.GetStringAsync(new Uri("/longest-cancelled", UriKind.Relative), cancellationToken), CultureInfo.InvariantCulture) > StuckAfter.TotalMilliseconds;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        var backOff = TimeSpan.FromMilliseconds(200);
        while (!cancellationToken.IsCancellationRequested)
        {
            using var process = TryStart();
            if (process is null)
            {
                await Task.Delay(LongestBackOff, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            _process = process;
            if (await WatchAsync(process, cancellationToken))
            {
                backOff = TimeSpan.FromMilliseconds(200);
            }

            IsRunning = false;
            if (cancellationToken.IsCancellationRequested)
            {
                await StopAsync(process);
                return;
            }

            Kill(process);
            Died(logger, process.HasExited ? process.ExitCode : -1, backOff.TotalMilliseconds);
            await Task.Delay(backOff, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
        }
    }

    private System.Diagnostics.Process? TryStart()
    {
        try
        {
            return Start();
        }
        catch (Exception refused) when (refused is Win32Exception or IOException or InvalidOperationException)
        {
            NotStarted(logger, refused.Message, LongestBackOff.TotalSeconds);
            return null;
        }
    }

    private System.Diagnostics.Process Start()
    {
        var start = command();
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("The store's process could not be started.");
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
            {
                if (line.Data == UsageDatabase.StillOpening)
                {
                    Interlocked.Exchange(ref _saidToWork, time.GetTimestamp());
                }

                Said(logger, line.Data);
            }
        };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Pings until the process dies, hangs, or the gateway stops.</summary>
    /// <returns>Whether it ever answered.</returns>
    private async Task<bool> WatchAsync(System.Diagnostics.Process process, CancellationToken cancellationToken)
    {
        var answered = false;
        var lastAnswer = time.GetTimestamp();
        while (!process.HasExited && !cancellationToken.IsCancellationRequested)
        {
            if (await PingAsync(cancellationToken))
            {
                answered = IsRunning = true;
                _firstStart.TrySetResult();
                lastAnswer = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(answered ? lastAnswer : Math.Max(lastAnswer, Interlocked.Read(ref _saidToWork))) > (answered ? HungAfter : StartPatience))
            {
                Hung(logger);
                return answered;
            }

            var wait = answered ? PingInterval : TimeSpan.FromMilliseconds(50);
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(wait, time, cancellationToken));
        }

        return answered;
    }

    private async Task<bool> PingAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PingInterval * 3);
        try
        {
            using var response = await connection.Client.GetAsync(new Uri("/health", UriKind.Relative), limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    // Closing its input asks it to stop; it checkpoints first.
    private static async Task StopAsync(System.Diagnostics.Process process)
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Kill(process);
    }

    private static void Kill(System.Diagnostics.Process? process)
    {
        try
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }
        catch (InvalidOperationException)
        {
            // It was gone already.
        }
    }

    [LoggerMessage(200, LogLevel.Warning, "The store's process ended (exit code {ExitCode}); it starts again in {Milliseconds} ms. Requests go on; their rows wait in the journal")]
    private static partial void Died(ILogger logger, int exitCode, double milliseconds);

    [LoggerMessage(201, LogLevel.Warning, "The store's process does not answer; it is killed and started again")]
    private static partial void Hung(ILogger logger);

    [LoggerMessage(202, LogLevel.Warning, "A cancelled statement did not stop; the store's process is killed and started again")]
    private static partial void Unstoppable(ILogger logger);

    [LoggerMessage(204, LogLevel.Error, "The store's process cannot be started: {Reason}. It is tried again in {Seconds} s; rows wait in the journal")]
    private static partial void NotStarted(ILogger logger, string reason, double seconds);

    [LoggerMessage(203, LogLevel.Warning, "Store: {Line}")]
    private static partial void Said(ILogger logger, string line);
}
