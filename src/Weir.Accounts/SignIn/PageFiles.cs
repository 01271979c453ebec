using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.SignIn;

/// <summary>The style and the script of the pages, from the program itself.</summary>
internal static class PageFiles
{
    public static IResult Style { get; } = new EmbeddedFile("sign-in.css", "text/css; charset=utf-8");

    public static IResult Script { get; } = new EmbeddedFile("sign-in.js", "text/javascript; charset=utf-8");

    private sealed class EmbeddedFile(string name, string contentType) : IResult
    {
        private readonly byte[] _bytes = Read(name);

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = contentType;
            response.ContentLength = _bytes.Length;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "no-cache";
            return response.Body.WriteAsync(_bytes, httpContext.RequestAborted).AsTask();
        }

        private static byte[] Read(string name)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Weir.Accounts.SignIn.Pages.{name}")!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
