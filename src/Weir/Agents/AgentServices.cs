using Weir.Agents.Cursor;
using Weir.Agents.Recognition;
using Weir.Agents.Telemetry;
using Weir.Gateway.Agents;
using Weir.Serving;
using Weir.Usage.Journal;
using Weir.Usage.Stores;
using Weir.Usage.Telemetry;

namespace Weir.Agents;

/// <summary>Joins coding agents with the gateway, the journal and the stores.</summary>
internal static class AgentServices
{
    /// <summary>Adds the services. Needs the journal and the stores.</summary>
    /// <exception cref="StartException">A setting is wrong.</exception>
    public static void AddAgents(this IServiceCollection services, IConfiguration configuration, TelemetryOptions telemetry, RequestJournal journal, JournalOptions options)
    {
        services.AddSingleton(configuration.GetSection("Agents").Get<AgentOptions>() ?? new AgentOptions());
        services.AddSingleton<AgentRecognizer>();
        services.AddSingleton(provider => new TelemetryJournal(journal, options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ITelemetryJournal>(provider => provider.GetRequiredService<TelemetryJournal>());
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<JournalFeeder>(provider, provider.GetRequiredService<TelemetryJournal>()));
        services.AddSingleton<IAgentObserver, AgentObserver>();
        services.AddTelemetry(telemetry);
        services.AddSingleton<ICursorUsers, CursorUsers>();
        var cursor = configuration.GetSection("Cursor").Get<CursorOptions>() ?? new CursorOptions();
        services.AddCursorImport(cursor.Fault is { } fault ? throw new StartException(fault) : cursor);
    }
}
