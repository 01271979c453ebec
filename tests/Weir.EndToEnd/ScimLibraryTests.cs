using System.Diagnostics;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>SCIM as published libraries understand it: the same filters pass the same users, the same PATCH leaves the same group.</summary>
public sealed class ScimLibraryTests(RunningWeir weir)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1")]
    [InlineData("20261125")]
    public async Task The_npm_libraries_agree_on_filters_and_patches(string seed)
    {
        var folder = SdkTests.SdkFolder();
        var start = new ProcessStartInfo(Path.Combine(folder, "node_modules", "node", "bin", "node"), ["scim.mjs"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["WEIR"] = weir.Address;
        start.Environment["TOKEN"] = RunningWeir.AdminToken;
        start.Environment["SEED"] = seed;
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(Stop);
        var lines = (await node.StandardOutput.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await node.WaitForExitAsync(Stop);
        node.ExitCode.ShouldBe(0, await errors);
        lines[..^1].ShouldBeEmpty("questions on which they differ");
        JsonSerializer.Deserialize<JsonElement>(lines[^1]).GetProperty("asked").GetInt32().ShouldBeGreaterThan(190);
    }
}
