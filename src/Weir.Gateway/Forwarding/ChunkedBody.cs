using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// Frames an HTTP/1.1 answer in chunks with trailers behind the last of them (RFC 9112, 7.1), since Kestrel sends trailers in HTTP/2 and later alone. An answer whose
/// <c>Transfer-Encoding</c> the application has set is the application's to frame.
/// </summary>
internal sealed class ChunkedBody
{
    private readonly PipeWriter _output;

    /// <summary>Takes over an answer that has not begun.</summary>
    /// <param name="response">The answer.</param>
    public ChunkedBody(HttpResponse response)
    {
        response.ContentLength = null;
        response.Headers.TransferEncoding = "chunked";
        _output = response.BodyWriter;
    }

    /// <summary>What follows the last chunk.</summary>
    public List<(string Name, string Value)> Trailers { get; } = [];

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        WriteSize(bytes.Length);
        _output.Write(bytes.Span);
        _output.Write("\r\n"u8);
        await _output.FlushAsync(cancellationToken);
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _output.Write("0\r\n"u8);
        foreach (var (name, value) in Trailers)
        {
            _output.Write(Encoding.ASCII.GetBytes($"{name}: {value}\r\n"));
        }

        _output.Write("\r\n"u8);
        await _output.FlushAsync(cancellationToken);
    }

    private void WriteSize(int size)
    {
        var line = _output.GetSpan(12);
        size.TryFormat(line, out var digits, "x", CultureInfo.InvariantCulture);
        "\r\n"u8.CopyTo(line[digits..]);
        _output.Advance(digits + 2);
    }
}
