using System.Text.RegularExpressions;
using Weir.Accounts.Http;

namespace Weir.Gateway.Endpoints;

/// <summary>What a document must be. Each sentence names the field and says what would be right.</summary>
internal static partial class EndpointRules
{
    private const int MostDestinations = 10;
    private const int MostFallbacks = 5;
    private const int MostRateLimits = 20;
    private const int MostGroupLimits = 5;
    private const int MostTags = 64;
    private const int MostRetries = 10;

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
        CheckRouting(config);
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
            CheckDestination(at, destination);
            Require(destinations.Count(other => other.Name == destination.Name) == 1, $"'{at}.name' is the name of another destination too.");
        }
    }

    /// <summary>Checks a destination by itself.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="destination">The destination.</param>
    /// <exception cref="ApiException">What is wrong, for its author.</exception>
    public static void CheckDestination(string at, DestinationDocument destination)
    {
        Require(destination.Name is { Length: > 0 and <= 128 }, $"'{at}.name' must be 1 to 128 characters.");
        Require(destination.Type is null || Types.Contains(destination.Type), $"'{at}.type' must be one of {string.Join(", ", Types)}.");
        Require(destination.TrafficPercentage is null or (>= 0 and <= 100), $"'{at}.traffic_percentage' must be from 0 to 100.");
        var model = destination.ExternalModelConfig;
        Require(model is not null, $"'{at}.external_model_config' is missing. It names the provider, the model and the key.");
        ModelRules.Check($"{at}.external_model_config", model!);
        CheckTimeouts($"{at}.external_model_config.timeouts", model!.Timeouts);
    }

    private static void CheckTimeouts(string at, TimeoutsDocument? timeouts)
    {
        const double longest = 24 * 60 * 60;
        (string Name, double? Value)[] members =
        [
            ("connect_seconds", timeouts?.ConnectSeconds), ("first_token_seconds", timeouts?.FirstTokenSeconds), ("idle_seconds", timeouts?.IdleSeconds), ("total_seconds", timeouts?.TotalSeconds),
        ];
        foreach (var (name, value) in members)
        {
            Require(value is null or (>= 0.05 and <= longest), $"'{at}.{name}' must be from 0.05 to {longest:0} seconds.");
        }
    }

    private static void CheckRouting(ConfigDocument config)
    {
        Require(config.Retries?.MaxRetries is null or (>= 0 and <= MostRetries), $"'config.retries.max_retries' must be from 0 to {MostRetries}.");
        Require(config.Retries?.InitialBackoffSeconds is null or (>= 0 and <= 60), "'config.retries.initial_backoff_seconds' must be from 0 to 60.");
        Require(config.Retries?.MaxBackoffSeconds is null or (>= 0 and <= 300), "'config.retries.max_backoff_seconds' must be from 0 to 300.");
        Require(config.CircuitBreaker?.Failures is null or (>= 0 and <= 1000), "'config.circuit_breaker.failures' must be from 0 (never open) to 1000.");
        Require(config.CircuitBreaker?.OpenSeconds is null or (> 0 and <= 3600), "'config.circuit_breaker.open_seconds' must be above 0 and at most 3600.");
    }

    private static void CheckLimits(List<RateLimitDocument> limits)
    {
        Require(limits.Count <= MostRateLimits, $"'config.rate_limits' must have at most {MostRateLimits} limits.");
        Require(limits.Count(limit => WithoutPrefix(limit.Key, "RATE_LIMIT_KEY_") == "USER_GROUP") <= MostGroupLimits, $"'config.rate_limits' must have at most {MostGroupLimits} limits of groups.");
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
        Require(!string.Equals(table.CatalogName, "system", StringComparison.OrdinalIgnoreCase), "'config.inference_table.catalog_name' must not be system, which holds the gateway's own tables.");
        Require(table.SamplingFraction is null or (> 0 and <= 1), "'config.inference_table.sampling_fraction' must be above 0 and at most 1.");
        Require(table.RetentionDays is null or (>= 1 and <= 3650), "'config.inference_table.retention_days' must be from 1 to 3650.");
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
