using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Weir.Gateway.Receiving;

/// <summary>
/// What a multipart form (RFC 7578) says of its model, and where: only that field is read, and rewritten in place. Where the form leaves it out,
/// <see cref="FieldFor"/> put at its beginning names it.
/// </summary>
/// <param name="Boundary">What separates the form's parts.</param>
/// <param name="Model">The field <c>model</c>, or NULL.</param>
/// <param name="ModelRange">Where its value stands.</param>
internal sealed record FormScan(string Boundary, string? Model, Range ModelRange)
{
    private const int LongestModel = 256;

    // RFC 2046 5.1.1 allows 70; ASP.NET's own form reader takes 128.
    private const int LongestBoundary = 128;

    /// <summary>The boundary of a content type; NULL when it is not a form's.</summary>
    public static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : null;

    /// <summary>Scans a form.</summary>
    /// <returns>What was found, or why the form is refused.</returns>
    public static async ValueTask<(FormScan? Scan, Refusal? Refusal)> ReadAsync(RequestBody body, string boundary, CancellationToken cancellationToken)
    {
        if (boundary.Length is 0 or > LongestBoundary)
        {
            return Refused($"The Content-Type must name a boundary of 1 to {LongestBoundary} characters. Let your HTTP library make the form.");
        }

        try
        {
            var reader = new MultipartReader(boundary, body.OpenRead());
            FormScan? found = null;
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) != "model")
                {
                    continue;
                }

                if (found is not null)
                {
                    return Refused("'model' stands in the form twice. Send it once.");
                }

                var value = new byte[LongestModel + 1];
                var length = await part.Body.ReadAtLeastAsync(value, value.Length, throwOnEndOfStream: false, cancellationToken);
                if (length > LongestModel)
                {
                    return Refused("'model' must be a string that names an endpoint.");
                }

                var start = (int)part.BaseStreamOffset!.Value;
                found = new FormScan(boundary, Encoding.UTF8.GetString(value, 0, length), start..(start + length));
            }

            return (found ?? new FormScan(boundary, null, 0..0), null);
        }
        catch (Exception malformed) when (malformed is IOException or InvalidDataException)
        {
            return Refused($"The form cannot be read: {malformed.Message}");
        }
    }

    /// <summary>A part that names the model, to stand before all others.</summary>
    public byte[] FieldFor(string model) =>
        Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n");

    private static (FormScan? Scan, Refusal? Refusal) Refused(string message) => (null, new Refusal(400, RefusalCodes.InvalidBody, message));
}
