using Microsoft.AspNetCore.Builder;

namespace Weir.Accounts.Http;

/// <summary>
/// A route's metadata: the body that it reads by hand, for the OpenAPI document. Unlike the framework's <c>Accepts</c> it refuses nothing: whoever
/// posts JSON under another content type is understood.
/// </summary>
/// <param name="Type">What is read.</param>
/// <param name="ContentType">The content type to send it under.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
public sealed record RequestBody(Type Type, string ContentType, bool IsOptional);

/// <summary>States bodies where routes are mapped.</summary>
public static class RequestBodyExtensions
{
    /// <summary>States the body that the route reads by hand.</summary>
    public static TBuilder ReadsBody<TBuilder>(this TBuilder route, Type type, string contentType = "application/json", bool isOptional = false)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new RequestBody(type, contentType, isOptional));
}
