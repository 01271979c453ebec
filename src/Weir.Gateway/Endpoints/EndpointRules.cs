using System.Text.RegularExpressions;
using Weir.Accounts.Http;

namespace Weir.Gateway.Endpoints;

/// <summary>What a document must be. Each sentence names the field and says what would be right.</summary>
internal static partial class EndpointRules
{
    private const int MostDestinations = 10;
    private const int MostFallbacks = 5;
    private const int MostRateLimits = 20;
    private const int MostTags = 64;

    private static readonly string[] Types =
    [
        "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL", "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL",
        "DESTINATION_TYPE_PROVISIONED_THROUGHPUT_FOUNDATION_MODEL", "DESTINATION_TYPE_CUSTOM_MODEL",
    ];

    private static readonly string[] LimitKeys = ["ENDPOINT", "USER", "USER_DEFAULT", "USER_GROUP", "SERVICE_PRINCIPAL", "REQUEST_TAG"];

    /// <summary>Checks a whole document.</summary>
    /// <exception cref="ApiException">What is wrong, for its author.</exception>
    public static void Check(EndpointDocument document)
    {
        Require(document.Name is { } name && NamePattern().IsMatch(name), "'name' must be 1 to 63 lower-case letters, digits, '.', '_' or '-', and begin with a letter or digit.");
        CheckTags(document.Tags);
        var config = document.Config;
        Require(config?.Destinations is { Count: >= 1 and <= MostDestinations }, $"'config.destinations' must have 1 to {MostDestinations} destinations.");
        CheckDestinations("config.destinations", config!.Destinations!);
        var sum = config.Destinations!.Sum(destination => destination.TrafficPercentage ?? 0);
        Require(Math.Abs(sum - 100) < 0.001, $"The 'traffic_percentage' of 'config.destinations' must sum to 100; they sum to {sum:0.###}.");
        Require((config.Fallbacks?.Count ?? 0) <= MostFallbacks, $"'config.fallbacks' must have at most {MostFallbacks} destinations.");
        CheckDestinations("config.fallbacks", config.Fallbacks ?? []);
        CheckLimits(config.RateLimits ?? []);
        CheckTable(config.InferenceTable);
    }

    private static void CheckTags(Dictionary<string, string>? tags)
    {
        Require((tags?.Count ?? 0) <= MostTags, $"'tags' must have at most {MostTags} tags.");
        foreach (var (key, value) in tags ?? [])
        {
            Require(key.Length is > 0 and <= 128 && value is { Length: <= 512 }, $"The tag '{key}' must have a key of 1 to 128 characters and a value of at most 512.");
        }
    }

    private static void CheckDestinations(string field, List<DestinationDocument> destinations)
    {
        for (var i = 0; i < destinations.Count; i++)
        {
            var at = $"{field}[{i}]";
            var destination = destinations[i];
            Require(destination.Name is { Length: > 0 and <= 128 }, $"'{at}.name' must be 1 to 128 characters.");
            Require(destinations.Count(other => other.Name == destination.Name) == 1, $"'{at}.name' is the name of another destination too.");
            Require(destination.Type is null || Types.Contains(destination.Type), $"'{at}.type' must be one of {string.Join(", ", Types)}.");
            Require(destination.TrafficPercentage is null or (>= 0 and <= 100), $"'{at}.traffic_percentage' must be from 0 to 100.");
            var model = destination.ExternalModelConfig;
            Require(model is not null, $"'{at}.external_model_config' is missing. It names the provider, the model and the key.");
            ModelRules.Check($"{at}.external_model_config", model!);
        }
    }

    private static void CheckLimits(List<RateLimitDocument> limits)
    {
        Require(limits.Count <= MostRateLimits, $"'config.rate_limits' must have at most {MostRateLimits} limits.");
        for (var i = 0; i < limits.Count; i++)
        {
            var at = $"config.rate_limits[{i}]";
            var limit = limits[i];
            var key = WithoutPrefix(limit.Key, "RATE_LIMIT_KEY_");
            Require(LimitKeys.Contains(key), $"'{at}.key' must be one of {string.Join(", ", LimitKeys)}.");
            Require(WithoutPrefix(limit.RenewalPeriod, "RATE_LIMIT_RENEWAL_PERIOD_") is "MINUTE" or "HOUR", $"'{at}.renewal_period' must be MINUTE or HOUR.");
            Require(limit.Requests is null or >= 0 && limit.Tokens is null or >= 0, $"'{at}.requests' and '{at}.tokens' must not be negative.");
            Require(limit.Requests is not null || limit.Tokens is not null, $"'{at}' limits nothing. Give 'requests', 'tokens' or both.");
            Require(key is not ("USER" or "USER_GROUP" or "SERVICE_PRINCIPAL") || limit.Principal is { Length: > 0 }, $"'{at}.principal' is missing; the key {key} needs it.");
            Require(key != "REQUEST_TAG" || limit.RequestTagKey is { Length: > 0 }, $"'{at}.request_tag_key' is missing; the key REQUEST_TAG needs it.");
        }
    }

    private static void CheckTable(InferenceTableDocument? table)
    {
        if (table is null)
        {
            return;
        }

        Require(
            IsIdentifier(table.CatalogName) && IsIdentifier(table.SchemaName) && IsIdentifier(table.TableNamePrefix),
            "'config.inference_table' needs 'catalog_name', 'schema_name' and 'table_name_prefix' of letters, digits and '_'.");
    }

    public static string? WithoutPrefix(string? value, string prefix) =>
        value?.StartsWith(prefix, StringComparison.Ordinal) == true ? value[prefix.Length..] : value;

    private static bool IsIdentifier(string? text) => text is not null && IdentifierPattern().IsMatch(text);

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw ApiException.Invalid(otherwise);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,62}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[A-Za-z0-9_]{1,128}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IdentifierPattern();
}
