using System.Buffers;

namespace Weir.Gateway.Metering;

/// <summary>
/// Collects bytes in pooled memory up to a cap; beyond it only the first few (a line's field name) and the end are kept,
/// since the end is where every dialect states usage. A provider cannot make the gateway hold more than the cap.
/// </summary>
internal sealed class TailBuffer(int cap = TailBuffer.DefaultCap) : IDisposable
{
    /// <summary>Bytes held at most: a terminal event may repeat a whole answer.</summary>
    public const int DefaultCap = 4 * 1024 * 1024;

    /// <summary>Bytes kept of the end once the cap is passed.</summary>
    private const int KeptTail = 64 * 1024;

    /// <summary>Bytes kept of the beginning once the cap is passed.</summary>
    private const int KeptHead = 8;

    private byte[]? _rented;
    private int _length;

    public bool IsEmpty => _length == 0;

    /// <summary>Whether a middle part has been lost.</summary>
    public bool WasTruncated { get; private set; }

    public ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, _length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > cap && _length >= KeptHead)
        {
            WasTruncated = true;
            bytes = bytes.Length > KeptTail ? bytes[^KeptTail..] : bytes;
            var kept = Math.Min(_length - KeptHead, KeptTail);
            _rented.AsSpan(_length - kept, kept).CopyTo(_rented.AsSpan(KeptHead));
            _length = KeptHead + kept;
        }

        Grow(_length + bytes.Length);
        bytes.CopyTo(_rented.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Clear()
    {
        _length = 0;
        WasTruncated = false;
        if (_rented is { Length: > 64 * 1024 })
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        _length = 0;
    }

    private void Grow(int needed)
    {
        if (_rented is not null && _rented.Length >= needed)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 1024));
        Bytes.CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _rented = larger;
    }
}
