using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Principals;

namespace Weir.Spend.Budgets;

/// <summary>A budget as the API writes it. A member that is not known is refused by name.</summary>
internal sealed record BudgetDocument
{
    private const int LongestName = 128;
    private const int MostThresholds = 10;
    private const int HighestThreshold = 1000;
    private const decimal Highest = 1_000_000_000;

    /// <summary>How documents are read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        AllowDuplicateProperties = false,
    };

    public string? Name { get; init; }

    public decimal? Amount { get; init; }

    public string? Period { get; init; }

    public string? Key { get; init; }

    public string? WorkspaceId { get; init; }

    public string? EndpointName { get; init; }

    public string? Principal { get; init; }

    public string? RequestTagKey { get; init; }

    public string? RequestTagValue { get; init; }

    public string? Action { get; init; }

    public IReadOnlyList<int>? AlertThresholds { get; init; }

    public string? WebhookUrl { get; init; }

    public string? WebhookSecret { get; init; }

    /// <summary>The budget.</summary>
    /// <param name="before">The budget that is changed: what the document leaves out stays. NULL for a new one.</param>
    /// <param name="names">Knows whom a name means.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="now">The time, UTC.</param>
    /// <exception cref="ApiException">Something in it is wrong; the message says what.</exception>
    public Budget Checked(Budget? before, IPrincipalNames names, string by, DateTime now)
    {
        var name = Name ?? before?.Name;
        if (name is not { Length: > 0 and <= LongestName } || name.Any(char.IsControl))
        {
            throw ApiException.Invalid($"'name' must name the budget, in at most {LongestName} characters.");
        }

        if ((Amount ?? before?.Amount) is not { } amount || amount < 0 || amount > Highest || decimal.Round(amount, 10) != amount)
        {
            throw ApiException.Invalid($"'amount' must be an amount in USD from 0 to {Highest.ToString(CultureInfo.InvariantCulture)}, with at most 10 digits behind the point.");
        }

        var thresholds = AlertThresholds ?? before?.AlertThresholds ?? [];
        if (thresholds.Count > MostThresholds || thresholds.Any(one => one is < 1 or > HighestThreshold))
        {
            throw ApiException.Invalid($"'alert_thresholds' must be at most {MostThresholds} whole percentages of the amount, such as [50, 80, 100].");
        }

        var url = WebhookUrl is null ? before?.WebhookUrl : WebhookUrl.Length == 0 ? null
            : Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var given) && given.Scheme is "http" or "https" && given.UserInfo.Length == 0 ? given
            : throw ApiException.Invalid("'webhook_url' must be an http or https address without a user and password; empty for the account's own.");
        if (WebhookSecret is { Length: < 16 or > 200 })
        {
            throw ApiException.Invalid("'webhook_secret' must have 16 to 200 characters. Leave it out to have one made.");
        }

        // Signed for one receiver, a secret is never used for another.
        var secret = WebhookSecret ?? (url is null ? null : url == before?.WebhookUrl && before?.WebhookSecret is { } kept ? kept : BudgetDirectory.NewWebhookSecret());
        return new Budget
        {
            Id = before?.Id ?? Guid.NewGuid().ToString(),
            Name = name,
            Amount = amount,
            Period = Word(Period, "period", before?.Period),
            Scope = ScopeOf(before, names),
            Blocks = (Action ?? (before is null ? "BLOCK" : before.Blocks ? "BLOCK" : "NOTIFY")) switch
            {
                "BLOCK" => true,
                "NOTIFY" => false,
                var other => throw ApiException.Invalid($"'action' must be BLOCK, which refuses requests once the amount is used up, or NOTIFY; and not '{other}'."),
            },
            AlertThresholds = [.. thresholds.Distinct().Order()],
            WebhookUrl = url,
            WebhookSecret = secret,
            CreatedBy = before?.CreatedBy ?? by,
            CreatedTime = before?.CreatedTime ?? now,
            LastUpdatedTime = now,
        };
    }

    private BudgetScope ScopeOf(Budget? before, IPrincipalNames names)
    {
        if (before is not null && (Key, WorkspaceId, EndpointName, Principal, RequestTagKey, RequestTagValue) == default)
        {
            return before.Scope;
        }

        var key = Key is "SERVICE_PRINCIPAL" ? BudgetKey.User : Key is null && before is not null ? before.Scope.Key : Word<BudgetKey>(Key?.Replace("_", string.Empty, StringComparison.Ordinal), "key", null);
        var needed = key switch
        {
            BudgetKey.Workspace when WorkspaceId is null => "workspace_id",
            BudgetKey.Endpoint when EndpointName is null => "endpoint_name",
            BudgetKey.User or BudgetKey.UserGroup when Principal is null => "principal",
            BudgetKey.RequestTag when RequestTagKey is null => "request_tag_key",
            _ => null,
        };
        if (needed is not null)
        {
            throw ApiException.Invalid($"A budget with the key {Key ?? key.ToString()} needs '{needed}'.");
        }

        if ((Principal is not null && key is not (BudgetKey.User or BudgetKey.UserGroup)) || ((RequestTagKey ?? RequestTagValue) is not null && key != BudgetKey.RequestTag))
        {
            throw ApiException.Invalid("'principal' goes with the keys USER, SERVICE_PRINCIPAL and USER_GROUP, and 'request_tag_key' and 'request_tag_value' with REQUEST_TAG.");
        }

        var principal = Principal is null ? null : names.Find(Principal, key == BudgetKey.UserGroup ? PrincipalType.Group : Key == "SERVICE_PRINCIPAL" ? PrincipalType.ServicePrincipal : PrincipalType.User)
            ?? throw ApiException.Invalid($"There is no {(key == BudgetKey.UserGroup ? "group" : Key == "SERVICE_PRINCIPAL" ? "service principal" : "user")} '{Principal}'.");
        return new BudgetScope(key, WorkspaceId, EndpointName, principal, RequestTagKey, RequestTagValue);
    }

    private static TWord Word<TWord>(string? text, string member, TWord? before)
        where TWord : struct, Enum =>
        text is null && before is { } kept ? kept
        : text is not null && Enum.TryParse<TWord>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) && !char.IsAsciiDigit(text[0]) ? word
        : throw ApiException.Invalid($"'{member}' must be one of {string.Join(", ", BudgetWords.Of<TWord>())}.");
}
