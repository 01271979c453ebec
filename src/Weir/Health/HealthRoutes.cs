using Weir.Storage.DuckDB.Process;
using Weir.Usage.Auditing;
using Weir.Usage.Journal;
using Weir.Usage.Stores;

namespace Weir.Health;

/// <summary>Whether the process lives, and whether requests are served. A store that is away does not make the gateway unready: its rows wait.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/ready", (RequestJournal journal, AuditJournal audit, StoreSupervisor store, JournalFeeder feeder) => Results.Json(
            new
            {
                status = journal.Failure is null ? "ready" : "unready",
                journal = journal.Failure is null ? "ok" : "failing",

                // Changes of the control plane are refused meanwhile; model calls are not.
                audit = audit.Failure is null ? "ok" : "failing",
                store = StoreState.Of(store, feeder),
                journal_lag_bytes = feeder.LagBytes,
            },
            statusCode: journal.Failure is null ? 200 : 503));
        SystemHealthRoute.Map(app);
    }
}
