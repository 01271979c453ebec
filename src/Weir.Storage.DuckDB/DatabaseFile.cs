using System.Data.Common;
using DuckDB.NET.Data;

namespace Weir.Storage.DuckDB;

/// <summary>
/// Opens the DuckDB file, and sets aside what is damaged. A damaged write-ahead log costs no rows: positions roll back with the
/// data, and the journal keeps what no checkpoint has (see <see cref="Ingest.JournalIngest"/>). A damaged main file costs what the journal
/// no longer has. Any other trouble (no memory, no disk, no right, another owner, a newer version's file) says nothing of damage and moves nothing.
/// </summary>
internal static class DatabaseFile
{
    private static readonly string[] SignsOfDamage = ["not a valid DuckDB database file", "Could not read enough bytes", "checksum", "Corrupt database"];

    public static DuckDBConnection OpenOrSetAside(string file, Action<string> report)
    {
        var log = file + ".wal";
        try
        {
            return Open(file);
        }
        catch (DbException broken) when (File.Exists(log) && broken.Message.Contains("WAL file", StringComparison.Ordinal) && !IsShortage(broken))
        {
            SetAside(log, broken, "its rows come again from the journal", report);
        }
        catch (DbException broken) when (File.Exists(file) && IsDamage(broken))
        {
            SetAsideBoth(file, log, broken, report);
        }

        try
        {
            return Open(file);
        }
        catch (DbException broken) when (File.Exists(file) && IsDamage(broken))
        {
            SetAsideBoth(file, log, broken, report);
        }

        return Open(file);
    }

    private static DuckDBConnection Open(string file)
    {
        var connection = new DuckDBConnection($"Data Source={file}");
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool IsDamage(DbException broken) => Array.Exists(SignsOfDamage, sign => broken.Message.Contains(sign, StringComparison.Ordinal));

    // A log that cannot be replayed for want of memory or disk is a good log.
    private static bool IsShortage(DbException broken) =>
        broken.Message.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase)
        || broken.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase)
        || broken.Message.Contains("Permission denied", StringComparison.OrdinalIgnoreCase)
        || broken.Message.Contains("Too many open files", StringComparison.OrdinalIgnoreCase);

    private static void SetAsideBoth(string file, string log, DbException broken, Action<string> report)
    {
        if (File.Exists(log))
        {
            // It belongs to the damaged file and must not be replayed into a new one.
            SetAside(log, broken, "it belongs to the damaged database", report);
        }

        SetAside(file, broken, "A NEW, EMPTY DATABASE IS STARTED; rows that the journal no longer has must come from a backup", report);
    }

    private static void SetAside(string path, DbException broken, string consequence, Action<string> report)
    {
        var aside = $"{path}.damaged-{Guid.NewGuid():N}";
        File.Move(path, aside);
        report($"{path} could not be opened ({broken.Message.Split('\n')[0]}) and was set aside as {aside}; {consequence}.");
    }
}
