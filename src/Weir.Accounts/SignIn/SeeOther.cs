using Microsoft.AspNetCore.Http;

namespace Weir.Accounts.SignIn;

/// <summary>303: whatever was posted, what follows is a GET (RFC 9110 15.4.4).</summary>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}
