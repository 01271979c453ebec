using Weir.Accounts.Auditing;
using Weir.Usage.Auditing;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Weir.Warehouse.Engines;

namespace Weir.Auditing;

/// <summary>Joins the audit log with the journal, the stores, SQL and the API.</summary>
internal static partial class AuditServices
{
    /// <summary>Adds the services. Needs the journal, the stores, the account and an SQL engine.</summary>
    public static void AddAudit(this IServiceCollection services, RequestJournal journal, JournalOptions options)
    {
        services.AddSingleton(provider => new AuditJournal(journal, options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditLog>());

        // Services stop in the reverse order: the log writes its last counts before the feeder drains.
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<JournalFeeder>(provider, provider.GetRequiredService<AuditJournal>()));
        services.AddHostedService(provider => provider.GetRequiredService<AuditLog>());

        var engine = services.Last(service => service.ServiceType == typeof(ISqlEngine));
        services.Remove(engine);
        services.AddSingleton<ISqlEngine>(provider => new AuditedSqlEngine(Make(provider, engine), provider.GetRequiredService<IAuditLog>()));
    }

    /// <summary>Says in the log which routes state no action; they are audited without parameters.</summary>
    public static void ReportUnstatedRoutes(WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Weir.Auditing");
        foreach (var route in ((IEndpointRouteBuilder)app).DataSources.SelectMany(RequestAuditing.Unstated))
        {
            Unstated(logger, route);
        }
    }

    private static ISqlEngine Make(IServiceProvider provider, ServiceDescriptor engine) =>
        (ISqlEngine)(engine.ImplementationInstance ?? engine.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, engine.ImplementationType!));

    [LoggerMessage(321, LogLevel.Warning, "The route {Route} has no audit metadata; it is audited without parameters")]
    private static partial void Unstated(ILogger logger, string route);
}
