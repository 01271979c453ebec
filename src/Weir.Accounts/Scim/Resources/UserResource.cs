using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim.Resources;

/// <summary>A person.</summary>
internal sealed class UserResource : ResourceType
{
    public override string Name => "User";

    public override string Schema => ScimSchema.User;

    public override PrincipalType PrincipalType => PrincipalType.User;

    public override IReadOnlyList<string> NameAttributes => ["userName", "displayName"];

    protected override void WriteAttributes(JsonObject resource, Principal principal)
    {
        resource["userName"] = principal.Name;
        resource["displayName"] = principal.DisplayName ?? principal.Name;
        resource["active"] = principal.IsActive;
        var name = ScimBody.NewObject();
        if (principal.GivenName is { } given)
        {
            name["givenName"] = given;
        }

        if (principal.FamilyName is { } family)
        {
            name["familyName"] = family;
        }

        if (name.Count > 0)
        {
            resource["name"] = name;
        }

        var email = ScimBody.NewObject();
        email["value"] = principal.Email ?? principal.Name;
        email["type"] = "work";
        email["primary"] = true;
        resource["emails"] = new JsonArray(email);
    }

    protected override Principal ReadAttributes(JsonObject resource, Principal before)
    {
        var name = RequiredText(resource, "userName");
        var parts = resource["name"] as JsonObject ?? [];
        var displayName = Text(resource, "displayName");
        var email = Email(resource["emails"]);
        return before with
        {
            Name = name,

            // What repeats the name would outlive it.
            DisplayName = displayName == name || displayName == before.Name ? null : displayName,
            Email = email == name || email == before.Name ? null : email,
            IsActive = Active(resource, before),
            GivenName = Text(parts, "givenName"),
            FamilyName = Text(parts, "familyName"),
        };
    }

    private static string? Email(JsonNode? emails)
    {
        if (emails is null)
        {
            return null;
        }

        if (emails is not JsonArray several || several.Any(email => email is not JsonObject))
        {
            throw ScimException.InvalidValue("'emails' must be a list of objects.");
        }

        var known = several.Cast<JsonObject>().ToList();
        var chosen = known.FirstOrDefault(email => email["primary"]?.ToString() is "true" or "True") ?? known.FirstOrDefault();
        return chosen is null ? null : Text(chosen, "value");
    }
}
