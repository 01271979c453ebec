using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Metering;
using Weir.Gateway.Providers.Credentials;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;

namespace Weir.Gateway.Forwarding;

/// <summary>Sends one attempt's call and waits for the first byte of its answer: until then another destination may still take the request.</summary>
internal sealed partial class DestinationSender(AnswerForwarder answers, Drains drains, TimeProvider time, ILogger<DestinationSender> logger)
{
    /// <summary>The clock of an attempt at a destination.</summary>
    public AttemptClock ClockOf(Exchange exchange, DestinationTarget target) =>
        new(exchange, target.Timeouts, target.Destination.Model.DrainsOnClientDisconnect ? drains : null, time);

    /// <summary>Sends the call.</summary>
    /// <returns>An answer whose first byte is there, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The client hung up; the row has been made.</exception>
    public async Task<SentCall> SendAsync(Exchange exchange, AttemptInProgress attempt, DestinationTarget target, ProviderCall call, AttemptClock clock)
    {
        HttpResponseMessage? response = null;
        try
        {
            using (call.Request)
            {
                clock.AwaitFirstToken();
                await call.AuthorizeAsync(target, clock.Token);
                response = await target.Invoker.SendAsync(call.Request, clock.Token);
                await target.Provider.AdaptAsync(response, call.Model, clock.Token);
            }

            attempt.ProviderRequestId = ProviderHeaders.RequestIdOf(response);
            var status = (int)response.StatusCode;
            var body = await response.Content.ReadAsStreamAsync(clock.Token);
            if (status < 400 && (exchange.KeepAlive is null || !AnswerDelivery.IsEventStream(response.Content.Headers.ContentType?.MediaType)))
            {
                // Waits without a buffer: providers send their headers long before their first word.
                _ = await body.ReadAsync(Memory<byte>.Empty, clock.Token);
            }

            return new SentCall(response, body, status, null, AttemptPlan.MayFallBack(status) ? RetryPolicy.AskedBy(response, time.GetUtcNow()) : null);
        }
        catch (Exception failed) when (failed is OperationCanceledException or HttpRequestException or IOException or CredentialsException)
        {
            response?.Dispose();
            if (clock.IsClientGone)
            {
                target.Circuit.NoteNothing();
                await answers.FinishAsync(exchange, attempt, AnswerEnding.ClientClosed);
                throw new OperationCanceledException("The client hung up.", failed, exchange.Aborted);
            }

            var failure = FailureOf(failed, target, clock);
            Failed(logger, failed is CredentialsException ? failed : null, exchange.RequestIdText, attempt.Destination.Name, failure.Code, failed.Message);
            return new SentCall(null, null, failure.Status, failure, null);
        }
    }

    /// <summary>Reads what an answer that goes to nobody says: the provider's word for its error stands in the attempt.</summary>
    public static async Task ReadErrorAsync(AttemptInProgress attempt, ProviderCall call, SentCall sent, AttemptClock clock)
    {
        if (sent.Body is null)
        {
            return;
        }

        try
        {
            clock.AwaitNext();
            var body = await BoundedBody.ReadAsync(sent.Body, BoundedBody.LargestError, clock.Token);
            BodyMeter.Read(call.Dialect, body.Span, truncated: false, attempt.Observation);
        }
        catch (Exception failed) when (failed is OperationCanceledException or HttpRequestException or IOException)
        {
            // The status tells enough.
        }
    }

    private static Refusal FailureOf(Exception failed, DestinationTarget target, AttemptClock clock)
    {
        var name = target.Destination.Name;
        return failed switch
        {
            CredentialsException =>
                new Refusal(502, RefusalCodes.CredentialsFailed, $"The credentials of the destination '{name}' failed. {failed.Message}"),
            HttpRequestException { InnerException: BadHttpRequestException upload } =>
                new Refusal(upload.StatusCode, upload.StatusCode == 413 ? RefusalCodes.BodyTooLarge : RefusalCodes.InvalidBody, upload.Message),
            OperationCanceledException when clock.Token.IsCancellationRequested =>
                new Refusal(504, clock.Ending.ErrorCode!, $"The destination '{name}' did not begin to answer within {clock.Limit.TotalSeconds:0.###} seconds."),
            OperationCanceledException =>
                new Refusal(502, RefusalCodes.ConnectFailed, $"The destination '{name}' could not be reached within {target.Timeouts.Connect.TotalSeconds:0.###} seconds. Check that its base_url is right and that it is up."),
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError } =>
                new Refusal(502, RefusalCodes.MalformedAnswer, $"The destination '{name}' broke off or sent what is not an HTTP answer."),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new Refusal(502, RefusalCodes.ConnectFailed, $"The host of the destination '{name}' was not found. Check its base_url."),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                new Refusal(502, RefusalCodes.ConnectFailed, $"The destination '{name}' could not be reached over TLS. Check its base_url and certificate."),
            HttpRequestException =>
                new Refusal(502, RefusalCodes.ConnectFailed, $"The destination '{name}' could not be reached. Check that its base_url is right and that it is up."),
            _ => new Refusal(502, RefusalCodes.MalformedAnswer, $"The destination '{name}' closed the connection before it answered."),
        };
    }

    [LoggerMessage(2, LogLevel.Warning, "Request {RequestId}: destination {Destination} did not answer: {ErrorCode} ({Reason})")]
    private static partial void Failed(ILogger logger, Exception? cause, string requestId, string destination, string errorCode, string reason);
}

/// <summary>What came of a call.</summary>
/// <param name="Response">The answer; NULL when there is none.</param>
/// <param name="Body">Its body.</param>
/// <param name="Status">Its status, or the gateway's own for a failure.</param>
/// <param name="Failure">Why there is no answer; else NULL.</param>
/// <param name="RetryAfter">The pause that the provider asked for.</param>
internal sealed record SentCall(HttpResponseMessage? Response, Stream? Body, int Status, Refusal? Failure, TimeSpan? RetryAfter) : IDisposable
{
    public void Dispose() => Response?.Dispose();
}
