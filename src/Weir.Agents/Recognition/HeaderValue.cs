using Microsoft.Extensions.Primitives;

namespace Weir.Agents.Recognition;

/// <summary>A header's value, where only one is expected.</summary>
internal static class HeaderValue
{
    /// <summary>The first value; empty where there is none.</summary>
    public static string Of(StringValues values) => values.Count == 0 ? string.Empty : values[0] ?? string.Empty;
}
