using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>A body in one pooled run of bytes, decompressed.</summary>
internal sealed class TelemetryBody(byte[] rented, int length, BodyRoom.Place place) : IDisposable
{
    private byte[]? _rented = rented;

    public ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, length);

    /// <summary>The body as a stream.</summary>
    public Stream OpenRead() => new MemoryStream(_rented!, 0, length, writable: false);

    /// <summary>Reads a body to its end, when there is room for it.</summary>
    /// <exception cref="TelemetryRefusal">It is too large, too slow, or compressed in a way that is not known or wrong.</exception>
    public static async Task<TelemetryBody> ReadAsync(HttpContext context, TelemetryOptions options, BodyRoom room, TimeProvider time)
    {
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (request.ContentLength > options.MaxBodyBytes)
        {
            throw TooLarge(options.MaxBodyBytes);
        }

        var encoding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        var plain = encoding is "" or "identity";
        await using var decoded = plain ? null : Decode(request.Body, encoding);
        var place = await room.EnterAsync(plain ? request.ContentLength : null, context.RequestAborted);
        try
        {
            using var slow = new CancellationTokenSource(options.ReceiveTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, context.RequestAborted);
            try
            {
                return await ReadAsync(decoded ?? request.Body, plain ? (int?)request.ContentLength : null, options.MaxBodyBytes, place, GrowAsync, either.Token);

                async ValueTask GrowAsync()
                {
                    // Waiting for room is not the sender's slowness.
                    slow.CancelAfter(Timeout.InfiniteTimeSpan);
                    await place.GrowAsync(context.RequestAborted);
                    slow.CancelAfter(options.ReceiveTimeout);
                }
            }
            catch (OperationCanceledException) when (slow.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
            {
                throw new TelemetryRefusal(408, StatusCode.DeadlineExceeded, $"The body did not come within {options.ReceiveTimeout.TotalSeconds:0} seconds. Send less at once.");
            }
            catch (Exception malformed) when (malformed is InvalidDataException or ZstdSharp.ZstdException)
            {
                throw TelemetryRefusal.Invalid($"The body is not valid {encoding}: {malformed.Message}");
            }
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            place.Dispose();
        }
    }

    private static Stream Decode(Stream body, string encoding) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
        "zstd" => new ZstdSharp.DecompressionStream(body, leaveOpen: true),
        _ => throw new TelemetryRefusal(415, StatusCode.InvalidArgument, $"Content-Encoding '{encoding}' is not supported. Send the body as it is, or with gzip, deflate, br or zstd."),
    };

    private static async Task<TelemetryBody> ReadAsync(Stream stream, int? expected, int limit, BodyRoom.Place place, Func<ValueTask> grow, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(expected ?? 16 * 1024, 256));
        try
        {
            var length = 0;
            int read;
            while ((expected is null || length < expected) && (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length > limit)
                {
                    throw TooLarge(limit);
                }

                if (length == buffer.Length && length != expected)
                {
                    if (length * 2L > BodyRoom.SmallBytes)
                    {
                        await grow();
                    }

                    var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(length * 2L, Math.Min(limit + 1L, Array.MaxLength)));
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return new TelemetryBody(buffer, length, place);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static TelemetryRefusal TooLarge(int limit) =>
        new(413, StatusCode.ResourceExhausted, $"The body is larger than {limit:N0} bytes, decompressed. Send less at once (shorter export intervals do that), or ask the gateway's operator to raise Otlp:MaxBodyBytes.");
}
