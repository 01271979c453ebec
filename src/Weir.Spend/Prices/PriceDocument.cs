using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Weir.Spend.Prices;

/// <summary>A price as the API and the file of prices write it. A member that is not known is refused by name.</summary>
public sealed partial record PriceDocument
{
    private const decimal Highest = 1_000_000;
    private const int MostDigits = 9;
    private const int LongestModel = 256;

    /// <summary>How documents are read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    /// <summary>The provider, as destinations name it.</summary>
    public string? Provider { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>From when on; from now on when left out.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The service tier; <c>standard</c> when left out.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Of which tokens.</summary>
    public string? UsageType { get; init; }

    /// <summary>The tokens of input beyond which it holds; every request when left out.</summary>
    public long? ContextTier { get; init; }

    /// <summary>In USD for a million tokens.</summary>
    public decimal? Rate { get; init; }

    /// <summary>The price.</summary>
    /// <param name="providers">The providers that destinations can have.</param>
    /// <param name="layer">Where it comes from.</param>
    /// <param name="now">The time, UTC.</param>
    /// <exception cref="InvalidDataException">Something in it is wrong; the message says what.</exception>
    public PriceOverride Checked(IReadOnlyCollection<string> providers, PriceLayer layer, DateTime now)
    {
        if (Provider is null || !providers.Contains(Provider, StringComparer.Ordinal))
        {
            throw new InvalidDataException($"'provider' must be one of {string.Join(", ", providers.Order(StringComparer.Ordinal))}, and not '{Provider}'.");
        }

        if (Model is not { Length: > 0 and <= LongestModel })
        {
            throw new InvalidDataException($"'model' must name a model, in at most {LongestModel} characters.");
        }

        if (UsageType is null || UsageTypes.Find(UsageType) is not { } type)
        {
            throw new InvalidDataException($"'usage_type' must be one of {string.Join(", ", UsageTypes.All.Select(known => known.ToSql()))}, and not '{UsageType}'.");
        }

        if (Rate is not { } rate || rate < 0 || rate > Highest || decimal.Round(rate, MostDigits) != rate)
        {
            throw new InvalidDataException($"'rate' of {Model} must be USD for a million tokens, from 0 to {Highest.ToString(CultureInfo.InvariantCulture)}, with at most {MostDigits} digits behind the point.");
        }

        if (ContextTier is < 0)
        {
            throw new InvalidDataException("'context_tier' must be the tokens of input beyond which the rate holds, 0 or more.");
        }

        if (ServiceTier is { } tier && !TierPattern().IsMatch(tier))
        {
            throw new InvalidDataException("'service_tier' must be a word such as standard, batch, flex or priority.");
        }

        return new PriceOverride(Provider, Model, ToMicroseconds(ValidFrom?.UtcDateTime ?? now), ServiceTiers.Of(ServiceTier), type, ContextTier ?? 0, rate) { Layer = layer };
    }

    // As times are kept, so that a price has the same id when it is read back.
    private static DateTime ToMicroseconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    [GeneratedRegex("^[a-z_-]{1,40}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TierPattern();
}
