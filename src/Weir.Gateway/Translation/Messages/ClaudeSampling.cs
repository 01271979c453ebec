using System.Text.Json;

namespace Weir.Gateway.Translation.Messages;

/// <summary>
/// The sampling settings that a Claude model takes together; those that it would refuse are noted, since agents always send their own model's defaults.
/// 1 is the API's default temperature and so never needs to be said.
/// </summary>
internal sealed record ClaudeSampling(double? Temperature, double? TopP, long? TopK)
{
    private const double LeastTopPWithThinking = 0.95;

    public static ClaudeSampling Of(Prompt prompt, ClaudeModel known, bool thinks)
    {
        double? temperature = prompt.Temperature is 1 ? null : prompt.Temperature;
        temperature = Take(prompt, nameof(Prompt.Temperature), temperature, known.TakesSampling && !thinks);
        var topP = Take(prompt, nameof(Prompt.TopP), prompt.TopP, known.TakesSampling && (!thinks || prompt.TopP >= LeastTopPWithThinking) && (temperature is null || known.TakesTemperatureWithTopP));
        return new ClaudeSampling(temperature, topP, Take(prompt, nameof(Prompt.TopK), prompt.TopK, known.TakesSampling && !thinks));
    }

    public void Write(Utf8JsonWriter json, ReadOnlySpan<byte> temperatureName, ReadOnlySpan<byte> topPName)
    {
        if (Temperature is { } temperature)
        {
            json.WriteNumber(temperatureName, temperature);
        }

        if (TopP is { } topP)
        {
            json.WriteNumber(topPName, topP);
        }
    }

    private static T? Take<T>(Prompt prompt, string property, T? value, bool isTaken)
        where T : struct
    {
        if (value is not null && !isTaken)
        {
            prompt.NotCarried.Add(prompt.NameOf(property));
            return null;
        }

        return value;
    }
}
