using Microsoft.Extensions.Logging;
using Weir.Gateway.Dialects;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// Sends a request to its destinations until one answers, and has that answer carried to the client.
/// <code>
/// 1  plan the destinations          4  on connect failure, first-token time-out, 429, 5xx: the same one again, then the next
/// 2  write the intent               5  deliver the answer
/// 3  send, wait for its first byte
/// </code>
/// </summary>
internal sealed partial class Forwarder(
    DestinationTargets targets,
    DestinationSender sender,
    AnswerDelivery delivery,
    RequestRecorder recorder,
    TimeProvider time,
    ILogger<Forwarder> logger)
{
    /// <summary>Forwards a request whose endpoint, body and tags are known.</summary>
    /// <returns>What to answer instead, when no destination answered; NULL when the answer has been delivered.</returns>
    public async Task<Refusal?> ForwardAsync(Exchange exchange)
    {
        // :: 1
        var endpoint = exchange.Endpoint!;
        var isStored = exchange.Route.Operation.IsStored();
        var primary = isStored ? endpoint.Destinations[0] : AttemptPlan.Primary(endpoint, Random.Shared.NextDouble());
        var fallbacks = isStored ? 0 : endpoint.Fallbacks.Count;

        // :: 2
        recorder.Begin(exchange);
        Refusal? failure = null;
        for (var step = 0; step <= fallbacks; step++)
        {
            var destination = step == 0 ? primary : endpoint.Fallbacks[step - 1];
            var isLast = step == fallbacks;
            var target = targets.Get(endpoint, destination);
            if (!isLast && !target.Circuit.TryPass())
            {
                exchange.Destination = destination;
                exchange.Attempts.Add(NewAttempt(exchange, destination, step, retry: 0).Skip(RefusalCodes.CircuitOpen));
                continue;
            }

            var (isDone, refusal) = await TryAsync(exchange, target, step, isLast);
            if (isDone)
            {
                return refusal;
            }

            failure = refusal ?? failure;
        }

        return failure;
    }

    /// <summary>Tries one destination, again where the endpoint says so.</summary>
    /// <returns>Whether the request is done with; and the refusal that it ends with, or would end with.</returns>
    private async Task<(bool IsDone, Refusal? Refusal)> TryAsync(Exchange exchange, DestinationTarget target, int step, bool isLast)
    {
        var settings = exchange.Endpoint!.Retries;
        for (var retry = 0; ; retry++)
        {
            ProviderCall call;
            try
            {
                call = ProviderCall.For(exchange, target);
            }
            catch (UntranslatableException untranslatable)
            {
                // A fallback that cannot take the request is no fallback for it.
                return (exchange.Attempts.Count == 0, Untranslatable(exchange, target, untranslatable));
            }

            exchange.Destination = target.Destination;
            var attempt = NewAttempt(exchange, target.Destination, step, retry);
            using var clock = sender.ClockOf(exchange, target);
            using var sent = await sender.SendAsync(exchange, attempt, target, call, clock);
            target.Circuit.Note(sent.Status >= 500);
            var mayGoOn = AttemptPlan.MayFallBack(sent.Status) && !clock.IsClientGone && !exchange.Route.Operation.IsStored();
            var delay = mayGoOn ? RetryPolicy.DelayOf(settings, retry + 1, sent.RetryAfter, Random.Shared.NextDouble()) : null;
            if (delay is null && (isLast || !mayGoOn))
            {
                if (sent.Failure is not null)
                {
                    exchange.Attempts.Add(attempt.End(sent.Failure.Status, sent.Failure.Code));
                    return (true, sent.Failure);
                }

                // :: 5
                await delivery.DeliverAsync(exchange, attempt, call, sent, clock);
                return (true, null);
            }

            // :: 4
            await DestinationSender.ReadErrorAsync(attempt, call, sent, clock);
            exchange.Attempts.Add(attempt.End(sent.Status, sent.Failure?.Code));
            if (delay is not { } pause)
            {
                FellBack(logger, exchange.RequestIdText, target.Destination.Name, sent.Status);
                return (false, sent.Failure);
            }

            Retrying(logger, exchange.RequestIdText, target.Destination.Name, sent.Status, pause.TotalMilliseconds);
            await Task.Delay(pause, time, exchange.Aborted);
        }
    }

    private AttemptInProgress NewAttempt(Exchange exchange, Destination destination, int step, int retry) =>
        new(exchange.Attempts.Count + 1, retry > 0 ? "RETRY" : step == 0 ? "PRIMARY" : "FALLBACK", exchange.Route.Operation, destination, time);

    private static Refusal Untranslatable(Exchange exchange, DestinationTarget target, UntranslatableException untranslatable) => new(
        400,
        RefusalCodes.NotTranslatable,
        $"{untranslatable.Message.TrimEnd('.')}. The request is in the dialect {exchange.Route.Dialect.Name}; the destination '{target.Destination.Name}' speaks another. Leave '{untranslatable.Field}' out, or call an endpoint whose model speaks that dialect.");

    [LoggerMessage(1, LogLevel.Information, "Request {RequestId}: destination {Destination} answered {StatusCode}, falling back")]
    private static partial void FellBack(ILogger logger, string requestId, string destination, int statusCode);

    [LoggerMessage(4, LogLevel.Information, "Request {RequestId}: destination {Destination} answered {StatusCode}, trying it again in {Delay} ms")]
    private static partial void Retrying(ILogger logger, string requestId, string destination, int statusCode, double delay);
}
