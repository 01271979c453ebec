using System.Globalization;

namespace Weir.Usage.Journal;

/// <summary>The journal's files. One process at a time owns them.</summary>
internal sealed class JournalDirectory : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Takes the directory, making it when it is not there.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public JournalDirectory(string path)
    {
        Requests = Directory.CreateDirectory(Path.Combine(path, "requests")).FullName;
        Intents = Directory.CreateDirectory(Path.Combine(path, "intents")).FullName;
        Damaged = Path.Combine(path, "damaged");
        try
        {
            _lock = new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"The journal in {path} is in use by another weir. Stop it, or give this one its own WEIR_DATA.", taken);
        }

        Replica = ReadReplica(Path.Combine(path, "replica"));
    }

    public string Requests { get; }

    public string Intents { get; }

    /// <summary>Where damaged lines are set aside.</summary>
    public string Damaged { get; }

    /// <summary>Names this journal in every store, for ever.</summary>
    public string Replica { get; }

    public static string FileOf(string directory, long segment) =>
        Path.Combine(directory, segment.ToString("D20", CultureInfo.InvariantCulture) + ".ndjson");

    /// <summary>The segments of a stream, oldest first.</summary>
    public static List<(long Number, string Path)> SegmentsOf(string directory)
    {
        var found = new List<(long, string)>();
        foreach (var path in Directory.EnumerateFiles(directory, "*.ndjson"))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                found.Add((number, path));
            }
        }

        found.Sort();
        return found;
    }

    /// <summary>The number of the next segment; kept beside the segments, since deleted ones must not lend theirs again.</summary>
    public static long NextNumber(string directory)
    {
        var counter = Path.Combine(directory, "next");
        var stored = File.Exists(counter) && long.TryParse(File.ReadAllText(counter), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;
        var segments = SegmentsOf(directory);
        var next = Math.Max(stored, segments.Count > 0 ? segments[^1].Number + 1 : 1);
        var temporary = counter + ".new";
        File.WriteAllText(temporary, (next + 1).ToString(CultureInfo.InvariantCulture));
        File.Move(temporary, counter, overwrite: true);
        return next;
    }

    public void Dispose() => _lock.Dispose();

    private static string ReadReplica(string path)
    {
        if (File.Exists(path) && Guid.TryParse(File.ReadAllText(path).Trim(), out var known))
        {
            return known.ToString();
        }

        var made = Guid.NewGuid().ToString();
        File.WriteAllText(path, made);
        return made;
    }
}
