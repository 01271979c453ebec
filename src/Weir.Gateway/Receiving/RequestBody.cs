using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Weir.Gateway.Receiving;

/// <summary>
/// A request's body in one pooled run of bytes, decompressed: it is scanned, rewritten and, for a fallback, sent again.
/// </summary>
internal sealed class RequestBody(byte[] rented, int length) : IDisposable
{
    private byte[]? _rented = rented;

    public ReadOnlyMemory<byte> Bytes => _rented.AsMemory(0, length);

    /// <summary>The body as a stream, for readers that want one.</summary>
    public Stream OpenRead() => new MemoryStream(_rented!, 0, length, writable: false);

    /// <summary>Reads the body to its end.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The most bytes to take, compressed and decompressed.</param>
    /// <returns>The body, or why it was refused.</returns>
    public static async ValueTask<(RequestBody? Body, Refusal? Refusal)> ReadAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (request.ContentLength > limit)
        {
            return (null, TooLarge(limit));
        }

        var encoding = request.Headers.ContentEncoding;
        if (encoding.Count == 0 || string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadAsync(request.Body, (int?)request.ContentLength, limit, context.RequestAborted);
        }

        var decoded = Decode(request.Body, encoding.ToString());
        if (decoded is null)
        {
            return (null, new Refusal(415, RefusalCodes.UnsupportedMediaType, $"Content-Encoding '{encoding}' is not supported. Send the body as it is, or with gzip, deflate, br or zstd."));
        }

        await using (decoded)
        {
            try
            {
                return await ReadAsync(decoded, null, limit, context.RequestAborted);
            }
            catch (Exception malformed) when (malformed is InvalidDataException or ZstdSharp.ZstdException)
            {
                return (null, new Refusal(400, RefusalCodes.InvalidBody, $"The body is not valid {encoding}: {malformed.Message}"));
            }
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Stream? Decode(Stream body, string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
        "zstd" => new ZstdSharp.DecompressionStream(body, leaveOpen: true),
        _ => null,
    };

    private static async ValueTask<(RequestBody? Body, Refusal? Refusal)> ReadAsync(Stream stream, int? expected, int limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(expected ?? 16 * 1024, 256));
        var length = 0;
        try
        {
            while (expected is null || length < expected)
            {
                if (length == buffer.Length)
                {
                    if (length > limit)
                    {
                        ArrayPool<byte>.Shared.Return(buffer);
                        return (null, TooLarge(limit));
                    }

                    var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        if (length > limit)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return (null, TooLarge(limit));
        }

        return (new RequestBody(buffer, length), null);
    }

    private static Refusal TooLarge(int limit) =>
        new(413, RefusalCodes.BodyTooLarge, $"The body is larger than {limit:N0} bytes. Send less, or ask the gateway's operator to raise Gateway:MaxRequestBodyBytes.");
}
