using Microsoft.AspNetCore.Mvc;

namespace Weir.Accounts.Scim;

/// <summary>Which resources a query wants, in which order, from where on and how many (RFC 7644, section 3.4.2).</summary>
internal sealed record ScimQuery(
    [property: FromQuery(Name = "filter")] string? Filter,
    [property: FromQuery(Name = "sortBy")] string? SortBy,
    [property: FromQuery(Name = "sortOrder")] string? SortOrder,
    [property: FromQuery(Name = "startIndex")] string? StartIndex,
    [property: FromQuery(Name = "count")] string? Count);

/// <summary>Which attributes a request wants of each resource; all when it does not say (RFC 7644, section 3.9).</summary>
internal sealed record ScimParts(
    [property: FromQuery(Name = "attributes")] string? Attributes,
    [property: FromQuery(Name = "excludedAttributes")] string? ExcludedAttributes);
