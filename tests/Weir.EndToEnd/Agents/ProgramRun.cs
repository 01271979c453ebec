using System.Diagnostics;
using Xunit;

namespace Weir.EndToEnd.Agents;

/// <summary>How a program's run ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Errors">What it complained of.</param>
internal sealed record ProgramRun(int Code, string Output, string Errors)
{
    /// <summary>Both texts, for a test that fails.</summary>
    public string Everything => $"exit code {Code}\n{Output}\n{Errors}";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="longest">It is ended after so long, with all that it has started.</param>
    /// <param name="environment">All that its environment has; without it, the tests' own.</param>
    public static async Task<ProgramRun> StartAsync(string[] command, string folder, TimeSpan longest, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start)!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(longest);
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(stop.Token);
            var output = await process.StandardOutput.ReadToEndAsync(stop.Token);
            await process.WaitForExitAsync(stop.Token);
            return new ProgramRun(process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException tooLong) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{string.Join(' ', command)} did not end within {longest}.", tooLong);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
