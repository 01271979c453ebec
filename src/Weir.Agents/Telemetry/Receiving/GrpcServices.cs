using Grpc.Core;
using Microsoft.Extensions.Logging;
using Weir.Agents.Telemetry.Protocol;
using Weir.Agents.Telemetry.Rows;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>Metrics over gRPC.</summary>
internal sealed class MetricsExport(TelemetryReceiver receiver, ILogger<MetricsExport> logger) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context) =>
        GrpcExport.RunAsync(receiver, TelemetrySignal.Metrics, context, logger, sender => receiver.TakeAsync(request, sender));
}

/// <summary>Logs over gRPC.</summary>
internal sealed class LogsExport(TelemetryReceiver receiver, ILogger<LogsExport> logger) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context) =>
        GrpcExport.RunAsync(receiver, TelemetrySignal.Logs, context, logger, sender => receiver.TakeAsync(request, sender));
}

/// <summary>Spans over gRPC.</summary>
internal sealed class TraceExport(TelemetryReceiver receiver, ILogger<TraceExport> logger) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context) =>
        GrpcExport.RunAsync(receiver, TelemetrySignal.Traces, context, logger, sender => receiver.TakeAsync(request, sender));
}

/// <summary>A call of any of the services, with refusals as gRPC has them.</summary>
internal static partial class GrpcExport
{
    public static async Task<T> RunAsync<T>(TelemetryReceiver receiver, TelemetrySignal signal, ServerCallContext context, ILogger logger, Func<TelemetrySender, Task<T>> take)
    {
        var http = context.GetHttpContext();
        var call = http.Features.Get<TelemetryCall>()!;
        call.Slow.CancelAfter(Timeout.InfiniteTimeSpan);
        try
        {
            return await take(receiver.SenderOf(http.Request, call.Caller, signal));
        }
        catch (TelemetryRefusal refusal)
        {
            throw new RpcException(new Grpc.Core.Status(refusal.Code, refusal.Message));
        }
        catch (IOException unwritable)
        {
            Unwritable(logger, unwritable);
            throw new RpcException(new Grpc.Core.Status(TelemetryRefusal.JournalUnavailable.Code, TelemetryRefusal.JournalUnavailable.Message));
        }
    }

    [LoggerMessage(41, LogLevel.Critical, "The journal cannot be written")]
    private static partial void Unwritable(ILogger logger, Exception exception);
}
