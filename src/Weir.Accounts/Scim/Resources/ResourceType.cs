using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Accounts.Scim.Resources;

/// <summary>A kind of resource: how a principal is written as one, and what of a document is taken over into one.</summary>
internal abstract class ResourceType
{
    private const int LongestText = 256;

    /// <summary>Every kind.</summary>
    public static readonly IReadOnlyList<ResourceType> All = [new UserResource(), new ServicePrincipalResource(), new GroupResource()];

    /// <summary>The kind's name.</summary>
    public abstract string Name { get; }

    /// <summary>Its place in paths.</summary>
    public string Path => Name + "s";

    /// <summary>The URN of its schema.</summary>
    public abstract string Schema { get; }

    /// <summary>The principals of this kind.</summary>
    public abstract PrincipalType PrincipalType { get; }

    /// <summary>The attributes that anyone may see who may see the resource.</summary>
    public abstract IReadOnlyList<string> NameAttributes { get; }

    /// <summary>The kind of a principal.</summary>
    public static ResourceType Of(PrincipalType type) => All.First(known => known.PrincipalType == type);

    /// <summary>A principal as a document.</summary>
    /// <param name="view">For whom.</param>
    /// <param name="principal">The principal.</param>
    /// <param name="withMemberships">Whether to list members and groups, which takes a while for large ones.</param>
    public JsonObject Write(ScimView view, Principal principal, bool withMemberships)
    {
        var resource = ScimBody.NewObject();
        resource["schemas"] = new JsonArray(Schema);
        resource["id"] = principal.Id;
        WriteAttributes(resource, principal);
        if (!view.SeesAll && principal.Id != view.Caller.PrincipalId)
        {
            foreach (var hidden in resource.Select(attribute => attribute.Key).Where(name => name is not ("schemas" or "id") && !NameAttributes.Contains(name, StringComparer.Ordinal)).ToList())
            {
                resource.Remove(hidden);
            }

            return resource;
        }

        if (principal.ExternalId is { } externalId)
        {
            resource["externalId"] = externalId;
        }

        if (principal.IsAccountAdmin)
        {
            resource["roles"] = new JsonArray(new JsonObject { ["value"] = AccountRole.Admin });
        }

        if (withMemberships)
        {
            WriteMemberships(resource, view, principal);
        }

        resource["meta"] = new JsonObject
        {
            ["resourceType"] = Name,
            ["created"] = Time(principal.CreationTime),
            ["lastModified"] = Time(principal.LastUpdatedTime),
            ["location"] = $"{view.Base}/{Path}/{principal.Id}",
        };
        return resource;
    }

    /// <summary>What a document makes of a principal. Attributes that are not named here are nobody's to set, and have no effect.</summary>
    /// <param name="resource">The whole document.</param>
    /// <param name="before">The principal as it was; a new one's is empty.</param>
    /// <param name="isAccountLevel">Whether the account's roles may be given.</param>
    /// <exception cref="ScimException">A value is not right.</exception>
    public Principal Read(JsonObject resource, Principal before, bool isAccountLevel) => ReadAttributes(resource, before) with
    {
        ExternalId = Text(resource, "externalId"),
        IsAccountAdmin = isAccountLevel && PrincipalType != PrincipalType.Group ? AccountRole.IsAdmin(resource["roles"]) : before.IsAccountAdmin,
    };

    /// <summary>Writes what only this kind has.</summary>
    protected abstract void WriteAttributes(JsonObject resource, Principal principal);

    /// <summary>Reads what only this kind has.</summary>
    protected abstract Principal ReadAttributes(JsonObject resource, Principal before);

    /// <summary>Writes whom the principal has in it, and which groups it is in.</summary>
    protected virtual void WriteMemberships(JsonObject resource, ScimView view, Principal principal)
    {
        var direct = view.State.DirectGroupsOf(principal.Id).Select(group => group.Id).ToHashSet(StringComparer.Ordinal);
        var groups = new JsonArray();
        if (!view.IsAccountLevel && PrincipalType != PrincipalType.Group && view.State.RoleIn(view.Caller.WorkspaceId, principal.Id) == WorkspaceRole.Admin)
        {
            // Clients know a workspace's admin by this group.
            groups.Add(new JsonObject { ["display"] = GroupResource.Admins, ["value"] = GroupResource.Admins, ["type"] = "direct" });
        }

        foreach (var group in view.State.GroupsOf(principal.Id))
        {
            groups.Add(new JsonObject
            {
                ["display"] = group.Name,
                ["value"] = group.Id,
                ["type"] = direct.Contains(group.Id) ? "direct" : "indirect",
                ["$ref"] = $"Groups/{group.Id}",
            });
        }

        if (groups.Count > 0)
        {
            resource["groups"] = groups;
        }
    }

    /// <summary>A text of a document, or NULL when it is absent or empty.</summary>
    protected static string? Text(JsonObject resource, string attribute)
    {
        var value = resource[attribute];
        if (value is null)
        {
            return null;
        }

        return value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: <= LongestText } text && !text.Any(char.IsControl)
            ? text.Length == 0 ? null : text
            : throw ScimException.InvalidValue($"'{attribute}' must be a text of at most {LongestText} characters.");
    }

    /// <summary>A name, which must be there.</summary>
    protected static string RequiredText(JsonObject resource, string attribute) =>
        Text(resource, attribute)?.Trim() is { Length: > 0 } text ? text : throw ScimException.InvalidValue($"'{attribute}' is missing.");

    /// <summary>Whether a document says that its principal may act. Some identity providers send texts.</summary>
    protected static bool Active(JsonObject resource, Principal before) => resource["active"] switch
    {
        null => before.IsActive,
        var value when bool.TryParse(value.ToString(), out var active) => active,
        _ => throw ScimException.InvalidValue("'active' must be true or false."),
    };

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
