using System.Text.Json.Serialization;

namespace Weir.Accounts.Permissions;

/// <summary>Who may do what with an object.</summary>
internal sealed record AccessControlAnswer(string ObjectId, string ObjectType, IEnumerable<AccessControlEntryAnswer> AccessControlList);

/// <summary>The levels of one principal, which one of the three names says.</summary>
internal sealed record AccessControlEntryAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? GroupName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ServicePrincipalName,
    IReadOnlyList<GrantedLevelAnswer> AllPermissions);

/// <summary>A level, and the object above from which it comes when it is inherited.</summary>
internal sealed record GrantedLevelAnswer(
    string PermissionLevel,
    bool Inherited,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? InheritedFromObject);

/// <summary>The levels that an object has, the lowest first.</summary>
internal sealed record PermissionLevelsAnswer(IEnumerable<PermissionLevelAnswer> PermissionLevels);

/// <summary>What a level allows.</summary>
internal sealed record PermissionLevelAnswer(string PermissionLevel, string Description);
