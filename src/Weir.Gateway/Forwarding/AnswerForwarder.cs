using System.Buffers;
using Weir.Gateway.Dialects;
using Weir.Gateway.Estimates;
using Weir.Gateway.Metering;
using Weir.Gateway.Receiving;
using Weir.Gateway.Recording;
using Weir.Usage.Records;

namespace Weir.Gateway.Forwarding;

/// <summary>
/// Carries an answer's body to the client, metering as it passes. The bytes go on as they came; what waits for the journal
/// is only the end: a stream's terminal event, or the last bytes of a body.
/// </summary>
internal sealed class AnswerForwarder(RequestRecorder recorder, UsageEstimator estimator, IBatchClaims batches, GatewayOptions options, TimeProvider time)
{
    private const int ChunkSize = 16 * 1024;

    // A usage chunk is a few hundred bytes; what is longer than this without an event's end is not one.
    private const int LongestWithheldEvent = 1024 * 1024;

    // A short body is sent in one piece: nobody can use the first half of a JSON text.
    private const int LargestWholeBody = 64 * 1024;

    private const int KeptTail = 64 * 1024;

    // HTML Standard 9.2.6: a line that begins with a colon is a comment.
    private static readonly ReadOnlyMemory<byte> Comment = ": keep-alive\n\n"u8.ToArray();

