namespace Weir.Agents.Setup;

/// <summary>Lines of <c>NAME=value</c>: a name's first line is replaced and its others are taken out; a name that is not there comes at the end.</summary>
internal static class EnvMerge
{
    public static string Merge(string existing, string wanted)
    {
        var newLine = existing.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = existing.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n').ToList();
        var before = lines.ToList();
        foreach (var line in wanted.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = NameOf(line);
            var first = lines.FindIndex(one => NameOf(one) == name);
            if (first < 0)
            {
                lines.Add(line);
                continue;
            }

            lines[first] = line;
            for (var i = lines.Count - 1; i > first; i--)
            {
                if (NameOf(lines[i]) == name)
                {
                    lines.RemoveAt(i);
                }
            }
        }

        return lines.SequenceEqual(before, StringComparer.Ordinal) ? existing : string.Join(newLine, lines) + newLine;
    }

    private static string? NameOf(string line)
    {
        var text = line.AsSpan().TrimStart();
        if (text.StartsWith("export ", StringComparison.Ordinal))
        {
            text = text[7..].TrimStart();
        }

        var equals = text.IndexOf('=');
        return equals <= 0 || text[0] == '#' ? null : text[..equals].TrimEnd().ToString();
    }
}
