using System.Diagnostics;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>A verb of the real binary, as a person runs it against a server.</summary>
internal static class WeirCommand
{
    public static Task<(int Code, string Output, string Errors)> RunAsync(RunningWeir weir, params string[] arguments) => RunAsAsync(weir, RunningWeir.AdminToken, arguments);

    /// <summary>With a token, or none.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsAsync(RunningWeir weir, string? token, params string[] arguments) => RunAsAsync(weir, token, new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <summary>With variables of the environment besides. Those that say where agents have their files are never inherited.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsAsync(RunningWeir weir, string? token, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "weir.dll"), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["WEIR_HOST"] = weir.Address;
        start.Environment["WEIR_TOKEN"] = token;
        foreach (var name in new[] { "DATABRICKS_TOKEN", "WEIR_ADMIN_TOKEN", "DATABRICKS_HOST", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "GEMINI_CLI_HOME", "XDG_CONFIG_HOME" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
