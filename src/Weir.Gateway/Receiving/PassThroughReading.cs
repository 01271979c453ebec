using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Receiving;

/// <summary>What is read of a request that is passed through: its body, unless it is a file, and what it says of its model.</summary>
/// <param name="Body">The body; NULL where there is none, and for a file, which goes on as it comes.</param>
/// <param name="Json">The scan of a JSON body.</param>
/// <param name="Form">The scan of a form.</param>
/// <param name="IsUpload">Whether the body goes on as it comes.</param>
internal sealed record PassThroughReading(RequestBody? Body, RequestScan? Json, FormScan? Form, bool IsUpload = false)
{
    private static PassThroughReading Nothing { get; } = new(null, null, null);

    private static PassThroughReading Upload { get; } = new(null, null, null, IsUpload: true);

    /// <summary>The name that the request gives as its model's.</summary>
    public string? Model => Json?.Model ?? Form?.Model;

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isUpload">Whether a form is a file, which is not kept in memory.</param>
    /// <param name="options">The limits.</param>
    /// <returns>What was read, or why the request is refused.</returns>
    public static async ValueTask<(PassThroughReading? Reading, Refusal? Refusal)> ReadAsync(HttpContext context, bool isUpload, GatewayOptions options)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method))
        {
            return (Nothing, null);
        }

        var boundary = FormScan.BoundaryOf(request.ContentType);
        if (isUpload && boundary is not null)
        {
            return request.ContentLength > options.MaxUploadBytes ? (null, UploadContent.TooLarge(options.MaxUploadBytes)) : (Upload, null);
        }

        if (boundary is null && !JsonContent.IsJson(request.ContentType))
        {
            return (null, JsonContent.NotSupported(request.ContentType, "application/json or multipart/form-data"));
        }

        var (body, refusal) = await RequestBody.ReadAsync(context, options.MaxRequestBodyBytes);
        if (refusal is not null)
        {
            return (null, refusal);
        }

        if (boundary is not null)
        {
            (var form, refusal) = await FormScan.ReadAsync(body!, boundary, context.RequestAborted);
            return Read(body!, refusal, new PassThroughReading(body, null, form));
        }

        if (body!.Bytes.IsEmpty)
        {
            body.Dispose();
            return (Nothing, null);
        }

        (var json, refusal) = RequestScan.Read(body.Bytes.Span);
        return Read(body, refusal, new PassThroughReading(body, json, null));
    }

    private static (PassThroughReading? Reading, Refusal? Refusal) Read(RequestBody body, Refusal? refusal, PassThroughReading reading)
    {
        if (refusal is null)
        {
            return (reading, null);
        }

        body.Dispose();
        return (null, refusal);
    }
}
