using Weir.Accounts;
using Weir.Gateway.Endpoints;

namespace Weir.Gateway.Limits;

/// <summary>A limit that applies to a request, and whom it counts together.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Subject">Whom it counts: a principal, a tag's value, or nobody in particular.</param>
/// <param name="Group">The caller's group, for limits of which only all together refuse; else NULL.</param>
internal readonly record struct LimitSubject(RateLimit Limit, string Subject, string? Group)
{
    /// <summary>
    /// The limits that apply to a caller (original-product.md 1.4): the endpoint's and the tags' to everyone; a custom limit of the user or service principal in the
    /// place of its groups', and those in the place of the default.
    /// </summary>
    /// <param name="limits">The endpoint's.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="groups">The caller's groups.</param>
    /// <param name="tags">The request's tags.</param>
    public static List<LimitSubject> Of(IReadOnlyList<RateLimit> limits, Caller caller, IReadOnlyCollection<string> groups, IReadOnlyDictionary<string, string>? tags)
    {
        var found = new List<LimitSubject>(limits.Count);
        var own = caller.PrincipalType == PrincipalType.User ? "USER" : "SERVICE_PRINCIPAL";
        var isCustom = false;
        var isGroup = false;
        foreach (var limit in limits)
        {
            switch (limit.Key)
            {
                case "ENDPOINT":
                    found.Add(new LimitSubject(limit, string.Empty, null));
                    break;
                case "REQUEST_TAG" when tags is not null && tags.TryGetValue(limit.RequestTagKey!, out var value) && (limit.RequestTagValue is null || limit.RequestTagValue == value):
                    found.Add(new LimitSubject(limit, value, null));
                    break;
                case "USER" or "SERVICE_PRINCIPAL" when limit.Key == own && string.Equals(limit.Principal, caller.PrincipalName, StringComparison.OrdinalIgnoreCase):
                    found.Add(new LimitSubject(limit, string.Empty, null));
                    isCustom = true;
                    break;
                case "USER_GROUP" when groups.Contains(limit.Principal!, StringComparer.Ordinal):
                    isGroup = true;
                    break;
                default:
                    break;
            }
        }

        if (isCustom)
        {
            return found;
        }

        foreach (var limit in limits)
        {
            if (isGroup && limit.Key == "USER_GROUP" && groups.Contains(limit.Principal!, StringComparer.Ordinal))
            {
                found.Add(new LimitSubject(limit, string.Empty, limit.Principal));
            }
            else if (!isGroup && limit.Key == "USER_DEFAULT")
            {
                found.Add(new LimitSubject(limit, caller.PrincipalName, null));
            }
        }

        return found;
    }
}
