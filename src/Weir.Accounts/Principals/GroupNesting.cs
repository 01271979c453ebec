namespace Weir.Accounts.Principals;

/// <summary>Which groups a principal is in, through however many others.</summary>
internal sealed class GroupNesting(IEnumerable<GroupMember> members)
{
    private readonly ILookup<string, string> _groupsOf = members.ToLookup(member => member.MemberId, member => member.GroupId, StringComparer.Ordinal);

    /// <summary>The groups that a principal is directly in.</summary>
    public IEnumerable<string> DirectGroupsOf(string principalId) => _groupsOf[principalId];

    /// <summary>Every group that a principal is in, the nearest first.</summary>
    public IReadOnlyList<string> GroupsOf(string principalId)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { principalId };
        var waiting = new Queue<string>([principalId]);
        while (waiting.TryDequeue(out var member))
        {
            foreach (var group in _groupsOf[member].Where(seen.Add))
            {
                found.Add(group);
                waiting.Enqueue(group);
            }
        }

        return found;
    }

    /// <summary>Whether a group would be in itself if it had this member.</summary>
    public bool WouldCycle(string groupId, string memberId) => groupId == memberId || GroupsOf(groupId).Contains(memberId, StringComparer.Ordinal);
}
