using System.Net;

namespace Weir.Gateway.Forwarding;

/// <summary>A request body with up to two places rewritten; everything else is sent as it came, without a copy.</summary>
internal sealed class SplicedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Splice _first;
    private readonly Splice _second;

    /// <summary>A body; each splice may be empty.</summary>
    public SplicedContent(ReadOnlyMemory<byte> body, Splice model, Splice usage, string? contentType)
    {
        _body = body;
        (_first, _second) = model.Start <= usage.Start ? (model, usage) : (usage, model);
        Headers.TryAddWithoutValidation("Content-Type", contentType ?? "application/json");
        Headers.ContentLength = Length;
    }

    private long Length => _body.Length + _first.Growth + _second.Growth;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var position = 0;
        if (_first.IsSplice)
        {
            await stream.WriteAsync(_body[.._first.Start], cancellationToken);
            await stream.WriteAsync(_first.Text, cancellationToken);
            position = _first.End;
        }

        if (_second.IsSplice)
        {
            await stream.WriteAsync(_body[position.._second.Start], cancellationToken);
            await stream.WriteAsync(_second.Text, cancellationToken);
            position = _second.End;
        }

        await stream.WriteAsync(_body[position..], cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }
}

/// <summary>Replaces a range of a body by a text.</summary>
/// <param name="Start">The first byte replaced; <see cref="int.MaxValue"/> for no splice.</param>
/// <param name="End">The byte after the last replaced.</param>
/// <param name="Text">What stands there instead.</param>
internal readonly record struct Splice(int Start, int End, ReadOnlyMemory<byte> Text)
{
    public static Splice None => new(int.MaxValue, int.MaxValue, default);

    public bool IsSplice => Start != int.MaxValue;

    public int Growth => IsSplice ? Text.Length - (End - Start) : 0;

    public static Splice Of(Range range, ReadOnlyMemory<byte> text) => new(range.Start.Value, range.End.Value, text);
}
