using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Accounts.Tokens;
using Weir.Agents.Telemetry.Protocol;
using Weir.Agents.Telemetry.Rows;
using Weir.Usage.Telemetry;

namespace Weir.Agents.Telemetry.Receiving;

/// <summary>Takes telemetry, however it came: whose it is, for which table, and into the journal.</summary>
internal sealed partial class TelemetryReceiver(ITokenAuthenticator authenticator, TelemetryTables tables, ITelemetryJournal journal, TelemetryOptions options, TimeProvider time, ILogger<TelemetryReceiver> logger)
{
    private readonly RowJson _rows = new(new ContentFilter(options.KeepContent));

    /// <summary>The caller of a request.</summary>
    /// <exception cref="TelemetryRefusal">There is none, or its token is limited to other things.</exception>
    public Caller Authenticate(HttpRequest request)
    {
        var caller = authenticator.Authenticate(AccessTokenReader.Read(request, allowQuery: false)) ?? throw TelemetryRefusal.Unauthenticated();
        return caller.HasScope(TokenScopes.DataPlane) ? caller : throw new TelemetryRefusal(403, StatusCode.PermissionDenied, TokenScopes.Refusal(TokenScopes.DataPlane));
    }

    /// <summary>Who sent a request, and for which table.</summary>
    /// <exception cref="TelemetryRefusal">It names a table that is not there for the signal.</exception>
    public TelemetrySender SenderOf(HttpRequest request, Caller caller, TelemetrySignal signal) =>
        new(caller.WorkspaceId, caller.PrincipalName, tables.Find(request.Headers[TelemetryTables.Header], signal), time.GetUtcNow().UtcDateTime);

    /// <summary>Takes metrics; completes when they are journaled.</summary>
    /// <exception cref="TelemetryRefusal">The disk does not take them.</exception>
    public async Task<ExportMetricsServiceResponse> TakeAsync(ExportMetricsServiceRequest body, TelemetrySender sender)
    {
        var rejections = await TakeAsync(lines => MetricRows.WriteAsync(body, sender, _rows, lines));
        return rejections.Count == 0 ? new() : new() { PartialSuccess = new() { RejectedDataPoints = rejections.Count, ErrorMessage = rejections.Message } };
    }

    /// <summary>Takes logs; completes when they are journaled.</summary>
    /// <exception cref="TelemetryRefusal">The disk does not take them.</exception>
    public async Task<ExportLogsServiceResponse> TakeAsync(ExportLogsServiceRequest body, TelemetrySender sender)
    {
        var rejections = await TakeAsync(lines => LogRows.WriteAsync(body, sender, _rows, lines));
        return rejections.Count == 0 ? new() : new() { PartialSuccess = new() { RejectedLogRecords = rejections.Count, ErrorMessage = rejections.Message } };
    }

    /// <summary>Takes spans; completes when they are journaled.</summary>
    /// <exception cref="TelemetryRefusal">The disk does not take them.</exception>
    public async Task<ExportTraceServiceResponse> TakeAsync(ExportTraceServiceRequest body, TelemetrySender sender)
    {
        var rejections = await TakeAsync(lines => SpanRows.WriteAsync(body, sender, _rows, lines));
        return rejections.Count == 0 ? new() : new() { PartialSuccess = new() { RejectedSpans = rejections.Count, ErrorMessage = rejections.Message } };
    }

    private async Task<Rejections> TakeAsync(Func<TelemetryLines, Task<Rejections>> write)
    {
        using var lines = new TelemetryLines(journal, Guid.CreateVersion7(time.GetUtcNow()));
        try
        {
            var rejections = await write(lines);
            await lines.AppendAsync();
            return rejections;
        }
        catch (IOException unwritable)
        {
            Unwritable(logger, unwritable);
            throw TelemetryRefusal.JournalUnavailable();
        }
    }

    [LoggerMessage(40, LogLevel.Critical, "The journal cannot be written")]
    private static partial void Unwritable(ILogger logger, Exception exception);
}
