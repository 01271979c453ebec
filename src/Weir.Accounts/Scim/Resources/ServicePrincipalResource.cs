using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim.Resources;

/// <summary>A program.</summary>
internal sealed class ServicePrincipalResource : ResourceType
{
    public override string Name => "ServicePrincipal";

    public override string Schema => ScimSchema.ServicePrincipal;

    public override PrincipalType PrincipalType => PrincipalType.ServicePrincipal;

    public override IReadOnlyList<string> NameAttributes => ["applicationId", "displayName"];

    protected override void WriteAttributes(JsonObject resource, Principal principal)
    {
        resource["applicationId"] = principal.Name;
        resource["displayName"] = principal.DisplayName ?? principal.Name;
        resource["active"] = principal.IsActive;
    }

    protected override Principal ReadAttributes(JsonObject resource, Principal before)
    {
        var id = Text(resource, "applicationId");
        if (before.Name.Length > 0 && id is not null && id != before.Name)
        {
            throw ScimException.Mutability("'applicationId' cannot be changed.");
        }

        if (id is not null && !Guid.TryParseExact(id, "D", out _))
        {
            throw ScimException.InvalidValue("'applicationId' must be a UUID, or left out to have one made.");
        }

        return before with
        {
            Name = before.Name.Length > 0 ? before.Name : id?.ToLowerInvariant() ?? Guid.NewGuid().ToString(),
            DisplayName = Text(resource, "displayName"),
            IsActive = Active(resource, before),
        };
    }
}
