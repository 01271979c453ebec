using System.Text.Json.Serialization;

namespace Weir.Accounts.Workspaces;

/// <summary>A workspace; it was made so many milliseconds after 1970.</summary>
internal sealed record WorkspaceAnswer(string AccountId, long WorkspaceId, string WorkspaceName, string WorkspaceStatus, long CreationTime);

/// <summary>Who is assigned to a workspace.</summary>
internal sealed record WorkspaceAssignmentsAnswer(IEnumerable<WorkspaceAssignmentAnswer> PermissionAssignments);

/// <summary>What a principal may do in a workspace. One that was removed has no permissions, and is not named.</summary>
internal sealed record WorkspaceAssignmentAnswer(
    IReadOnlyList<string> Permissions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AssignedPrincipalAnswer? Principal);

/// <summary>A principal, with the name that its kind has.</summary>
internal sealed record AssignedPrincipalAnswer(
    long PrincipalId,
    string DisplayName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ServicePrincipalName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? GroupName);

/// <summary>The levels that a workspace has.</summary>
internal sealed record WorkspaceLevelsAnswer(IReadOnlyList<WorkspaceLevelAnswer> Permissions);

/// <summary>What a level allows.</summary>
internal sealed record WorkspaceLevelAnswer(string PermissionLevel, string Description);
