using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Accounts.Auditing;
using Weir.Accounts.Http;
using Weir.Agents.Telemetry.Receiving;

namespace Weir.Agents.Telemetry;

/// <summary>Receives OpenTelemetry: OTLP over HTTP (JSON and protocol buffers) and over gRPC.</summary>
public static class TelemetryServices
{
    /// <summary>The paths of the signals, beside those of OTLP itself: Databricks' own.</summary>
    private static readonly string[] Bases = ["/api/2.0/otel/v1/", "/v1/"];

    /// <summary>Adds the services. Needs a token authenticator and a telemetry journal.</summary>
    /// <exception cref="InvalidOperationException">The settings name a table that can be none.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(new TelemetryTables(options));
        services.AddSingleton<BodyRoom>();
        services.AddSingleton<TelemetryReceiver>();
        services.AddSingleton<TelemetryHttp>();
        services.AddSingleton<TelemetryGrpc>();
        services.AddGrpc(grpc => grpc.IgnoreUnknownServices = true)
            .AddServiceOptions<MetricsExport>(Limit)
            .AddServiceOptions<LogsExport>(Limit)
            .AddServiceOptions<TraceExport>(Limit);
        return services;

        void Limit<TService>(Grpc.AspNetCore.Server.GrpcServiceOptions<TService> service)
            where TService : class => service.MaxReceiveMessageSize = options.MaxBodyBytes;
    }

    /// <summary>
    /// Maps the routes: POST <c>/api/2.0/otel/v1/{metrics,logs,traces}</c>, <c>/v1/{metrics,logs,traces}</c> and <c>/</c> (JSON of any signal), and the
    /// services of gRPC, which are reached over HTTP/2 alone: in clear text on a port of their own.
    /// </summary>
    public static void MapTelemetry(this IEndpointRouteBuilder app)
    {
        var http = app.ServiceProvider.GetRequiredService<TelemetryHttp>();
        foreach (var signal in TelemetrySignal.All)
        {
            foreach (var path in Bases)
            {
                app.MapPost(path + signal.Name, context => http.HandleAsync(context, signal)).AuthenticatesItself().AuditsNothing("Telemetry is no change of anything: its rows say who sent it.");
            }
        }

        app.MapPost("/", context => http.HandleAsync(context, signal: null));

        var grpc = app.ServiceProvider.GetRequiredService<TelemetryGrpc>();
        grpc.Guard(app.MapGrpcService<MetricsExport>());
        grpc.Guard(app.MapGrpcService<LogsExport>());
        grpc.Guard(app.MapGrpcService<TraceExport>());
    }
}
