using System.Text.Json.Serialization;

namespace Weir.Accounts.Grants;

/// <summary>What was granted on a securable itself.</summary>
internal sealed record GrantsAnswer(IEnumerable<GrantedPrivilegesAnswer> PrivilegeAssignments);

/// <summary>What was granted to a principal.</summary>
internal sealed record GrantedPrivilegesAnswer(string Principal, IEnumerable<string> Privileges);

/// <summary>What is granted on a securable, by itself or from above.</summary>
internal sealed record EffectiveGrantsAnswer(IEnumerable<EffectivePrivilegesAnswer> PrivilegeAssignments);

/// <summary>What a principal has.</summary>
internal sealed record EffectivePrivilegesAnswer(string Principal, IEnumerable<EffectivePrivilegeAnswer> Privileges);

/// <summary>A privilege, and the securable above from which it comes when it does.</summary>
internal sealed record EffectivePrivilegeAnswer(
    string Privilege,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InheritedFromType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InheritedFromName);
