using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Web;

/// <summary>The UI at <c>/ui/</c>. Its pages are one document and a script that asks the public REST API; whoever is not signed in is led to <c>/sign-in</c> by the first answer.</summary>
public static class WebRoutes
{
    // Nothing comes from elsewhere, nothing runs that is not a file of ours, and no other page shows ours in a frame.
    // The one style that is allowed by its hash is React Aria's own, which keeps a touch on a button from being taken for a scroll.
    private const string ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string NotBuilt = "This program was built without its web UI, since npm was not there. Install Node.js 20 or later and build again (./weir serve does it). The API and SQL work without.";

    /// <summary>Maps the routes.</summary>
    public static void MapWeb(this IEndpointRouteBuilder app)
    {
        // Without the UI the server's own page says who is signed in.
        app.MapGet("/", () => Results.Redirect(WebFiles.Index is null ? "/sign-in" : "/ui/"));
        app.MapGet("/ui/{**path}", AnswerAsync);
    }

    private static async Task AnswerAsync(HttpContext context, string? path)
    {
        var response = context.Response;
        if ((WebFiles.Find(path ?? string.Empty) ?? PageOf(path)) is not { } file)
        {
            response.StatusCode = WebFiles.Index is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status404NotFound;
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync(WebFiles.Index is null ? NotBuilt : "There is no such file.", context.RequestAborted);
            return;
        }

        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = file.EntityTag;
        headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(file.EntityTag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var isCompressed = file.Compressed is not null && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase);
        var bytes = isCompressed ? file.Compressed! : file.Bytes;
        if (isCompressed)
        {
            headers.ContentEncoding = "br";
        }

        response.ContentType = file.ContentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    // An address of the UI's own is a page; one that looks like a file, and is none, is a mistake that a page would hide.
    private static WebFile? PageOf(string? path) => path?.StartsWith("assets/", StringComparison.Ordinal) == true ? null : WebFiles.Index;
}
