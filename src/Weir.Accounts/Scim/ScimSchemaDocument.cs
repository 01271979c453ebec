using System.Text.Json.Nodes;
using Weir.Accounts.Scim.Resources;

namespace Weir.Accounts.Scim;

/// <summary>The schemas as documents (RFC 7643, section 7).</summary>
internal static class ScimSchemaDocument
{
    private static readonly string[] Value = ["value", "type", "primary"];
    private static readonly string[] Reference = ["value", "display", "type", "$ref"];

    public static JsonObject Of(ResourceType type) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Schema"),
        ["id"] = type.Schema,
        ["name"] = type.Name,
        ["attributes"] = new JsonArray([.. Attributes(type.PrincipalType)]),
    };

    private static IEnumerable<JsonNode> Attributes(PrincipalType type)
    {
        yield return Attribute("externalId", isCaseExact: true);
        switch (type)
        {
            case PrincipalType.User:
                yield return Attribute("userName", isRequired: true, uniqueness: "server");
                yield return Attribute("displayName");
                yield return Complex("name", ["givenName", "familyName"], isMultiValued: false);
                yield return Complex("emails", Value);
                break;
            case PrincipalType.ServicePrincipal:
                yield return Attribute("applicationId", mutability: "immutable", uniqueness: "server");
                yield return Attribute("displayName");
                break;
            default:
                yield return Attribute("displayName", isRequired: true, uniqueness: "server");
                yield return Complex("members", Reference);
                break;
        }

        if (type != PrincipalType.Group)
        {
            yield return Attribute("active", "boolean");
            yield return Complex("roles", ["value"]);
        }

        yield return Complex("groups", Reference, mutability: "readOnly");
    }

    private static JsonObject Attribute(string name, string type = "string", bool isRequired = false, bool isCaseExact = false, bool isMultiValued = false, string mutability = "readWrite", string uniqueness = "none") => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["multiValued"] = isMultiValued,
        ["required"] = isRequired,
        ["caseExact"] = isCaseExact,
        ["mutability"] = mutability,
        ["returned"] = "default",
        ["uniqueness"] = uniqueness,
    };

    private static JsonObject Complex(string name, string[] parts, bool isMultiValued = true, string mutability = "readWrite")
    {
        var attribute = Attribute(name, "complex", isMultiValued: isMultiValued, mutability: mutability);
        attribute["subAttributes"] = new JsonArray([.. parts.Select(part => (JsonNode)Attribute(part, part == "primary" ? "boolean" : "string", mutability: mutability))]);
        return attribute;
    }
}
