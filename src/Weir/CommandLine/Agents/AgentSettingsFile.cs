using Weir.Agents.Setup;

namespace Weir.CommandLine.Agents;

/// <summary>A file of an agent's settings on this machine, as it is and as it shall be.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Before">Its text; NULL when there is no file.</param>
/// <param name="After">The text with the settings in it.</param>
internal sealed record AgentSettingsFile(string Path, string? Before, string After)
{
    private const string BackupEnding = ".before-weir";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether writing changes anything.</summary>
    public bool Changes => Before != After;

    /// <summary>Where a copy of what was there before Weir's settings is kept. A copy of an earlier time stays.</summary>
    public string Backup => Path + BackupEnding;

    /// <summary>Reads the file and merges the settings into it.</summary>
    /// <exception cref="SettingsMergeException">What is there cannot be read, or has no place for it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AgentSettingsFile Of(SettingsFile file)
    {
        var path = PathOf(file);
        var before = File.Exists(path) ? File.ReadAllText(path) : null;
        return new AgentSettingsFile(path, before, SettingsMerge.Merge(file, before));
    }

    /// <summary>Where a file is, by the variables of this shell.</summary>
    public static string PathOf(SettingsFile file)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var named = file.FolderVariable is { } variable ? Environment.GetEnvironmentVariable(variable) : null;
        var folder = string.IsNullOrEmpty(named) ? file.Folder : named;
        folder = folder == "~" ? home : folder.StartsWith("~/", StringComparison.Ordinal) ? System.IO.Path.Combine(home, folder[2..]) : folder;
        return System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, file.Name));
    }

    /// <summary>Writes it, whole or not at all.</summary>
    /// <param name="holdsSecret">Whether nobody else may read it from now on; else it keeps who may.</param>
    public void Write(bool holdsSecret)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);

        // A link stays one: settings are often kept in a repository elsewhere.
        var target = Before is null ? Path : File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path;
        if (Before is not null && !File.Exists(Backup))
        {
            File.Copy(target, Backup);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var temporary = target + ".weir-new";
        File.Delete(temporary);
        using (var writer = new StreamWriter(temporary, options))
        {
            writer.Write(After);
        }

        if (!OperatingSystem.IsWindows() && !holdsSecret)
        {
            File.SetUnixFileMode(temporary, Before is null ? OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead : File.GetUnixFileMode(target));
        }

        File.Move(temporary, target, overwrite: true);
    }
}
