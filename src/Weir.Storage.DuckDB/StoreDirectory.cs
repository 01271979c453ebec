namespace Weir.Storage.DuckDB;

/// <summary>The store's directory. It holds who asked what, and the socket: only its own user may enter.</summary>
internal static class StoreDirectory
{
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
