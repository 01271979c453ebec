namespace Weir.Accounts.Scim;

/// <summary>The URNs of SCIM.</summary>
internal static class ScimSchema
{
    public const string ContentType = "application/scim+json";
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";
    public const string ServicePrincipal = "urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal";
    public const string ListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";
}
