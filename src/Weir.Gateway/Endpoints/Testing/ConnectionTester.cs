using System.Text;
using System.Text.Json;
using Weir.Gateway.Forwarding;
using Weir.Gateway.Metering;
using Weir.Gateway.Providers.Credentials;

namespace Weir.Gateway.Endpoints.Testing;

/// <summary>Makes one real call of a destination, by the code that requests go through, on a connection of its own. It is no request of a client's, so no row is made of it.</summary>
internal sealed class ConnectionTester(ConnectionPools pools, GatewayOptions options, TimeProvider time)
{
    /// <summary>The longest that a test takes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Tests a destination.</summary>
    /// <exception cref="OperationCanceledException">The client hung up.</exception>
    public async Task<ConnectionTestAnswer> TestAsync(Destination destination, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var own = destination.Model.Timeouts;
        var connect = Shorter(own?.ConnectSeconds is { } stated ? TimeSpan.FromSeconds(stated) : options.ConnectTimeout);
        var patience = Shorter(TimeSpan.FromSeconds(Math.Min(own?.FirstTokenSeconds ?? double.MaxValue, own?.TotalSeconds ?? Longest.TotalSeconds)));
        using var patient = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patient.Token, cancellationToken);
        using var invoker = pools.OpenAlone(destination.Model, connect);
        var timeouts = new Timeouts(connect, patience, patience, patience);
        var target = new DestinationTarget(destination, invoker, timeouts, new CircuitBreaker(CircuitBreakerSettings.Default, time), options.MaxUploadBytes, time);
        var secrets = new SentSecrets(destination.Model);
        try
        {
            return await CallAsync(target, secrets, started, stop.Token);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested && failed is OperationCanceledException or HttpRequestException or IOException or CredentialsException)
        {
            var message = ConnectionVerdict.OfFailure(failed, patient.IsCancellationRequested ? patience : null, connect, destination.Model);
            return new ConnectionTestAnswer(false, null, Milliseconds(started), null, destination.Model.Name, secrets.Hide(message), null);
        }
    }

    private async Task<ConnectionTestAnswer> CallAsync(DestinationTarget target, SentSecrets secrets, long started, CancellationToken cancellationToken)
    {
        var call = ConnectionTestCall.Of(target);
        using var request = call.Request;
        await call.AuthorizeAsync(target, cancellationToken);
        secrets.Add(request.Headers);
        using var response = await target.Invoker.SendAsync(request, cancellationToken);
        await target.Provider.AdaptAsync(response, call.Model, cancellationToken);
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        _ = await content.ReadAsync(Memory<byte>.Empty, cancellationToken);
        var firstByte = Milliseconds(started);
        var body = await ReadAsync(content, cancellationToken);
        var latency = Milliseconds(started);

        var status = (int)response.StatusCode;
        var seen = new AnswerObservation();
        BodyMeter.Read(call.Dialect, body.Span, truncated: false, seen);
        var isAnswer = status is >= 200 and < 300 && HasMember(body, ConnectionTestCall.AnswerMemberOf(call.Operation));
        var succeeded = isAnswer || ConnectionVerdict.WasTooShort(status, body.Span);
        var message = succeeded ? ConnectionVerdict.Success(latency) : ConnectionVerdict.OfAnswer(status, body, target.Destination.Model);
        var error = isAnswer || body.IsEmpty ? null : Cut(secrets.Hide(Encoding.UTF8.GetString(body.Span)));
        return new ConnectionTestAnswer(succeeded, status, latency, body.IsEmpty ? null : firstByte, seen.ResponseModel ?? target.Destination.Model.Name, secrets.Hide(message), error);
    }

    // What is longer is no answer to one word.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedBody.ReadAsync(content, BoundedBody.LargestError, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return default;
        }
    }

    private static bool HasMember(ReadOnlyMemory<byte> body, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Cut(string text) => text.Length <= ConnectionVerdict.LongestError ? text : text[..ConnectionVerdict.LongestError];

    private static TimeSpan Shorter(TimeSpan timeout) => timeout < Longest ? timeout : Longest;

    private long Milliseconds(long started) => (long)time.GetElapsedTime(started).TotalMilliseconds;
}
