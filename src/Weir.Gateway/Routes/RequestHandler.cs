using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Accounts.Permissions;
using Weir.Accounts.Sessions;
using Weir.Accounts.Tokens;
using Weir.Gateway.Agents;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Limits;
using Weir.Gateway.Payloads;
using Weir.Gateway.Providers;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Translation;
using Weir.Usage.Payloads;

namespace Weir.Gateway.Routes;

/// <summary>
/// The way of a request: receive, authenticate, read tags and body, find the endpoint, forward, record.
/// Each authenticated request leaves here with exactly one row, whichever way it leaves.
/// </summary>
internal sealed partial class RequestHandler(
    ITokenAuthenticator authenticator,
    SessionAuthentication sessions,
    IEndpointCatalog endpoints,
    PermissionDirectory permissions,
    Forwarder forwarder,
    RequestRecorder recorder,
    RateLimiter limiter,
    IBudgetGuard budgets,
    IPayloadJournal payloads,
    IAgentObserver agents,
    GatewayOptions options,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<RequestHandler> logger)
{
    private const string EndpointHeader = "Weir-Endpoint";

    /// <summary>Handles a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">Its route.</param>
    /// <param name="endpointInPath">The endpoint where the path names it (Gemini).</param>
    /// <param name="version">The API version where the path names it.</param>
    /// <param name="providerPath">The path at the provider of a request that is passed through.</param>
    public async Task HandleAsync(HttpContext context, ApiRoute route, string? endpointInPath = null, string? version = null, string? providerPath = null)
    {
        if (Authenticate(context, out var unauthenticated) is not { } caller)
        {
            metrics.Unauthenticated();
            await RefusalWriter.WriteAsync(context, route.Dialect, unauthenticated, Guid.CreateVersion7(time.GetUtcNow()).ToString());
            return;
        }

        var exchange = new Exchange(context, route, time) { Caller = caller, EndpointName = endpointInPath, ApiVersion = version, ProviderPath = providerPath };
        metrics.Started();
        try
        {
            RefusalWriter.AddRequestId(context.Response, exchange.RequestIdText);
            if (!route.IsUsage)
            {
                metrics.Unmetered(route.IsListing ? "listing" : "token_count");
            }

            var refusal = await PrepareAsync(exchange, endpointInPath) ?? await forwarder.ForwardAsync(exchange);
            if (refusal is not null)
            {
                await RefuseAsync(exchange, refusal);
            }
        }
        catch (BadHttpRequestException malformed)
        {
            await RefuseAsync(exchange, OfTransport(malformed));
        }
        catch (Exception ended) when (exchange.Aborted.IsCancellationRequested && ended is OperationCanceledException or IOException)
        {
            await RecordOrReportAsync(exchange, 499, RefusalCodes.ClientClosed);
        }
        catch (IOException unwritable) when (!context.Response.HasStarted)
        {
            // The journal cannot take the intent: an unrecorded call is not sent.
            Unwritable(logger, unwritable);
            await RefuseAsync(exchange, new Refusal(503, RefusalCodes.JournalUnavailable, "The gateway cannot record requests at the moment, so it takes none. Try again later.", 5));
        }
        catch (Exception defect)
        {
            Defect(logger, defect, exchange.RequestIdText);
            await FailAsync(exchange);
        }
        finally
        {
            if (exchange.Capture is { } capture)
            {
                payloads.Offer(capture.ToPayload(exchange));
            }

            if (exchange is { Agent: { } agent, Body: { } body })
            {
                agents.Passed(new AgentCall(exchange.RequestId, exchange.EventTime, exchange.Caller, agent, route.ApiType, exchange.EndpointName), body.Bytes);
            }

            exchange.Translation?.Dispose();
            exchange.Body?.Dispose();
            metrics.Ended();
        }
    }

    /// <summary>The caller of a token, or, where none was sent, of a session; NULL, and then the refusal holds.</summary>
    public Caller? Authenticate(HttpContext context, out Refusal refusal)
    {
        refusal = RefusalWriter.Unauthenticated;
        var token = AccessTokenReader.Read(context.Request);
        if (!token.IsEmpty)
        {
            return authenticator.Authenticate(token);
        }

        var caller = sessions.Authenticate(context.Request, out var elsewhere);
        if (elsewhere is null)
        {
            return caller;
        }

        refusal = new Refusal(403, RefusalCodes.PermissionDenied, elsewhere);
        return null;
    }

    /// <summary>Refuses a token that is limited to other things than the data plane.</summary>
    public static Refusal? RefuseByScope(Caller caller) => caller.HasScope(TokenScopes.DataPlane)
        ? null
        : new Refusal(403, RefusalCodes.PermissionDenied, TokenScopes.Refusal(TokenScopes.DataPlane));

    private async ValueTask<Refusal?> PrepareAsync(Exchange exchange, string? endpointInPath)
    {
        var context = exchange.Context;
        if (RefuseByScope(exchange.Caller) is { } forbidden)
        {
            return forbidden;
        }

        (exchange.Tags, var refusal) = RequestTags.Read(context.Request.Headers);
        if (refusal is not null)
        {
            return refusal;
        }

        (exchange.KeepAlive, refusal) = KeepAliveHeader.Read(context.Request.Headers, options.KeepAliveInterval);
        if (refusal is not null)
        {
            return refusal;
        }

        if (exchange.Route.Operation.IsPassThrough())
        {
            return await PreparePassThroughAsync(exchange);
        }

        if (!JsonContent.IsJson(context.Request.ContentType))
        {
            return JsonContent.NotSupported(context.Request.ContentType, "application/json");
        }

        (exchange.Body, refusal) = await RequestBody.ReadAsync(context, options.MaxRequestBodyBytes);
        if (refusal is not null)
        {
            return refusal;
        }

        (exchange.Scan, refusal) = RequestScan.Read(exchange.Body!.Bytes.Span);
        if (refusal is not null)
        {
            return refusal;
        }

        if (endpointInPath is null && exchange.Scan!.Model is null)
        {
            return new Refusal(400, RefusalCodes.InvalidBody, "The body has no 'model'. Name the endpoint there.");
        }

        if (exchange.Route.TakesResponsesBodies)
        {
            exchange.BodyOperation = CursorBody.OperationOf(exchange.Body.Bytes.Span, exchange.Scan!);
        }
        else if (exchange.Route.Operation == Operation.ChatCompletions && exchange.Scan is { HasMessages: false, HasInput: true })
        {
            return new Refusal(400, RefusalCodes.InvalidBody, "The body is that of the responses API ('input' without 'messages'). Send it to .../responses, or send 'messages' here.");
        }

        exchange.EndpointName = endpointInPath ?? exchange.Scan!.Model;
        return FindEndpoint(exchange) ?? await AdmitAsync(exchange);
    }

    private async ValueTask<Refusal?> PreparePassThroughAsync(Exchange exchange)
    {
        var context = exchange.Context;
        var (reading, refusal) = await PassThroughReading.ReadAsync(context, exchange.Route.Operation == Operation.Files, options);
        if (refusal is not null)
        {
            return refusal;
        }

        exchange.PassThrough = reading;
        exchange.Body = reading!.Body;
        exchange.EndpointName = context.Request.Headers[EndpointHeader].ToString() is { Length: > 0 } named ? named : reading.Model;
        return exchange.EndpointName is null
            ? new Refusal(400, RefusalCodes.InvalidBody, $"The request names no endpoint. Name it in the header {EndpointHeader}.")
            : FindEndpoint(exchange) ?? await AdmitAsync(exchange);
    }

    private Refusal? FindEndpoint(Exchange exchange)
    {
        var endpoint = endpoints.Find(exchange.Caller.WorkspaceId, exchange.EndpointName!);
        if (endpoint is null)
        {
            return new Refusal(404, RefusalCodes.EndpointNotFound, $"The endpoint '{Shorten(exchange.EndpointName!)}' does not exist in workspace {exchange.Caller.WorkspaceId}. List the endpoints with GET /api/ai-gateway/v2/endpoints.");
        }

        exchange.Endpoint = endpoint;
        if (!permissions.Allows(exchange.Caller, endpoint.Secured, ObjectType.CanQuery))
        {
            return new Refusal(403, RefusalCodes.PermissionDenied, $"User '{exchange.Caller.PrincipalName}' does not have CAN_QUERY on the endpoint '{endpoint.Name}'. Ask {endpoint.Creator} or an admin for it.");
        }

        exchange.Capture = exchange.Route.IsUsage && exchange.PassThrough is null ? PayloadCapture.For(endpoint) : null;
        foreach (var destination in exchange.Route.Operation.IsStored() ? endpoint.Destinations.Take(1) : endpoint.Destinations.Concat(endpoint.Fallbacks))
        {
            if (!RequestTranslation.IsReachable(exchange.Route.Operation, ProviderRegistry.Get(destination.Model.Provider), destination.Model.Name))
            {
                return new Refusal(400, RefusalCodes.DialectNotSpoken, $"The endpoint '{endpoint.Name}' has the destination '{destination.Name}' at {destination.Model.Provider}, which cannot be asked for {exchange.Route.Operation.TelemetryName()} in the dialect {exchange.Route.Dialect.Name}. Call it in that provider's own dialect.");
            }
        }

        return null;
    }

    private async ValueTask<Refusal?> AdmitAsync(Exchange exchange)
    {
        if (!exchange.Route.IsUsage)
        {
            return null;
        }

        var endpoint = exchange.Endpoint!;
        var (input, output) = exchange.Scan is { } scan ? TokenReservation.Of(exchange.Body!.Bytes.Length, scan) : default;
        (exchange.Admission, var refusal) = limiter.Admit(endpoint, exchange.Caller, exchange.Caller.Groups, exchange.Tags, input + output);
        if (refusal is not null)
        {
            return refusal;
        }

        var admission = await budgets.AdmitAsync(new BudgetedCall(exchange.Caller, endpoint, exchange.Tags, input, output, exchange.EventTime), exchange.Aborted);
        exchange.BudgetReservation = admission.Reservation;
        return admission.RefusalStatus switch
        {
            null => null,
            403 => new Refusal(403, RefusalCodes.BudgetExceeded, admission.Refusal!, admission.RetryAfterSeconds),
            var status => new Refusal(status.Value, RefusalCodes.BudgetUnknown, admission.Refusal!, admission.RetryAfterSeconds),
        };
    }

    private async Task RefuseAsync(Exchange exchange, Refusal refusal)
    {
        if (exchange.IsRecorded || exchange.Context.Response.HasStarted)
        {
            await FailAsync(exchange);
            return;
        }

        exchange.MarkFirstByte();
        exchange.ResponseContentType = "application/json";
        exchange.Context.Features.Set(exchange.Caller);
        if (await RecordOrReportAsync(exchange, refusal.Status, refusal.Code) || refusal.Code == RefusalCodes.JournalUnavailable)
        {
            await RefusalWriter.WriteAsync(exchange.Context, exchange.Route.Dialect, refusal, exchange.RequestIdText);
        }
    }

    private async Task FailAsync(Exchange exchange)
    {
        var started = exchange.Context.Response.HasStarted;
        if (await RecordOrReportAsync(exchange, 500, RefusalCodes.Internal) && !started)
        {
            var refusal = new Refusal(500, RefusalCodes.Internal, $"The gateway failed. Its log has the reason under request {exchange.RequestIdText}.");
            await RefusalWriter.WriteAsync(exchange.Context, exchange.Route.Dialect, refusal, exchange.RequestIdText);
        }
        else
        {
            exchange.Context.Abort();
        }
    }

    private async Task<bool> RecordOrReportAsync(Exchange exchange, int status, string code)
    {
        try
        {
            await recorder.FinishAsync(exchange, status, code);
            return true;
        }
        catch (IOException unwritable)
        {
            // The intent, if it was written, becomes the row at the next start.
            Unwritable(logger, unwritable);
            exchange.Context.Abort();
            return false;
        }
    }

    private static Refusal OfTransport(BadHttpRequestException malformed) => malformed.StatusCode switch
    {
        408 => new Refusal(408, RefusalCodes.RequestTimeout, "The body came too slowly. Send it faster than 240 bytes a second."),
        413 => new Refusal(413, RefusalCodes.BodyTooLarge, "The body is too large."),
        _ => new Refusal(400, RefusalCodes.InvalidBody, "The request is not valid HTTP: " + malformed.Message),
    };

    private static string Shorten(string name) => name.Length <= 80 ? name : name[..80] + "...";

    [LoggerMessage(10, LogLevel.Error, "Request {RequestId} failed in the gateway")]
    private static partial void Defect(ILogger logger, Exception exception, string requestId);

    [LoggerMessage(11, LogLevel.Critical, "The journal cannot be written")]
    private static partial void Unwritable(ILogger logger, Exception exception);
}
