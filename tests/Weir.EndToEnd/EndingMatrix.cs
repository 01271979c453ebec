using System.Text;
using Weir.StandIn;

namespace Weir.EndToEnd;

/// <summary>Dialect x ending x what the row says: what <see cref="EndingMatrixTests"/> proves and docs/metering.md shows.</summary>
public static class EndingMatrix
{
    private const string Chat = "openai-chat";
    private const string Responses = "openai-responses";
    private const string Messages = "anthropic-messages";
    private const string Gemini = "gemini-generate-content";

    private static readonly (string Folder, string Stream, int MidStream, int AfterUsage)[] Dialects =
    [
        // Events until the middle, and until the one that states the final usage.
        (Chat, "stream-usage", 3, 8), (Responses, "stream", 5, 12), (Messages, "stream", 4, 10), (Gemini, "stream-of-three", 1, 2),
    ];

    /// <summary>Every cell.</summary>
    public static IReadOnlyList<EndingCell> Cells { get; } = [.. Dialects.SelectMany(CellsOf)];

    /// <summary>The cells as the table in docs/metering.md.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| dialect | ending | `status_code` | the attempt's `error_code` | `input_tokens` | `output_tokens` | `usage_source` |\n|---|---|---|---|---|---|---|\n");
        foreach (var cell in Cells)
        {
            text.Append($"| {cell.Dialect} | {cell.Ending} | {cell.Status} | {cell.ErrorCode ?? "NULL"} | {Stated(cell.InputTokens)} | {Stated(cell.OutputTokens)} | `{cell.Source}` |\n");
        }

