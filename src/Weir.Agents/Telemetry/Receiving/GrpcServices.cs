using Grpc.Core;
using Weir.Agents.Telemetry.Protocol;
using Weir.Agents.Telemetry.Rows;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>Metrics over gRPC.</summary>
internal sealed class MetricsExport(TelemetryReceiver receiver) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context) =>
        GrpcExport.RunAsync(receiver, TelemetrySignal.Metrics, context, sender => receiver.TakeAsync(request, sender));
}

/// <summary>Logs over gRPC.</summary>
internal sealed class LogsExport(TelemetryReceiver receiver) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context) =>
        GrpcExport.RunAsync(receiver, TelemetrySignal.Logs, context, sender => receiver.TakeAsync(request, sender));
}

/// <summary>Spans over gRPC.</summary>
internal sealed class TraceExport(TelemetryReceiver receiver) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context) =>
        GrpcExport.RunAsync(receiver, TelemetrySignal.Traces, context, sender => receiver.TakeAsync(request, sender));
}

/// <summary>A call of any of the services, with refusals as gRPC has them.</summary>
internal static class GrpcExport
{
    public static async Task<T> RunAsync<T>(TelemetryReceiver receiver, TelemetrySignal signal, ServerCallContext context, Func<TelemetrySender, Task<T>> take)
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
    }
}
