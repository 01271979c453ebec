using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Weir.Accounts;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>What stands before each call of OTLP over gRPC: nobody without a token, and nothing that there is no room for, makes the server read a message.</summary>
internal sealed class TelemetryGrpc(TelemetryReceiver receiver, BodyRoom room, TelemetryOptions options, TimeProvider time)
{
    private const int PrefixBytes = 5;

    // A message that is compressed may be a thousand times as large.
    private const int SmallCompressedBytes = 32 * 1024;

    /// <summary>Puts the guard before a service.</summary>
    public void Guard(IEndpointConventionBuilder service) => service.Add(endpoint =>
    {
        var call = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => EnterAsync(context, call);
    });

    private async Task EnterAsync(HttpContext context, RequestDelegate call)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The service's own limit holds, which is of the message and answers as gRPC does.
            size.MaxRequestBodySize = null;
        }

        Caller caller;
        try
        {
            caller = receiver.Authenticate(context.Request);
        }
        catch (TelemetryRefusal refusal)
        {
            Refuse(context, refusal);
            return;
        }

        using var place = await room.EnterAsync(await SizeAsync(context), context.RequestAborted);
        using var slow = new CancellationTokenSource(options.ReceiveTimeout, time);
        await using var aborting = slow.Token.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
        context.Features.Set(new TelemetryCall(caller, slow));
        await call(context);
    }

    // The message is read by the service: here its prefix is only looked at.
    private static async ValueTask<long> SizeAsync(HttpContext context)
    {
        var result = await context.Request.BodyReader.ReadAtLeastAsync(PrefixBytes, context.RequestAborted);
        var size = SizeOf(result.Buffer);
        context.Request.BodyReader.AdvanceTo(result.Buffer.Start);
        return size;
    }

    private static long SizeOf(ReadOnlySequence<byte> start)
    {
        if (start.Length < PrefixBytes)
        {
            return 0;
        }

        Span<byte> prefix = stackalloc byte[PrefixBytes];
        start.Slice(0, PrefixBytes).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return prefix[0] != 0 && length > SmallCompressedBytes ? long.MaxValue : length;
    }

    // An answer of trailers only, which is one of headers.
    private static void Refuse(HttpContext context, TelemetryRefusal refusal)
    {
        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)refusal.Code).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(refusal.Message);
    }
}

/// <summary>A call of gRPC whose message is on its way.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Slow">Ends the call when its message takes too long to come.</param>
internal sealed record TelemetryCall(Caller Caller, CancellationTokenSource Slow);
