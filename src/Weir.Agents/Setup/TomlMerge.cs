using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Weir.Agents.Setup;

/// <summary>Keys are replaced where they stand or added to their table; every other byte of the file stays as it is.</summary>
internal static class TomlMerge
{
    public static string Merge(string existing, string wanted)
    {
        var text = existing;
        var settings = Parse(wanted);
        foreach (var (table, header, entries) in TablesOf(settings))
        {
            foreach (var entry in entries)
            {
                text = Put(text, table, header is null ? string.Empty : TextOf(wanted, header), [.. table, .. PathOf(entry.Key!)], TextOf(wanted, entry), TextOf(wanted, entry.Value!));
            }
        }

        Parse(text);
        return text;
    }

    private static string Put(string text, string[] table, string header, string[] key, string entry, string value)
    {
        var tables = TablesOf(Parse(text)).ToList();
        foreach (var (path, _, entries) in tables)
        {
            foreach (var there in entries)
            {
                string[] full = [.. path, .. PathOf(there.Key!)];
                if (full.SequenceEqual(key, StringComparer.Ordinal))
                {
                    var (start, end) = (there.Value!.Span.Start.Offset, there.Value.Span.End.Offset + 1);
                    return text[start..end] == value ? text : string.Concat(text.AsSpan(0, start), value, text.AsSpan(end));
                }

                if (StartsWith(key, full))
                {
                    throw new SettingsMergeException($"'{string.Join('.', full)}' is written as one value there. Put the settings in by hand");
                }
            }
        }

        return Add(WithoutWhatIsUnder(text, key), table, header, entry);
    }

    // A key that becomes one value cannot have tables or dotted keys of its own beside it.
    private static string WithoutWhatIsUnder(string text, string[] key)
    {
        var spans = new List<(int Start, int End)>();
        foreach (var (path, header, entries) in TablesOf(Parse(text)))
        {
            if (header is not null && StartsWith(path, key))
            {
                var last = entries.Count > 0 ? entries[^1].Value!.Span.End.Offset : header.CloseBracket!.Span.End.Offset;
                spans.Add((LineStart(text, header.OpenBracket!.Span.Start.Offset), LineEnd(text, last)));
                continue;
            }

            spans.AddRange(entries.Where(entry => StartsWith([.. path, .. PathOf(entry.Key!)], key))
                .Select(entry => (LineStart(text, entry.Key!.Span.Start.Offset), LineEnd(text, entry.Value!.Span.End.Offset))));
        }

        foreach (var (start, end) in spans.OrderByDescending(span => span.Start))
        {
            text = text.Remove(start, end - start);
        }

        return text;
    }

    private static string Add(string text, string[] table, string header, string entry)
    {
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var tables = TablesOf(Parse(text)).ToList();
        var there = tables.FindIndex(one => one.Path.SequenceEqual(table, StringComparer.Ordinal) && (one.Header is TableSyntax || table.Length == 0));
        if (there < 0)
        {
            var end = text.Length == 0 || text.EndsWith('\n') ? string.Empty : newLine;
            return $"{text}{end}{newLine}{header}{newLine}{entry}{newLine}";
        }

        var (_, found, entries) = tables[there];
        if (entries.Count == 0 && found is null)
        {
            return $"{entry}{newLine}{(text.TrimStart().StartsWith('[') ? newLine : string.Empty)}{text}";
        }

        var after = LineEnd(text, entries.Count > 0 ? entries[^1].Value!.Span.End.Offset : found!.CloseBracket!.Span.End.Offset);
        return string.Concat(text.AsSpan(0, after), after > 0 && text[after - 1] != '\n' ? newLine : string.Empty, entry + newLine, text.AsSpan(after));
    }

    private static DocumentSyntax Parse(string text)
    {
        var document = SyntaxParser.Parse(text, null, true);
        return document.HasErrors ? throw new SettingsMergeException($"it is not TOML: {document.Diagnostics[0]}") : document;
    }

    // The keys before any table have no header.
    private static IEnumerable<(string[] Path, TableSyntaxBase? Header, List<KeyValueSyntax> Entries)> TablesOf(DocumentSyntax document)
    {
        yield return ([], null, [.. document.KeyValues]);
        foreach (var table in document.Tables)
        {
            yield return (PathOf(table.Name!), table, [.. table.Items.OfType<KeyValueSyntax>()]);
        }
    }

    private static string[] PathOf(KeySyntax key) => [NameOf(key.Key!), .. key.DotKeys.Select(dotted => NameOf(dotted.Key!))];

    private static string NameOf(BareKeyOrStringValueSyntax key) => key is StringValueSyntax quoted ? quoted.Value! : ((BareKeySyntax)key).Key!.Text!;

    private static bool StartsWith(string[] path, string[] start) => path.Length >= start.Length && path.AsSpan(0, start.Length).SequenceEqual(start);

    private static string TextOf(string text, TableSyntaxBase header) => text[header.OpenBracket!.Span.Start.Offset..(header.CloseBracket!.Span.End.Offset + 1)];

    private static string TextOf(string text, KeyValueSyntax entry) => text[entry.Key!.Span.Start.Offset..(entry.Value!.Span.End.Offset + 1)];

    private static string TextOf(string text, ValueSyntax value) => text[value.Span.Start.Offset..(value.Span.End.Offset + 1)];

    private static int LineStart(string text, int offset) => text.LastIndexOf('\n', Math.Max(0, offset - 1)) + 1;

    private static int LineEnd(string text, int offset) => text.IndexOf('\n', offset) is >= 0 and var end ? end + 1 : text.Length;
}
