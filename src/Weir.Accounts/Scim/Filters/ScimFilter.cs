using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim.Filters;

/// <summary>A filter (RFC 7644, section 3.4.2.2) as a tree.</summary>
internal abstract record ScimFilter
{
    /// <summary>Whether a resource, or one value of a complex attribute, passes.</summary>
    public abstract bool Matches(JsonObject resource);

    /// <summary>Whether an attribute of the resource is looked at.</summary>
    public abstract bool Mentions(string attribute);
}

/// <summary>Both hold.</summary>
internal sealed record AndFilter(ScimFilter Left, ScimFilter Right) : ScimFilter
{
    public override bool Matches(JsonObject resource) => Left.Matches(resource) && Right.Matches(resource);

    public override bool Mentions(string attribute) => Left.Mentions(attribute) || Right.Mentions(attribute);
}

/// <summary>One of them holds.</summary>
internal sealed record OrFilter(ScimFilter Left, ScimFilter Right) : ScimFilter
{
    public override bool Matches(JsonObject resource) => Left.Matches(resource) || Right.Matches(resource);

    public override bool Mentions(string attribute) => Left.Mentions(attribute) || Right.Mentions(attribute);
}

/// <summary>It does not hold.</summary>
internal sealed record NotFilter(ScimFilter Inner) : ScimFilter
{
    public override bool Matches(JsonObject resource) => !Inner.Matches(resource);

    public override bool Mentions(string attribute) => Inner.Mentions(attribute);
}

/// <summary>The attribute has a value.</summary>
internal sealed record PresentFilter(AttributePath Path) : ScimFilter
{
    public override bool Matches(JsonObject resource) => Path.ValuesIn(resource).Any(value => value is not JsonObject { Count: 0 } and not JsonArray { Count: 0 });

    public override bool Mentions(string attribute) => Path.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One of a complex attribute's values passes a filter of its own: <c>emails[type eq "work"]</c>.</summary>
internal sealed record ValueFilter(AttributePath Path, ScimFilter Inner) : ScimFilter
{
    public override bool Matches(JsonObject resource) => resource[Path.Attribute] switch
    {
        JsonArray values => values.OfType<JsonObject>().Any(Inner.Matches),
        JsonObject value => Inner.Matches(value),
        _ => false,
    };

    public override bool Mentions(string attribute) => Path.Attribute.Equals(attribute, StringComparison.OrdinalIgnoreCase);
}
