using System.Buffers;

namespace Weir.Gateway.Forwarding;

/// <summary>Reads a whole body that must fit into memory.</summary>
internal static class BoundedBody
{
    /// <summary>The most of an error's body that is read, in bytes.</summary>
    public const int LargestError = 256 * 1024;

    /// <exception cref="InvalidDataException">The body is larger than <paramref name="limit"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var read = await body.ReadAsync(buffer.GetMemory(4096), cancellationToken);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > limit)
            {
                throw new InvalidDataException($"The provider's answer is larger than {limit:N0} bytes.");
            }
        }
    }
}
