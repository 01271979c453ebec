using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Gateway.Dialects;
using Weir.Gateway.Receiving;

namespace Weir.Gateway.Routes;

/// <summary>Answers an error of the gateway's own, in the dialect's shape.</summary>
internal static class RefusalWriter
{
    // The answer is JSON and never HTML: quotes in sentences stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>There is no token, or it stands for nobody; which of the two is not said.</summary>
    public static Refusal Unauthenticated { get; } = new(
        401,
        RefusalCodes.InvalidToken,
        "The request has no valid token. Send one of the gateway's own, as Authorization: Bearer, x-api-key or x-goog-api-key.");

    /// <summary>Names the request in the answer under both names that clients look for; Claude Code writes the second into its telemetry.</summary>
    public static void AddRequestId(HttpResponse response, string requestId)
    {
        response.Headers["x-request-id"] = requestId;
        response.Headers["request-id"] = requestId;
    }

    /// <summary>Writes the error; the answer must not have started.</summary>
    public static async Task WriteAsync(HttpContext context, Dialect dialect, Refusal refusal, string requestId)
    {
        if (refusal.Status is 401 or 403 && refusal.Code != RefusalCodes.BudgetExceeded)
        {
            context.AuditDenial(context.Features.Get<Caller>(), refusal.Status, refusal.Code);
        }

        var response = context.Response;
        response.Clear();
        AddRequestId(response, requestId);
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json";
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Status == 401)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        using var json = new Utf8JsonWriter(response.BodyWriter, Options);
        dialect.WriteError(json, refusal, requestId);
        await json.FlushAsync(CancellationToken.None);
        await response.CompleteAsync();
    }
}
