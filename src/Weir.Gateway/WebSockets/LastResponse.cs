using System.Buffers;

namespace Weir.Gateway.WebSockets;

/// <summary>
/// The newest response of a connection and everything said up to its end, so that the next message need only add to it. The provider behind does not keep it: what it is asked is whole.
/// </summary>
/// <param name="largest">The most that is kept, in bytes. A conversation beyond is forgotten, and its client says all of it again.</param>
internal sealed class LastResponse(int largest)
{
    private string? _id;
    private ReadOnlyMemory<byte> _items;

    /// <summary>The items up to the end of a response, with commas between them.</summary>
    /// <returns>Whether the response is the newest one.</returns>
    public bool TryFind(string id, out ReadOnlyMemory<byte> items)
    {
        items = _items;
        return string.Equals(id, _id, StringComparison.Ordinal);
    }

    /// <summary>Keeps a response in the place of the one before.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="input">The items that it was asked with.</param>
    /// <param name="output">The items that it has.</param>
    public void Keep(string id, ReadOnlyMemory<byte> input, IReadOnlyList<byte[]> output)
    {
        var length = input.Length + output.Sum(item => item.LongLength + 1);
        if (length > largest)
        {
            (_id, _items) = (null, default);
            return;
        }

        var items = new ArrayBufferWriter<byte>((int)Math.Max(length, 1));
        items.Write(input.Span);
        foreach (var item in output)
        {
            items.Write(items.WrittenCount > 0 ? ","u8 : default);
            items.Write(item);
        }

        (_id, _items) = (id, items.WrittenMemory);
    }
}
