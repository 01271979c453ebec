using System.Text.Json.Nodes;
using Weir.Accounts.Grants;

namespace Weir.Accounts.Scim.Resources;

/// <summary>Several principals under one name.</summary>
internal sealed class GroupResource : ResourceType
{
    /// <summary>The name under which clients look for a workspace's admins.</summary>
    public const string Admins = "admins";

    private const string Users = "users";

    public override string Name => "Group";

    public override string Schema => ScimSchema.Group;

    public override PrincipalType PrincipalType => PrincipalType.Group;

    public override IReadOnlyList<string> NameAttributes => ["displayName"];

    /// <summary>The ids of the members that a document lists.</summary>
    public static HashSet<string> MemberIds(JsonObject resource)
    {
        var members = resource["members"] switch
        {
            null => [],
            JsonArray several => several,
            _ => throw ScimException.InvalidValue("'members' must be a list."),
        };
        return members
            .Select(member => (member as JsonObject)?["value"]?.ToString() ?? throw ScimException.InvalidValue("A member must be an object whose 'value' is a principal's id."))
            .ToHashSet(StringComparer.Ordinal);
    }

    protected override void WriteAttributes(JsonObject resource, Principal principal) => resource["displayName"] = principal.Name;

    protected override Principal ReadAttributes(JsonObject resource, Principal before)
    {
        var name = RequiredText(resource, "displayName");
        return name.ToLowerInvariant() is Admins or Users or DataGrant.AllUsers
            ? throw ScimException.InvalidValue($"'{name}' is a group that is there by itself: 'admins' and 'users' are every workspace's own, which its permission assignments fill, and 'account users' is everybody.")
            : before with { Name = name };
    }

    protected override void WriteMemberships(JsonObject resource, ScimView view, Principal principal)
    {
        base.WriteMemberships(resource, view, principal);
        var members = new JsonArray();
        foreach (var member in view.State.MembersOf(principal.Id))
        {
            var written = ScimBody.NewObject();
            written["value"] = member.Id;
            written["display"] = member.DisplayName ?? member.Name;
            written["type"] = Of(member.Type).Name;
            written["$ref"] = $"{Of(member.Type).Path}/{member.Id}";
            members.Add(written);
        }

        if (members.Count > 0)
        {
            resource["members"] = members;
        }
    }
}
