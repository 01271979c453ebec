namespace Weir.Gateway.Receiving;

/// <summary>Which content types are JSON.</summary>
internal static class JsonContent
{
    /// <summary>Whether a request's body may be read as JSON; one that says nothing may.</summary>
    public static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return true;
        }

        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = (end < 0 ? contentType.AsSpan() : contentType.AsSpan(0, end)).Trim();
        return mediaType.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The refusal of another content type.</summary>
    public static Refusal NotSupported(string? contentType, string supported) =>
        new(415, RefusalCodes.UnsupportedMediaType, $"Content-Type '{contentType}' is not supported. Send {supported}.");
}
