using System.Text.Json.Nodes;
using Weir.Accounts.Principals;
using Weir.Accounts.Scim.Patching;
using Weir.Accounts.Scim.Resources;

namespace Weir.Accounts.Scim;

/// <summary>Makes, changes and deletes principals as SCIM's documents say.</summary>
internal sealed class ScimEditor(AccountDirectory accounts, PrincipalRights rights, TimeProvider time)
{
    /// <summary>Makes a principal. Below a workspace it becomes a member of that workspace.</summary>
    public Task<Principal> CreateAsync(ResourceType type, ScimView view, JsonObject body, CancellationToken cancellationToken) => accounts.ChangeAsync(
        state =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            var empty = new Principal(PrincipalId.New(), string.Empty, type.PrincipalType, IsAccountAdmin: false) { CreationTime = now, LastUpdatedTime = now };
            var made = type.Read(body, empty, view.IsAccountLevel);
            RequireUnique(state, made);
            var change = new AccountChange
            {
                AddedPrincipals = [made],
                AddedMembers = [.. Members(state, type, made, body)],
                SavedAssignments = view.IsAccountLevel ? [] : [new WorkspaceAssignment(view.Caller.WorkspaceId, made.Id, WorkspaceRole.User)],
            };
            return (change, made);
        },
        cancellationToken);

    /// <summary>Puts a document in the place of another. What decides over rights and is not in it stays: leaving it out is not asking for it.</summary>
    public Task<Principal> ReplaceAsync(ResourceType type, ScimView view, string id, JsonObject body, CancellationToken cancellationToken) =>
        ChangeAsync(type, view, id, (_, before) => WithRoles(body, before), cancellationToken);

    /// <summary>Changes parts of a document.</summary>
    public Task<Principal> PatchAsync(ResourceType type, ScimView view, string id, JsonObject body, CancellationToken cancellationToken) => ChangeAsync(
        type,
        view,
        id,
        (current, before) =>
        {
            var resource = type.Write(current, before, withMemberships: true);
            ResourcePatch.Apply(resource, body);
            return resource;
        },
        cancellationToken);

    /// <summary>Deletes a principal with its tokens and memberships. What it has used stays in the usage table.</summary>
    public async Task DeleteAsync(ResourceType type, string id, CancellationToken cancellationToken)
    {
        var deleted = await accounts.ChangeAsync(
            state =>
            {
                var gone = Find(state, type, id);
                RequireOtherAdmin(state, gone, after: null);
                return (new AccountChange { DeletedPrincipals = [gone.Id] }, gone);
            },
            cancellationToken);
        await rights.ForgetAsync(deleted, CancellationToken.None);
    }

    /// <summary>The principal of an id.</summary>
    /// <exception cref="ScimException">There is none of that kind.</exception>
    public static Principal Find(AccountState state, ResourceType type, string id) =>
        state.FindPrincipal(id) is { } found && found.Type == type.PrincipalType ? found : throw ScimException.NotFound($"There is no {type.Name} with the id '{id}'.");

    private async Task<Principal> ChangeAsync(ResourceType type, ScimView view, string id, Func<ScimView, Principal, JsonObject> documentOf, CancellationToken cancellationToken)
    {
        var (before, after) = await ChangePrincipalAsync(type, view, id, documentOf, cancellationToken);
        if (after.Name != before.Name)
        {
            await rights.RenameAsync(before, after.Name, CancellationToken.None);
        }

        return after;
    }

    private Task<(Principal Before, Principal After)> ChangePrincipalAsync(ResourceType type, ScimView view, string id, Func<ScimView, Principal, JsonObject> documentOf, CancellationToken cancellationToken) => accounts.ChangeAsync(
        state =>
        {
            var before = Find(state, type, id);
            var resource = documentOf(view with { State = state }, before);
            var after = type.Read(resource, before, view.IsAccountLevel) with { LastUpdatedTime = time.GetUtcNow().UtcDateTime };
            RequireUnique(state, after);
            RequireOtherAdmin(state, before, after);
            if (type.PrincipalType != PrincipalType.Group)
            {
                return (new AccountChange { ChangedPrincipals = [after] }, (before, after));
            }

            var known = state.MembersOf(id).Select(member => new GroupMember(id, member.Id)).ToHashSet();
            var wanted = Members(state, type, after, resource).ToHashSet();
            var change = new AccountChange
            {
                ChangedPrincipals = [after],
                AddedMembers = [.. wanted.Except(known)],
                RemovedMembers = [.. known.Except(wanted)],
            };
            return (change, (before, after));
        },
        cancellationToken);

    private static IEnumerable<GroupMember> Members(AccountState state, ResourceType type, Principal group, JsonObject resource)
    {
        if (type.PrincipalType != PrincipalType.Group)
        {
            return [];
        }

        var ids = GroupResource.MemberIds(resource);
        foreach (var id in ids)
        {
            var member = state.FindPrincipal(id) ?? throw ScimException.InvalidValue($"There is no principal with the id '{id}' to be a member.");
            if (member.Type == PrincipalType.Group && state.WouldCycle(group.Id, id))
            {
                throw ScimException.InvalidValue($"The group '{group.Name}' would be in itself if '{member.Name}' were its member.");
            }
        }

        return ids.Select(id => new GroupMember(group.Id, id));
    }

    private static JsonObject WithRoles(JsonObject body, Principal before)
    {
        if (!body.ContainsKey("roles") && before.IsAccountAdmin)
        {
            body["roles"] = new JsonArray(new JsonObject { ["value"] = AccountRole.Admin });
        }

        return body;
    }

    private static void RequireUnique(AccountState state, Principal principal)
    {
        if (state.FindPrincipal(principal.Type, principal.Name) is { } known && known.Id != principal.Id)
        {
            throw ScimException.Uniqueness($"'{principal.Name}' exists.");
        }
    }

    private static void RequireOtherAdmin(AccountState state, Principal before, Principal? after)
    {
        if (before is { IsAccountAdmin: true, IsActive: true }
            && after is not { IsAccountAdmin: true, IsActive: true }
            && !state.Principals.Any(principal => principal.Id != before.Id && principal is { IsAccountAdmin: true, IsActive: true }))
        {
            throw ScimException.InvalidValue("The account's last admin must stay one. Make another first.");
        }
    }
}
