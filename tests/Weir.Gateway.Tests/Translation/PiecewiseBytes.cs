namespace Weir.Gateway.Tests.Translation;

/// <summary>Bytes that come in pieces, as from a network.</summary>
internal sealed class PiecewiseBytes(ReadOnlyMemory<byte> bytes, int size) : MemoryStream(bytes.ToArray())
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
}
