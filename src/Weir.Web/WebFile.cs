namespace Weir.Web;

/// <summary>A file of the UI, as it is handed out.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Compressed">The same, compressed by Brotli at build time; NULL where that was not worth it.</param>
/// <param name="EntityTag">The strong validator of these bytes (RFC 9110, 8.8.3), quotes included.</param>
/// <param name="IsImmutable">Whether its name changes with its content.</param>
internal sealed record WebFile(string ContentType, byte[] Bytes, byte[]? Compressed, string EntityTag, bool IsImmutable);
