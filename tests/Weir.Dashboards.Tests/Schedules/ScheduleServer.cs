using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Permissions;
using Weir.Accounts.Sessions;
using Weir.Dashboards.Library;
using Weir.Dashboards.Results;
using Weir.Dashboards.Schedules;
using Weir.Dashboards.Schedules.Mail;
using Weir.Storage.Relational;

namespace Weir.Dashboards.Tests.Schedules;

/// <summary>The dashboards of a server with its real store and a clock of the test's; only SQL, webhooks and the audit table are the test's own.</summary>
internal sealed class ScheduleServer : IAsyncDisposable
{
    private const string Document = """
        {
          "datasets": [ { "name": "d", "query": "SELECT 1" }, { "name": "e", "query": "SELECT 2" } ],
          "pages": [
            { "name": "one", "displayName": "First", "layout": [
              { "position": { "x": 3, "y": 0, "width": 3, "height": 2 }, "widget": { "name": "cost", "queries": [ { "name": "main_query", "query": { "datasetName": "e", "disaggregated": false, "fields": [ { "name": "v", "expression": "SUM(`cost`)" } ] } } ],
                "spec": { "widgetType": "counter", "frame": { "title": "Cost", "showTitle": true }, "encodings": { "value": { "fieldName": "v", "displayName": "sum" } } } } },
              { "position": { "x": 0, "y": 0, "width": 3, "height": 2 }, "widget": { "name": "calls", "queries": [ { "name": "main_query", "query": { "datasetName": "d", "disaggregated": false, "fields": [ { "name": "v", "expression": "COUNT(`*`)" } ] } } ],
                "spec": { "widgetType": "counter", "encodings": { "value": { "fieldName": "v", "displayName": "Requests" } } } } },
              { "position": { "x": 0, "y": 2, "width": 6, "height": 2 }, "widget": { "name": "table", "queries": [ { "name": "main_query", "query": { "datasetName": "d", "fields": [ { "name": "v", "expression": "`x`" } ] } } ], "spec": { "widgetType": "table" } } }
            ] },
            { "name": "empty", "displayName": "Empty", "layout": [] }
          ]
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("weir-schedules-").FullName;
    private ServiceProvider _services = null!;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 26, 7, 0, 0, TimeSpan.Zero));

    public FixedRows Queries { get; } = new();

    public KeptPosts Webhooks { get; } = new();

    public KeptEvents Audit { get; } = new();

    public Caller Admin { get; private set; } = null!;

    public DashboardState Dashboard { get; private set; } = null!;

    public static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public TService Get<TService>()
        where TService : notnull => _services.GetRequiredService<TService>();

    public static async Task<ScheduleServer> StartAsync(MailOptions? mail = null, bool embedsCredentials = true)
    {
        var server = new ScheduleServer();
        var services = new ServiceCollection().AddLogging().AddRelationalStorage(Path.Combine(server._directory, "weir.db"));
        services.AddSingleton<TimeProvider>(server.Time);
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<PermissionDirectory>();
        services.AddSingleton<ReportSessions>();
        services.AddSingleton<IDashboardQueries>(server.Queries);
        services.AddSingleton<IDashboardWarehouses, OneWarehouse>();
        services.AddSingleton<IReportWebhooks>(server.Webhooks);
        services.AddSingleton<IAuditLog>(server.Audit);
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddSingleton<IServer, NoServer>();
        services.AddSingleton(new ReportOptions { Chromium = "/nowhere/chromium", PublicUrl = "https://weir.example.com" });
        services.AddSingleton(mail ?? new MailOptions());
        services.AddDashboards();
        server._services = services.BuildServiceProvider();
        await RelationalStorage.MigrateAsync(server._services, Stop);
        var accounts = server.Get<AccountDirectory>();
        await accounts.StartAsync("admin@example.com", null, Stop);
        await server.Get<PermissionDirectory>().ReloadAsync(Stop);
        var state = accounts.State;
        server.Admin = accounts.CallerOf(state.Principals[0].Id, state.Workspaces[0].Id)!;
        var editor = server.Get<DashboardEditor>();
        var made = await editor.CreateAsync(server.Admin, new DashboardRequest("Harbour", null, Document, null, null, null), null, null, Stop);
        await editor.PublishAsync(server.Admin, made.Dashboard.Id, () => Task.FromResult(new PublishRequest(embedsCredentials, null)), Stop);
        server.Dashboard = await server.Get<DashboardLibrary>().FindAsync(server.Admin, made.Dashboard.Id, Stop);
        return server;
    }

    /// <summary>A schedule of every day at 8, with a webhook.</summary>
    public async Task<Schedule> ScheduledAsync(string cron = "0 0 8 * * ?", string url = "https://hook.example.com/take")
    {
        var schedule = await Get<ScheduleEditor>().CreateAsync(Admin, Dashboard, new ScheduleRequest("Morning", new CronDocument(cron, "UTC"), null, null, null, null), Stop);
        await SubscribeAsync(schedule, url);
        return schedule;
    }

    public async Task<string?> SubscribeAsync(Schedule schedule, string url) =>
        (await Get<SubscriptionEditor>().AddAsync(Admin, Dashboard.Dashboard, schedule, new SubscriptionRequest(new SubscriberDocument(null, null, new WebhookDocument(url), null)), Stop)).Secret;

    /// <summary>What a replica of the server does with what is due.</summary>
    public ScheduleWork Replica() => ActivatorUtilities.CreateInstance<ScheduleWork>(_services);

    public async Task<Schedule> ReadAsync(Schedule schedule) => (await Get<IScheduleStore>().FindAsync(schedule.DashboardId, schedule.Id, Stop))!;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Answers each statement with one number, or what a test puts in its place.</summary>
    internal sealed class FixedRows : IDashboardQueries
    {
        private long _version;

        public Func<DashboardQuery, string>? Answer { get; set; }

        public ConcurrentQueue<DashboardQuery> Asked { get; } = new();

        // The tables change all the time, so that each result is asked for.
        public long TablesVersion => Interlocked.Increment(ref _version);

        public IReadOnlyList<string> ReadableTables(Caller reader) => [];

        public Task<DashboardRows> RunAsync(DashboardQuery query, CancellationToken cancellationToken)
        {
            Asked.Enqueue(query);
            var value = Answer is null ? "42" : Answer(query);
            return Task.FromResult(new DashboardRows([new DashboardColumn("v", "DECIMAL", "DECIMAL(38,10)")], Encoding.UTF8.GetBytes($"[[\"{value}\"]]"), false));
        }
    }

    internal sealed class KeptPosts : IReportWebhooks
    {
        public ConcurrentQueue<ReportWebhook> Posted { get; } = new();

        public Func<ReportWebhook, string?> Answer { get; set; } = _ => null;

        public string NewSecret() => "whsec_" + Convert.ToBase64String(new byte[32]);

        public Task<string?> PostAsync(ReportWebhook webhook, CancellationToken cancellationToken)
        {
            Posted.Enqueue(webhook);
            return Task.FromResult(Answer(webhook));
        }
    }

    internal sealed class KeptEvents : IAuditLog
    {
        public ConcurrentQueue<AuditEvent> Events { get; } = new();

        public Task EnsureWritableAsync() => Task.CompletedTask;

        public Task WriteAsync(AuditEvent auditEvent)
        {
            Events.Enqueue(auditEvent);
            return Task.CompletedTask;
        }

        public void Denied(AuditEvent auditEvent) => Events.Enqueue(auditEvent);
    }

    private sealed class OneWarehouse : IDashboardWarehouses
    {
        public string DefaultId => "0123456789abcdef";

        public void RequireUse(Caller caller, string warehouseId)
        {
        }
    }

    // Nothing is asked of it: the public address is set.
    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public void Dispose()
        {
        }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
