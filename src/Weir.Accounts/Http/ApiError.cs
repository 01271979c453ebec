using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Http;

/// <summary>An error in the shape of the workspace APIs.</summary>
/// <param name="ErrorCode">A word that programs match, for example <c>INVALID_PARAMETER_VALUE</c>.</param>
/// <param name="Message">A sentence that a person can act on.</param>
public sealed record ApiError([property: JsonPropertyName("error_code")] string ErrorCode, [property: JsonPropertyName("message")] string Message)
{
    /// <summary>The error as an answer.</summary>
    public static IResult Result(int status, string errorCode, string message) => Results.Json(new ApiError(errorCode, message), statusCode: status);

    /// <summary>400.</summary>
    public static IResult Invalid(string message) => Result(400, "INVALID_PARAMETER_VALUE", message);

    /// <summary>404.</summary>
    public static IResult NotFound(string message) => Result(404, "RESOURCE_DOES_NOT_EXIST", message);

    /// <summary>403.</summary>
    public static IResult Forbidden(string message) => Result(403, "PERMISSION_DENIED", message);
}

/// <summary>A request that is refused from deep inside; the API answers with it.</summary>
public sealed class ApiException(int status, string errorCode, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>The code.</summary>
    public string ErrorCode => errorCode;

    /// <summary>400.</summary>
    public static ApiException Invalid(string message) => new(400, "INVALID_PARAMETER_VALUE", message);

    /// <summary>403.</summary>
    public static ApiException Forbidden(string message) => new(403, "PERMISSION_DENIED", message);

    /// <summary>404.</summary>
    public static ApiException NotFound(string message) => new(404, "RESOURCE_DOES_NOT_EXIST", message);
}
