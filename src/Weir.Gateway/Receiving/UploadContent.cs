using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Receiving;

/// <summary>A client's body on its way to a provider, piece by piece as it comes: a file may be far larger than what a request may hold in memory.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int ChunkSize = 64 * 1024;

    private readonly HttpRequest _client;
    private readonly long _limit;

    public UploadContent(HttpRequest client, long limit)
    {
        (_client, _limit) = (client, limit);
        Headers.TryAddWithoutValidation("Content-Type", client.ContentType);
        Headers.ContentLength = client.ContentLength;
    }

    public static Refusal TooLarge(long limit) =>
        new(413, RefusalCodes.BodyTooLarge, $"The file is larger than {limit:N0} bytes. Send less, or ask the gateway's operator to raise Gateway:MaxUploadBytes.");

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            long sent = 0;
            int read;
            while ((read = await _client.Body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                sent += read;
                if (sent > _limit)
                {
                    throw new BadHttpRequestException(TooLarge(_limit).Message, StatusCodes.Status413PayloadTooLarge);
                }

                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _client.ContentLength ?? 0;
        return _client.ContentLength is not null;
    }
}
