using Weir.Accounts.Scim.Filters;

namespace Weir.Accounts.Scim.Patching;

/// <summary>Where a patch operation works: an attribute, a part of one, or the values of one that pass a filter.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Filter">Which of its values; NULL for all.</param>
/// <param name="SubAttribute">Which part of them; NULL for the whole.</param>
internal sealed record PatchPath(string Attribute, ScimFilter? Filter, string? SubAttribute)
{
    /// <summary>Reads a path (RFC 7644, figure 7).</summary>
    /// <exception cref="ScimException">It is none.</exception>
    public static PatchPath Parse(string text)
    {
        var end = EndOfFilter(text);
        if (end < 0)
        {
            var path = AttributePath.TryParse(text.AsSpan().Trim()) ?? throw ScimException.InvalidPath($"'{text}' is no path of an attribute.");
            return new PatchPath(path.Attribute, null, path.SubAttribute);
        }

        if (FilterParser.Parse(text.AsSpan(0, end)) is not ValueFilter values)
        {
            throw ScimException.InvalidPath($"'{text}' is no path of an attribute.");
        }

        var rest = text.AsSpan(end).Trim();
        var sub = rest.IsEmpty ? null : rest[0] == '.' ? AttributePath.TryParse(rest[1..]) : null;
        return rest.IsEmpty || sub is { SubAttribute: null }
            ? new PatchPath(values.Path.Attribute, values.Inner, sub?.Attribute)
            : throw ScimException.InvalidPath($"'{text}' is no path of an attribute.");
    }

    // Just behind the closing bracket; one inside a text does not close.
    private static int EndOfFilter(string text)
    {
        var isText = false;
        for (var i = Math.Max(text.IndexOf('[', StringComparison.Ordinal), 0); i < text.Length; i++)
        {
            if (isText && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                isText = !isText;
            }
            else if (text[i] == ']' && !isText)
            {
                return i + 1;
            }
        }

        return -1;
    }
}
