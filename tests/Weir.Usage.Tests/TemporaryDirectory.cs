namespace Weir.Usage.Tests;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("weir-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
