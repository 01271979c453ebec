using System.Text;

namespace Weir.Gateway.Sandbox;

/// <summary>Reads one piece after another and never two at once, as a provider's events come over a network.</summary>
internal sealed class PiecewiseStream(IEnumerator<string> pieces) : Stream
{
    private ReadOnlyMemory<byte> _current;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_current.IsEmpty)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Read(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_current.IsEmpty)
        {
            if (!pieces.MoveNext())
            {
                return 0;
            }

            _current = Encoding.UTF8.GetBytes(pieces.Current);
        }

        var taken = Math.Min(buffer.Length, _current.Length);
        _current.Span[..taken].CopyTo(buffer);
        _current = _current[taken..];
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        pieces.Dispose();
        base.Dispose(disposing);
    }
}