    /// <summary>Carries a streamed answer.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="attempt">The attempt that is being answered.</param>
    /// <param name="upstream">The provider's body.</param>
    /// <param name="tap">Reads the stream beside its way.</param>
    /// <param name="withholdUsage">Whether the chunk that states usage only is kept from the client, who did not ask for it.</param>
    /// <param name="clock">What may still be waited for.</param>
    public async Task ForwardStreamAsync(Exchange exchange, AttemptInProgress attempt, Stream upstream, IAnswerTap tap, bool withholdUsage, AttemptClock clock)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        var kept = 0;
        var isBetweenEvents = true;
        try
        {
            while (true)
            {
                if (kept == buffer.Length)
                {
                    buffer = Grown(buffer);
                }

                var reading = ReadAsync(exchange, upstream, buffer.AsMemory(kept), attempt, clock);
                var read = exchange.KeepAlive is { } interval && isBetweenEvents && !exchange.IsRecorded && AnswerDelivery.IsEventStream(exchange.ResponseContentType)
                    ? await KeepAliveWhileAsync(reading.AsTask(), interval, exchange, clock)
                    : await reading;
                if (read == 0)
                {
                    break;
                }

                exchange.MarkFirstByte();
                var end = kept + read;
                var scanned = kept;
                var unsent = 0;
                var eventEnd = 0;
                var holdFrom = -1;
                while (scanned < end)
                {
                    var step = tap.Scan(buffer.AsSpan(scanned, end - scanned));
                    var eventStart = Math.Max(scanned + step.EventStart, unsent);
                    eventEnd = step.LastEventEnd >= 0 ? scanned + step.LastEventEnd : eventEnd;
                    scanned += step.Consumed;
                    switch (step.Meaning)
                    {
                        case EventMeaning.UsageOnly when withholdUsage:
                            await SendAsync(exchange, clock, buffer.AsMemory(unsent, eventStart - unsent));
                            unsent = scanned;
                            break;
                        case EventMeaning.Terminal:
                            await SendAsync(exchange, clock, buffer.AsMemory(unsent, eventStart - unsent));
                            unsent = eventStart;
                            await FinishAsync(exchange, attempt, EndingOf(clock, new AnswerEnding(exchange.Context.Response.StatusCode, null)));
                            break;
                        case EventMeaning.TerminalUnlessFollowed when scanned == end:
                            holdFrom = eventStart;
                            break;
                        default:
                            break;
                    }
                }

                // A partial event may turn out to be the usage chunk, so it waits for its end.
                var sendable = withholdUsage && end - eventEnd < LongestWithheldEvent && !exchange.IsRecorded ? Math.Max(eventEnd, unsent) : end;
                sendable = holdFrom >= 0 ? Math.Min(sendable, holdFrom) : sendable;
                await SendAsync(exchange, clock, buffer.AsMemory(unsent, sendable - unsent));
                isBetweenEvents = sendable == eventEnd;
                kept = end - sendable;
                buffer.AsSpan(sendable, kept).CopyTo(buffer);
            }

            tap.Complete();
            await FinishAsync(exchange, attempt, EndingOf(clock, EndOf(exchange, attempt.Observation)));
            await SendAsync(exchange, clock, buffer.AsMemory(0, kept));
            await CompleteAsync(exchange, clock);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Carries an answer that is one body.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="attempt">The attempt that is being answered.</param>
    /// <param name="upstream">The provider's body.</param>
    /// <param name="length">The body's length in bytes where the provider states it.</param>
    /// <param name="isJson">Whether the dialect can read it.</param>
    /// <param name="clock">What may still be waited for.</param>
    public async Task ForwardBodyAsync(Exchange exchange, AttemptInProgress attempt, Stream upstream, long? length, bool isJson, AttemptClock clock)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length ?? ChunkSize, 1024, LargestWholeBody));
        var whole = length <= LargestWholeBody || (isJson && CostHeaders.AreWanted(exchange));
        var filled = 0;
        var sent = 0;
        long received = 0;
        var truncated = false;
        try
        {
            while (received != length)
            {
                if (filled == buffer.Length)
                {
                    whole &= buffer.Length < options.MaxInspectedBodyBytes;
                    await SendAsync(exchange, clock, buffer.AsMemory(sent, whole ? 0 : filled - sent));
                    sent = whole ? sent : filled;
                    if (buffer.Length >= options.MaxInspectedBodyBytes)
                    {
                        truncated = true;
                        buffer.AsSpan(filled - KeptTail, KeptTail).CopyTo(buffer);
                        filled = sent = KeptTail;
                    }
                    else
                    {
                        buffer = Grown(buffer);
                    }
                }

                clock.AwaitNext();
                var read = await upstream.ReadAsync(buffer.AsMemory(filled), clock.Token);
                if (read == 0)
                {
                    break;
                }

                exchange.MarkFirstByte();
                filled += read;
                received += read;
                if (!whole && received != length)
                {
                    await SendAsync(exchange, clock, buffer.AsMemory(sent, filled - sent));
                    sent = filled;
                }
            }

            if (isJson)
            {
                BodyMeter.Read(attempt.Dialect, buffer.AsSpan(0, filled), truncated, attempt.Observation);
            }

            await FinishAsync(exchange, attempt, EndingOf(clock, new AnswerEnding(exchange.Context.Response.StatusCode, null)));
            await SendAsync(exchange, clock, buffer.AsMemory(sent, filled - sent));
            await CompleteAsync(exchange, clock);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Ends the attempt and makes the request's record; completes when it is journaled.</summary>
    public async ValueTask FinishAsync(Exchange exchange, AttemptInProgress attempt, AnswerEnding ending)
    {
        if (exchange.IsRecorded)
        {
            return;
        }

        if (attempt.Dialect is AnswerText text && attempt.Observation.Source == UsageSource.None && ending.StatusCode is < 400 or 499)
        {
            attempt.Estimate = await estimator.EstimateAsync(exchange, text);
        }

        if (attempt.Observation.BatchId is { } batch && !await batches.TryClaimAsync($"{attempt.Destination.Model.BaseUrl ?? attempt.Destination.Model.Provider} {batch}", exchange.RequestId, CancellationToken.None))
        {
            attempt.Observation.ForgetUsage();
        }

        exchange.Attempts.Add(attempt.End(ending.StatusCode, ending.ErrorCode));
        await recorder.FinishAsync(exchange, ending.StatusCode);
        CostHeaders.Write(exchange);
    }

    private static AnswerEnding EndOf(Exchange exchange, AnswerObservation observation)
    {
        var status = exchange.Context.Response.StatusCode;
        if (observation.IsComplete || observation.HasFinishReason || status >= 400)
        {
            observation.IsUsageFinal = true;
            return new AnswerEnding(status, null);
        }

        // The body ended cleanly, but the model had not: whoever stands between broke it off.
        return new AnswerEnding(status, observation.ErrorCode ?? RefusalCodes.StreamInterrupted);
    }

    // A provider that breaks off, or keeps silent, after its terminal event has said all there is.
    private static async ValueTask<int> ReadAsync(Exchange exchange, Stream upstream, Memory<byte> buffer, AttemptInProgress attempt, AttemptClock clock)
    {
        try
        {
            if (exchange.TimeToFirstByteMs is not null)
            {
                clock.AwaitNext();
            }

            return await upstream.ReadAsync(buffer, clock.Token);
        }
        catch (Exception ended) when (ended is IOException or HttpRequestException or OperationCanceledException && attempt.Observation.IsComplete && !clock.IsClientGone)
        {
            return 0;
        }
    }

    private async ValueTask<int> KeepAliveWhileAsync(Task<int> reading, TimeSpan interval, Exchange exchange, AttemptClock clock)
    {
        while (!reading.IsCompleted)
        {
            using (var answered = new CancellationTokenSource())
            {
                await Task.WhenAny(reading, Task.Delay(interval, time, answered.Token));
                await answered.CancelAsync();
            }

            if (reading.IsCompleted || clock.IsClientGone)
            {
                break;
            }

            try
            {
                await WriteAsync(exchange, Comment);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                // The read still writes into the buffer: it ends by the clock, or goes on where the destination drains.
                break;
            }
        }

        return await reading;
    }

    // Read on for nobody: the row is a hang-up's, with the provider's whole count.
    private static AnswerEnding EndingOf(AttemptClock clock, AnswerEnding ending) => clock.IsDraining ? AnswerEnding.ClientClosed : ending;

    private static async ValueTask SendAsync(Exchange exchange, AttemptClock clock, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        exchange.Capture?.Add(bytes.Span);
        if (clock.IsDraining)
        {
            return;
        }

        try
        {
            await WriteAsync(exchange, bytes);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && clock.IsDraining)
        {
            // Nobody is there to take it; the answer is read on for its usage.
        }
    }

    private static ValueTask WriteAsync(Exchange exchange, ReadOnlyMemory<byte> bytes) =>
        exchange.Chunks is { } chunks ? chunks.WriteAsync(bytes, exchange.Aborted) : exchange.Context.Response.Body.WriteAsync(bytes, exchange.Aborted);

    private static async Task CompleteAsync(Exchange exchange, AttemptClock clock)
    {
        if (clock.IsClientGone)
        {
            return;
        }

        if (exchange.Chunks is { } chunks)
        {
            await chunks.EndAsync(exchange.Aborted);
        }

        await exchange.Context.Response.CompleteAsync();
    }

    private static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
