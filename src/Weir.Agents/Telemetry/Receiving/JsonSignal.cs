using System.Text.Json;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>Tells a JSON body's signal by its content, for agents that send all signals to one address (Gemini CLI 0.20).</summary>
internal static class JsonSignal
{
    /// <summary>The signal of a body.</summary>
    /// <exception cref="TelemetryRefusal">It has none, or more than one, or is no JSON object.</exception>
    public static TelemetrySignal Of(ReadOnlySpan<byte> body)
    {
        try
        {
            var found = SignalsOf(body);
            return found.Count switch
            {
                1 => found.Single(),
                0 => throw TelemetryRefusal.Invalid($"The body has none of {string.Join(", ", TelemetrySignal.All.Select(signal => signal.Member))}. Send one of them here, or send to /v1/metrics, /v1/logs or /v1/traces."),
                _ => throw TelemetryRefusal.Invalid("The body has more than one signal. Send metrics, logs and traces in bodies of their own."),
            };
        }
        catch (JsonException malformed)
        {
            throw TelemetryRefusal.Invalid("The body is not OTLP JSON: " + malformed.Message);
        }
    }

    private static HashSet<TelemetrySignal> SignalsOf(ReadOnlySpan<byte> body)
    {
        var found = new HashSet<TelemetrySignal>();
        var reader = new Utf8JsonReader(body.StartsWith("\uFEFF"u8) ? body[3..] : body, new JsonReaderOptions { MaxDepth = 128 });
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                foreach (var signal in TelemetrySignal.All)
                {
                    if (reader.ValueTextEquals(signal.Member))
                    {
                        found.Add(signal);
                    }
                }

                reader.Skip();
            }
        }

        return found;
    }
}
