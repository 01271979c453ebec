using System.Text.Json;
using Weir.Gateway.Dialects;

namespace Weir.Gateway.Metering;

/// <summary>
/// Reads a stream that is one JSON array, as Gemini answers <c>streamGenerateContent</c> without <c>alt=sse</c>: each element is
/// shown to the dialect when it is whole, and the array's closing bracket is the terminal event.
/// </summary>
internal sealed class JsonArrayTap(Dialect dialect, AnswerObservation observation) : IAnswerTap
{
    private readonly TailBuffer _element = new();
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <inheritdoc/>
    public TapStep Scan(ReadOnlySpan<byte> chunk)
    {
        var elementStart = _depth > 1 ? 0 : -1;
        for (var i = 0; i < chunk.Length; i++)
        {
            var value = chunk[i];
            if (_inString)
            {
                if (_escaped)
                {
                    _escaped = false;
                }
                else if (value == (byte)'\\')
                {
                    _escaped = true;
                }
                else if (value == (byte)'"')
                {
                    _inString = false;
                }

                continue;
            }

            switch (value)
            {
                case (byte)'"':
                    _inString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    if (_depth++ == 1)
                    {
                        elementStart = i;
                    }

                    break;
                case (byte)'}' or (byte)']':
                    if (--_depth == 1)
                    {
                        Show(chunk[elementStart..(i + 1)]);
                        elementStart = -1;
                    }
                    else if (_depth == 0)
                    {
                        observation.IsComplete = true;
                        observation.IsUsageFinal = true;
                        return new TapStep(EventMeaning.Terminal, i, i + 1, i + 1);
                    }

                    break;
                default:
                    break;
            }
        }

        if (elementStart >= 0)
        {
            _element.Append(chunk[elementStart..]);
        }

        return new TapStep(EventMeaning.Ordinary, 0, chunk.Length, -1);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // What is left of an element that never ended says nothing.
    }

    /// <inheritdoc/>
    public void Dispose() => _element.Dispose();

    private void Show(ReadOnlySpan<byte> rest)
    {
        var element = rest;
        if (!_element.IsEmpty)
        {
            _element.Append(rest);
            element = _element.Bytes;
        }

        try
        {
            dialect.ReadEvent(default, element, _element.WasTruncated, observation);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            observation.ErrorCode ??= Receiving.RefusalCodes.MalformedAnswer;
        }

        _element.Clear();
    }
}
