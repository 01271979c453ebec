using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Scim;

/// <summary>An error in SCIM's shape.</summary>
internal static class ScimError
{
    public static IResult Result(int status, string? scimType, string detail)
    {
        var body = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimSchema.Error),
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
            ["detail"] = detail,
        };
        if (scimType is not null)
        {
            body["scimType"] = scimType;
        }

        return Results.Json(body, contentType: ScimSchema.ContentType, statusCode: status);
    }
}
