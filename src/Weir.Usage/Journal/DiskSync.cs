using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Usage.Journal;

/// <summary>Makes written bytes survive power loss.</summary>
internal static partial class DiskSync
{
    /// <summary>Syncs a file's data, and its metadata only where reading the data back needs it (<c>fdatasync</c>, where there is one).</summary>
    /// <exception cref="IOException">The disk did not take the bytes; none of those unsynced may be trusted.</exception>
    public static void Flush(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (FDataSync(file) != 0)
        {
            throw new IOException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Syncs a directory, so that its new and renamed files survive power loss.</summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            var descriptor = Open(path, 0);
            if (descriptor >= 0)
            {
                _ = FSync(descriptor);
                _ = Close(descriptor);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
