using System.Text.Json;
using Weir.Gateway.Dialects;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Metering;

/// <summary>Reads a whole JSON answer; a malformed one is noted, not thrown.</summary>
internal static class BodyMeter
{
    public static void Read(Dialect dialect, ReadOnlySpan<byte> body, bool truncated, AnswerObservation observation)
    {
        try
        {
            dialect.ReadBody(body, truncated, observation);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            observation.ErrorCode ??= RefusalCodes.MalformedAnswer;
        }
    }
}
