namespace Weir.Generation;

/// <summary>What goes wrong on a day: a provider that is down for a while, an endpoint or a provider's quota that runs out for minutes.</summary>
internal sealed class Incidents
{
    private static readonly string[] Providers = ["openai", "anthropic", "gemini", "openai", "anthropic", "vllm"];

    private readonly List<(string Provider, long From, long To, double Share)> _outages = [];
    private readonly List<(int Endpoint, long From, long To, double Share, bool IsOwnLimit)> _bursts = [];

    /// <summary>Draws the incidents of a day.</summary>
    public Incidents(ulong seed, DateTime midnight, int day, IReadOnlyList<GeneratedEndpoint> endpoints)
    {
        var random = SeededRandom.Of(seed, GenerationPurpose.Incidents, (ulong)day);
        if (random.Chance(0.13))
        {
            var from = midnight.AddMinutes(420 + random.Below(840));
            _outages.Add((Providers[random.Below(Providers.Length)], from.Ticks, from.AddMinutes(25 + random.Below(180)).Ticks, 0.35 + (0.6 * random.NextDouble())));
        }

        for (var burst = random.Below(4); burst > 0; burst--)
        {
            var from = midnight.AddMinutes(360 + random.Below(960));
            _bursts.Add((random.Below(endpoints.Count), from.Ticks, from.AddMinutes(4 + random.Below(22)).Ticks, 0.3 + (0.4 * random.NextDouble()), random.Chance(0.5)));
        }
    }

    /// <summary>Which part of a provider's calls fails at a moment.</summary>
    public double OutageOf(string provider, long time)
    {
        foreach (var outage in _outages)
        {
            if (time >= outage.From && time < outage.To && outage.Provider == provider)
            {
                return outage.Share;
            }
        }

        return 0;
    }

    /// <summary>Which part of an endpoint's calls is refused at a moment, and whether by the gateway's own limit.</summary>
    public (double Share, bool IsOwnLimit) RefusalOf(int endpoint, long time)
    {
        foreach (var burst in _bursts)
        {
            if (time >= burst.From && time < burst.To && burst.Endpoint == endpoint)
            {
                return (burst.Share, burst.IsOwnLimit);
            }
        }

        return (0, false);
    }
}