        return text.ToString();
    }

    private static string Stated(long? tokens) => tokens is { } known ? $"{known}" : "NULL";

    private static IEnumerable<EndingCell> CellsOf((string Folder, string Stream, int MidStream, int AfterUsage) dialect)
    {
        var (folder, stream, mid, after) = dialect;
        var whole = Corpus.Get($"{folder}/{stream}").Expected;
        var json = Corpus.Get($"{folder}/json").Expected;

        // What the provider had stated by the middle of its stream.
        var (partialInput, partialOutput) = folder switch
        {
            Messages => (1200L, 1L),
            Gemini => (10L, 1L),
            _ => ((long?)null, (long?)null),
        };
        var partial = partialInput is null ? "NONE" : "PROVIDER_PARTIAL";

        EndingCell Cell(string ending, EndingKind kind, int status, string? error, long? input, long? output, string source, int events = 0, bool drains = false) =>
            new(NameOf(folder), folder, kind == EndingKind.NonStreaming || (kind == EndingKind.Whole && events < 0) ? "json" : stream, ending, kind, events, drains, status, error, input, output, source);

        yield return Cell("a whole JSON answer", EndingKind.Whole, 200, null, json.InputTokens, json.OutputTokens, "PROVIDER", events: -1);
        yield return Cell("a whole stream", EndingKind.Whole, 200, null, whole.InputTokens, whole.OutputTokens, "PROVIDER");
        yield return Cell("the provider answers 429", EndingKind.ProviderError, 429, OwnErrorOf(folder), null, null, "NONE");
        yield return Cell("no first byte in time", EndingKind.NoFirstByte, 504, "FIRST_BYTE_TIMEOUT", null, null, "NONE");
        yield return Cell("headers in time, but no first byte", EndingKind.HeadersOnly, 504, "FIRST_BYTE_TIMEOUT", null, null, "NONE");
        yield return Cell("the provider cuts its stream", EndingKind.Cut, 502, "STREAM_INTERRUPTED", partialInput, partialOutput, partial, mid);
        yield return Cell("the provider falls silent", EndingKind.Silent, 504, "IDLE_TIMEOUT", partialInput, partialOutput, partial, mid);
        yield return Cell("the attempt takes longer than its total time", EndingKind.TooLong, 504, "TOTAL_TIMEOUT", partialInput, partialOutput, partial, mid);
        foreach (var drains in new[] { false, true })
        {
            var mode = drains ? "`drain`" : "`cancel`";
            (long?, long?, string) known = drains ? (whole.InputTokens, whole.OutputTokens, "PROVIDER") : (null, null, "NONE");
            yield return Cell($"the client hangs up before the first byte, {mode}", EndingKind.HangUpBeforeFirstByte, 499, "CLIENT_CLOSED_REQUEST", known.Item1, known.Item2, known.Item3, drains: drains);
            (long?, long?, string) midKnown = drains ? known : (partialInput, partialOutput, partial);
            yield return Cell($"the client hangs up mid-stream, {mode}", EndingKind.HangUpMidStream, 499, "CLIENT_CLOSED_REQUEST", midKnown.Item1, midKnown.Item2, midKnown.Item3, mid, drains);

            // The responses API states usage in its terminal event, and Gemini's last chunk is both: whoever has it, has the whole answer.
            if (folder == Responses)
            {
                yield return Cell($"the client hangs up after the usage event, which is the terminal one, {mode}", EndingKind.HangUpAfterUsage, 200, null, whole.InputTokens, whole.OutputTokens, "PROVIDER", after + 1, drains);
            }
            else if (folder == Gemini)
            {
                yield return Cell($"the client hangs up before the last of several usage events, {mode}", EndingKind.HangUpMidStream, 499, "CLIENT_CLOSED_REQUEST", drains ? whole.InputTokens : 10, drains ? whole.OutputTokens : 3, drains ? "PROVIDER" : "PROVIDER_PARTIAL", after, drains);
            }
            else
            {
                yield return Cell($"the client hangs up after the usage event, before the end, {mode}", EndingKind.HangUpAfterUsage, 499, "CLIENT_CLOSED_REQUEST", whole.InputTokens, whole.OutputTokens, "PROVIDER", after, drains);
            }

            yield return Cell($"the client hangs up on a JSON answer, {mode}", EndingKind.NonStreaming, 499, "CLIENT_CLOSED_REQUEST", drains ? json.InputTokens : null, drains ? json.OutputTokens : null, drains ? "PROVIDER" : "NONE", drains: drains);
        }
    }

    /// <summary>The provider's own word for too many requests.</summary>
    private static string OwnErrorOf(string folder) => folder switch
    {
        Messages => "rate_limit_error",
        Gemini => "RESOURCE_EXHAUSTED",
        _ => "rate_limit_exceeded",
    };

    /// <summary>A provider's error as it words it.</summary>
    public static string ErrorBodyOf(string folder) => folder switch
    {
        Messages => """{"type":"error","error":{"type":"rate_limit_error","message":"no"}}""",
        Gemini => """{"error":{"code":429,"message":"no","status":"RESOURCE_EXHAUSTED"}}""",
        _ => """{"error":{"message":"no","type":"requests","param":null,"code":"rate_limit_exceeded"}}""",
    };

    private static string NameOf(string folder) => folder switch
    {
        Chat => "OpenAI chat",
        Responses => "OpenAI responses",
        Messages => "Anthropic messages",
        _ => "Gemini generateContent",
    };
}

/// <summary>How a request of the matrix ends.</summary>
public enum EndingKind
{
    Whole,
    ProviderError,
    NoFirstByte,
    HeadersOnly,
    Cut,
    Silent,
    TooLong,
    HangUpBeforeFirstByte,
    HangUpMidStream,
    HangUpAfterUsage,
    NonStreaming,
}

/// <summary>One cell: a call, how it ends, and what its row must say.</summary>
public sealed record EndingCell(
    string Dialect, string Folder, string Case, string Ending, EndingKind Kind, int Events, bool Drains, int Status, string? ErrorCode, long? InputTokens, long? OutputTokens, string Source)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Dialect}: {Ending}";
}
