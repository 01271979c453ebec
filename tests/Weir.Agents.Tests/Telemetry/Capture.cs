using Shouldly;

namespace Weir.Agents.Tests.Telemetry;

/// <summary>A body that a real agent sent (cut down), by its file's name.</summary>
internal sealed record Capture(string Path)
{
    public string Signal => System.IO.Path.GetFileName(Path).Contains("metrics", StringComparison.Ordinal) ? "metrics" : "logs";

    public bool IsJson => Path.EndsWith(".json", StringComparison.Ordinal);

    public byte[] Bytes => File.ReadAllBytes(Path);

    /// <summary>The bodies of a run, in the order in which they were sent.</summary>
    /// <param name="run">For example <c>codex/otlp/tools-json</c>.</param>
    /// <param name="signal">Of which signal; NULL for all.</param>
    public static IReadOnlyList<Capture> Of(string run, string? signal = null)
    {
        var captures = Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Captures", run)).Order(StringComparer.Ordinal).Select(path => new Capture(path)).ToArray();
        captures.ShouldNotBeEmpty();
        return [.. captures.Where(capture => signal is null || capture.Signal == signal)];
    }
}
