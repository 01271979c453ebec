using Weir.Gateway.Receiving;
using Weir.Usage.Records;

namespace Weir.Gateway.Limits;

/// <summary>What a request may use, before it is sent, and what it did use, when it ends.</summary>
internal static class TokenReservation
{
    private const int BytesPerToken = 4;

    /// <summary>Few answers are longer, though agents always allow for far more.</summary>
    private const long MostOutput = 2048;

    private const long DefaultOutput = 512;

    /// <summary>The reservation, in tokens: a quarter of the body's bytes, and the output that the request allows, up to <see cref="MostOutput"/>.</summary>
    public static (long Input, long Output) Of(int bodyBytes, RequestScan scan) => (bodyBytes / BytesPerToken, Math.Min(scan.MaxOutputTokens ?? DefaultOutput, MostOutput));

    /// <summary>The tokens of all attempts; 0 where the request ended in an error and none was stated; NULL where it did not and nobody knows.</summary>
    public static long? UsedBy(IReadOnlyList<Attempt> attempts, int statusCode)
    {
        long used = 0;
        var isKnown = statusCode >= 400 && statusCode != 499;
        for (var i = 0; i < attempts.Count; i++)
        {
            var usage = attempts[i].Usage;
            isKnown |= !usage.IsEmpty;
            used += (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0);
        }

        return isKnown || attempts.Count == 0 ? used : null;
    }
}
