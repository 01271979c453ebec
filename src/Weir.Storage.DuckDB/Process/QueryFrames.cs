using System.Buffers.Binary;
using System.Text.Json;
using Weir.Warehouse.Engines;

namespace Weir.Storage.DuckDB.Process;

/// <summary>
/// A result on the socket: frames of a four-byte length and that many bytes. The first is the columns, row count and chunk headers as
/// JSON; each further one is a chunk's rows as they will be answered, so that nobody parses them again.
/// </summary>
internal static class QueryFrames
{
    public static async Task WriteAsync(Stream output, EngineResult result, CancellationToken cancellationToken)
    {
        var head = new Head(result.Columns, result.RowCount, result.Truncated, [.. result.Chunks.Select(chunk => chunk.RowCount)]);
        await WriteFrameAsync(output, JsonSerializer.SerializeToUtf8Bytes(head), cancellationToken);
        foreach (var chunk in result.Chunks)
        {
            await WriteFrameAsync(output, chunk.DataArray, cancellationToken);
        }
    }

    public static async Task<EngineResult> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var head = JsonSerializer.Deserialize<Head>(await ReadFrameAsync(input, cancellationToken))!;
        var chunks = new List<EngineChunk>(head.ChunkRows.Count);
        long offset = 0;
        foreach (var rows in head.ChunkRows)
        {
            chunks.Add(new EngineChunk(offset, rows, await ReadFrameAsync(input, cancellationToken)));
            offset += rows;
        }

        return new EngineResult(head.Columns, chunks, head.RowCount, head.Truncated);
    }

    private static async Task WriteFrameAsync(Stream output, byte[] bytes, CancellationToken cancellationToken)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        await output.WriteAsync(length, cancellationToken);
        await output.WriteAsync(bytes, cancellationToken);
    }

    private static async Task<byte[]> ReadFrameAsync(Stream input, CancellationToken cancellationToken)
    {
        var length = new byte[4];
        await input.ReadExactlyAsync(length, cancellationToken);
        var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        await input.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private sealed record Head(IReadOnlyList<EngineColumn> Columns, long RowCount, bool Truncated, IReadOnlyList<long> ChunkRows);
}

/// <summary>Why a statement failed, on the socket.</summary>
internal sealed record QueryFailure(string ErrorCode, string Message, string? SqlState);
