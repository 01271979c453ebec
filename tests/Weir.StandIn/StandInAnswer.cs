namespace Weir.StandIn;

/// <summary>How the stand-in answers a model.</summary>
public sealed record StandInAnswer
{
    /// <summary>The status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The content type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The body is written and flushed in pieces that end here; NULL for one piece.</summary>
    public IReadOnlyList<int>? SplitAt { get; init; }

    /// <summary>Whether the answer states its length.</summary>
    public bool StatesLength { get; init; }

    /// <summary>Waited for before the headers.</summary>
    public Task? BeforeHeaders { get; init; }

    /// <summary>Waited for before the piece of that index.</summary>
    public (int Piece, Task Until)? BeforePiece { get; init; }

    /// <summary>The connection is cut after so many pieces, once the task completes: a cut throws away what the other side has not read yet.</summary>
    public (int Pieces, Task Until)? CutAfter { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A case of the corpus.</summary>
    public static StandInAnswer Of(CorpusCase known) => new() { Status = known.Status, ContentType = known.ContentType, Body = known.Body, StatesLength = !known.IsEventStream };
}

/// <summary>A request that the stand-in got.</summary>
public sealed record SeenRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The path as it was sent, escapes and all.</summary>
    public string RawPath { get; init; } = Path;

    /// <summary>The protocol, <c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; init; } = string.Empty;

    /// <summary>Completes when the caller has closed before the answer's end.</summary>
    public TaskCompletionSource Abandoned { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
