using Weir.Accounts.Http;

namespace Weir.Accounts.Tokens;

/// <summary>The words for what a token may be limited to (original-product.md 1.6). A route group states those it accepts.</summary>
public static class TokenScopes
{
    /// <summary>Everything that the token's owner may do.</summary>
    public const string All = "all-apis";

    /// <summary>SQL statements and warehouses.</summary>
    public const string Sql = "sql";

    /// <summary>The data plane and the gateway's endpoints.</summary>
    public const string ModelServing = "model-serving";

    /// <summary>The data plane alone.</summary>
    public const string QueryEndpoints = "serving.serving-endpoints-query";

    /// <summary>Principals.</summary>
    public const string Scim = "scim";

    /// <summary>Tokens.</summary>
    public const string Authentication = "authentication";

    /// <summary>Who may do what.</summary>
    public const string AccessManagement = "access-management";

    /// <summary>Workspaces.</summary>
    public const string Provisioning = "provisioning";

    /// <summary>Dashboards.</summary>
    public const string Dashboards = "dashboards";

    /// <summary>Catalogs, schemas and tables.</summary>
    public const string UnityCatalog = "unity-catalog";

    /// <summary>Settings of the account, its previews among them.</summary>
    public const string Settings = "settings";

    /// <summary>What each route of the data plane accepts.</summary>
    public static readonly IReadOnlyList<string> DataPlane = [ModelServing, QueryEndpoints];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Known =
        [All, Sql, ModelServing, QueryEndpoints, Scim, Authentication, AccessManagement, Provisioning, Dashboards, UnityCatalog, Settings];

    /// <summary>Whether there is such a scope.</summary>
    public static bool IsKnown(string scope) => Known.Contains(scope, StringComparer.Ordinal);

    /// <summary>How a refusal for want of a scope reads.</summary>
    public static string Refusal(IReadOnlyList<string> accepted) => $"The token does not have required scopes: {string.Join(" or ", accepted)}";

    /// <summary>The scopes of a token that a caller makes: never more than the caller's own token has.</summary>
    /// <param name="asked">What was asked for; NULL or none for the same as the caller's.</param>
    /// <param name="caller">Who makes it.</param>
    /// <exception cref="ApiException">One of them is unknown, or more than the caller has.</exception>
    public static IReadOnlyList<string>? Grant(IReadOnlyList<string>? asked, Caller caller)
    {
        var own = caller.Scopes is null || caller.Scopes.Contains(All, StringComparer.Ordinal) ? null : caller.Scopes;
        if (asked is not { Count: > 0 })
        {
            return own?.ToList();
        }

        if (asked.FirstOrDefault(scope => !IsKnown(scope)) is { } unknown)
        {
            throw ApiException.Invalid($"'scopes' has '{unknown}', which is none of: {string.Join(", ", Known)}.");
        }

        return own is not null && asked.FirstOrDefault(scope => !own.Contains(scope, StringComparer.Ordinal)) is { } more
            ? throw new ApiException(403, "PERMISSION_DENIED", $"A token cannot make one that may do more: it does not have the scope '{more}' itself.")
            : asked.Contains(All, StringComparer.Ordinal) ? null : asked.Distinct(StringComparer.Ordinal).ToList();
    }
}
