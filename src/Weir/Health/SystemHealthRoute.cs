using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;
using Weir.Storage.DuckDB.Process;
using Weir.Usage.Auditing;
using Weir.Usage.Journal;
using Weir.Usage.Payloads;
using Weir.Usage.Stores;
using Weir.Usage.Telemetry;

namespace Weir.Health;

/// <summary><c>GET /api/2.0/weir/health</c>: for account admins, what <c>/health/ready</c> says and all that is behind it.</summary>
internal static class SystemHealthRoute
{
    private static readonly string Version = typeof(SystemHealthRoute).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
    private static readonly DateTimeOffset Started = new(Process.GetCurrentProcess().StartTime.ToUniversalTime());

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/2.0/weir/health", Answer).RequireScope(TokenScopes.Settings);

    private static Ok<SystemHealth> Answer(
        HttpContext context,
        RequestJournal requests,
        PayloadJournal payloads,
        AuditJournal audit,
        TelemetryJournal telemetry,
        StoreSupervisor store,
        IEnumerable<ITableStore> stores,
        IEnumerable<IHostedService> services,
        RecentProblems problems,
        TimeProvider time)
    {
        if (!context.CallerOf().IsAccountAdmin)
        {
            throw ApiException.Forbidden("Only an account admin can see how the server is. GET /health/ready tells everybody whether it serves.");
        }

        var feeders = services.OfType<JournalFeeder>().ToDictionary(feeder => feeder.Stream, StringComparer.Ordinal);
        var rows = feeders[JournalStreams.Requests];
        var drive = new DriveInfo(requests.RequestsDirectory);
        return TypedResults.Ok(new SystemHealth(
            requests.Failure is null ? "ready" : "unready",
            Version,
            requests.Replica,
            Started,
            [
                Describe(rows, requests.Failure, requests.PendingBytes, time),
                Describe(feeders[JournalStreams.Payloads], payloads.Failure, payloads.PendingBytes, time),
                Describe(feeders[JournalStreams.Audit], audit.Failure, audit.PendingBytes, time),
                Describe(feeders[JournalStreams.Telemetry], telemetry.Failure, telemetry.PendingBytes, time),
            ],
            new StoreHealth(string.Join(", ", stores.Select(one => one.Name)), StoreState.Of(store, rows), rows.Trouble),
            new DiskHealth(drive.AvailableFreeSpace, drive.TotalSize),
            problems.List()));
    }

    private static StreamHealth Describe(JournalFeeder feeder, string? failure, long pending, TimeProvider time)
    {
        var oldest = feeder.OldestWaitingTime;
        return new StreamHealth(
            feeder.Stream,
            failure is null ? "ok" : "failing",
            failure,
            pending,
            feeder.LagBytes,
            oldest is { } happened ? new DateTimeOffset(happened, TimeSpan.Zero) : null,
            oldest is { } since ? Math.Max(0, Math.Round((time.GetUtcNow().UtcDateTime - since).TotalSeconds, 3)) : 0,
            feeder.LastTakenTime,
            feeder.Trouble);
    }
}
