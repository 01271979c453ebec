namespace Weir.Agents.Setup;

/// <summary>Puts what an agent needs into a file that it, or its user, has written already.</summary>
public static class SettingsMerge
{
    /// <summary>The file's text with what was wanted in it. A text that has it all already comes back as it is.</summary>
    /// <param name="file">What is wanted.</param>
    /// <param name="existing">The file's text; NULL when there is no file.</param>
    /// <exception cref="SettingsMergeException">What is there cannot be read, or has no place for it.</exception>
    public static string Merge(SettingsFile file, string? existing) => string.IsNullOrWhiteSpace(existing) ? file.Content : file.Format switch
    {
        SettingsFormat.Json => JsonMerge.Merge(existing, file.Content),
        SettingsFormat.Toml => TomlMerge.Merge(existing, file.Content),
        _ => EnvMerge.Merge(existing, file.Content),
    };
}

/// <summary>Settings cannot be put into a file; the message says why.</summary>
public sealed class SettingsMergeException(string message, Exception? inner = null) : Exception(message, inner);
