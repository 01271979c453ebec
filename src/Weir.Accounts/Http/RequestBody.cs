using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.Http;

/// <summary>
/// A route's metadata: the body that it reads by hand, for the OpenAPI document. Unlike the framework's <c>Accepts</c> it refuses nothing: whoever
/// posts JSON under another content type is understood.
/// </summary>
/// <param name="Type">What is read.</param>
/// <param name="ContentType">The content type to send it under.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
public sealed record RequestBody(Type Type, string ContentType, bool IsOptional);

/// <summary>States bodies where routes are mapped, and reads them, whatever their content type is said to be.</summary>
public static class RequestBodyExtensions
{
    /// <summary>States the body that the route reads by hand.</summary>
    public static TBuilder ReadsBody<TBuilder>(this TBuilder route, Type type, string contentType = "application/json", bool isOptional = false)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestBody(type, contentType, isOptional));

    /// <summary>Reads the body as JSON, after whatever the handler has checked before.</summary>
    /// <param name="context">The request.</param>
    /// <param name="what">What it should be, for the refusal: "The body is not {what}".</param>
    /// <param name="options">How its members are named, when not by attributes.</param>
    /// <exception cref="ApiException">400: it is not that.</exception>
    public static async Task<TBody> ReadBodyAsync<TBody>(this HttpContext context, string what, JsonSerializerOptions? options = null)
        where TBody : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<TBody>(context.Request.Body, options, context.RequestAborted) ?? throw ApiException.Invalid("The body must be a JSON object.");
        }
        catch (JsonException malformed)
        {
            throw new ApiException(400, "MALFORMED_REQUEST", $"The body is not {what}: {malformed.Message}");
        }
    }
}
