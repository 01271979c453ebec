using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Accounts.Scim.Resources;

namespace Weir.Accounts.Scim;

/// <summary>
/// The shapes of SCIM's documents for the OpenAPI document alone: which attributes one has depends on who asks for what, so they are read and written as
/// JSON (<see cref="ResourceType"/>). The tests hold them against real answers.
/// </summary>
internal static class ScimDocuments
{
    /// <summary>The shapes of one resource of a kind, and of a list of them.</summary>
    public static (Type Resource, Type List) Of(ResourceType type) => type.PrincipalType switch
    {
        PrincipalType.User => (typeof(ScimUserDocument), typeof(ScimListDocument<ScimUserDocument>)),
        PrincipalType.ServicePrincipal => (typeof(ScimServicePrincipalDocument), typeof(ScimListDocument<ScimServicePrincipalDocument>)),
        _ => (typeof(ScimGroupDocument), typeof(ScimListDocument<ScimGroupDocument>)),
    };
}

/// <summary>A page of resources.</summary>
internal sealed record ScimListDocument<T>(
    [property: JsonPropertyName("schemas")] IReadOnlyList<string> Schemas,
    [property: JsonPropertyName("totalResults")] int TotalResults,
    [property: JsonPropertyName("startIndex")] int StartIndex,
    [property: JsonPropertyName("itemsPerPage")] int ItemsPerPage,
    [property: JsonPropertyName("Resources")] IReadOnlyList<T> Resources);

/// <summary>A person.</summary>
internal sealed record ScimUserDocument(
    [property: JsonPropertyName("schemas")] IReadOnlyList<string>? Schemas,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("externalId")] string? ExternalId,
    [property: JsonPropertyName("userName")] string? UserName,
    [property: JsonPropertyName("displayName")] string? DisplayName,
    [property: JsonPropertyName("active")] bool? Active,
    [property: JsonPropertyName("name")] ScimNameDocument? Name,
    [property: JsonPropertyName("emails")] IReadOnlyList<ScimEmailDocument>? Emails,
    [property: JsonPropertyName("roles")] IReadOnlyList<ScimRoleDocument>? Roles,
    [property: JsonPropertyName("groups")] IReadOnlyList<ScimGroupReferenceDocument>? Groups,
    [property: JsonPropertyName("meta")] ScimMetaDocument? Meta);

/// <summary>A program.</summary>
internal sealed record ScimServicePrincipalDocument(
    [property: JsonPropertyName("schemas")] IReadOnlyList<string>? Schemas,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("externalId")] string? ExternalId,
    [property: JsonPropertyName("applicationId")] string? ApplicationId,
    [property: JsonPropertyName("displayName")] string? DisplayName,
    [property: JsonPropertyName("active")] bool? Active,
    [property: JsonPropertyName("roles")] IReadOnlyList<ScimRoleDocument>? Roles,
    [property: JsonPropertyName("groups")] IReadOnlyList<ScimGroupReferenceDocument>? Groups,
    [property: JsonPropertyName("meta")] ScimMetaDocument? Meta);

/// <summary>Several principals under one name.</summary>
internal sealed record ScimGroupDocument(
    [property: JsonPropertyName("schemas")] IReadOnlyList<string>? Schemas,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("externalId")] string? ExternalId,
    [property: JsonPropertyName("displayName")] string? DisplayName,
    [property: JsonPropertyName("members")] IReadOnlyList<ScimMemberDocument>? Members,
    [property: JsonPropertyName("groups")] IReadOnlyList<ScimGroupReferenceDocument>? Groups,
    [property: JsonPropertyName("meta")] ScimMetaDocument? Meta);

/// <summary>Who asks: a person, or a program, whose name is there as <c>userName</c> too.</summary>
internal sealed record ScimPrincipalDocument(
    [property: JsonPropertyName("schemas"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Schemas,
    [property: JsonPropertyName("id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonPropertyName("externalId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ExternalId,
    [property: JsonPropertyName("applicationId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ApplicationId,
    [property: JsonPropertyName("userName"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UserName,
    [property: JsonPropertyName("displayName"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DisplayName,
    [property: JsonPropertyName("active"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Active,
    [property: JsonPropertyName("name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScimNameDocument? Name,
    [property: JsonPropertyName("emails"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ScimEmailDocument>? Emails,
    [property: JsonPropertyName("roles"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ScimRoleDocument>? Roles,
    [property: JsonPropertyName("groups"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ScimGroupReferenceDocument>? Groups,
    [property: JsonPropertyName("meta"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ScimMetaDocument? Meta);

/// <summary>The parts of a name.</summary>
internal sealed record ScimNameDocument(
    [property: JsonPropertyName("givenName")] string? GivenName,
    [property: JsonPropertyName("familyName")] string? FamilyName);

/// <summary>An e-mail.</summary>
internal sealed record ScimEmailDocument(
    [property: JsonPropertyName("value")] string? Value,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("primary")] bool? Primary);

/// <summary>A role of the account.</summary>
internal sealed record ScimRoleDocument(
    [property: JsonPropertyName("value")] string? Value);

/// <summary>A member of a group; whoever adds one names its id alone.</summary>
internal sealed record ScimMemberDocument(
    [property: JsonPropertyName("value")] string Value,
    [property: JsonPropertyName("display")] string? Display,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("$ref")] string? Ref);

/// <summary>A group that a principal is in, directly or through another.</summary>
internal sealed record ScimGroupReferenceDocument(
    [property: JsonPropertyName("display")] string? Display,
    [property: JsonPropertyName("value")] string? Value,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("$ref")] string? Ref);

/// <summary>What the service knows of a resource.</summary>
internal sealed record ScimMetaDocument(
    [property: JsonPropertyName("resourceType")] string? ResourceType,
    [property: JsonPropertyName("created")] string? Created,
    [property: JsonPropertyName("lastModified")] string? LastModified,
    [property: JsonPropertyName("location")] string? Location);

/// <summary>A change (RFC 7644, section 3.5.2).</summary>
internal sealed record ScimPatchDocument(
    [property: JsonPropertyName("schemas")] IReadOnlyList<string>? Schemas,
    [property: JsonPropertyName("Operations")] IReadOnlyList<ScimOperationDocument> Operations);

/// <summary>One of its operations: <c>add</c>, <c>replace</c> or <c>remove</c>.</summary>
internal sealed record ScimOperationDocument(
    [property: JsonPropertyName("op")] string Op,
    [property: JsonPropertyName("path")] string? Path,
    [property: JsonPropertyName("value")] JsonElement? Value);

/// <summary>A refusal.</summary>
public sealed record ScimErrorDocument(
    [property: JsonPropertyName("schemas")] IReadOnlyList<string> Schemas,
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("scimType"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ScimType);
