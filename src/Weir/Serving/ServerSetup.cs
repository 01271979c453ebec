using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Weir.Accounts.Http;
using Weir.Accounts.SignIn;
using Weir.Accounts.Tokens;
using Weir.Gateway.Telemetry;
using Weir.Usage.Journal;
using Weir.Usage.Payloads;
using Weir.Warehouse;

namespace Weir.Serving;

/// <summary>Kestrel, logs and telemetry.</summary>
internal static class ServerSetup
{
    private const long LargestApiBody = 16 * 1024 * 1024;

    public static void Configure(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestApiBody;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(builder.Configuration.GetValue("ShutdownSeconds", 30)));
        builder.Logging.ClearProviders();
        if (builder.Configuration["Logging:Console:FormatterName"] == "json" || Console.IsOutputRedirected)
        {
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
        else
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }

        // The framework logs whole URLs, and Gemini's clients put their key there.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
    }

    /// <summary>Opens a port of its own for gRPC: Kestrel tells HTTP/2 from HTTP/1.1 within TLS alone.</summary>
    /// <exception cref="StartException">The address is none of a port of its own.</exception>
    public static void ListenForGrpc(WebApplicationBuilder builder, Uri? address)
    {
        if (address is null)
        {
            return;
        }

        var urls = builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey) ?? string.Empty;
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.Port == 0 || urls.Split(';').Any(url => BindingAddress.Parse(url).Port == address.Port))
        {
            throw new StartException($"WEIR_Otlp__GrpcUrl is '{address}'. Give an address with a port that WEIR_URLS does not use, for example http://127.0.0.1:4317.");
        }

        builder.WebHost.UseUrls($"{urls};{address.GetLeftPart(UriPartial.Authority)}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            if (endpoint.IPEndPoint?.Port == address.Port)
            {
                endpoint.Protocols = HttpProtocols.Http2;
            }
        }));
    }

    /// <summary>How people sign in.</summary>
    /// <exception cref="StartException">A setting is wrong.</exception>
    public static SignInOptions SignInOptionsOf(IConfiguration configuration)
    {
        var options = configuration.GetSection("SignIn").Get<SignInOptions>() ?? new SignInOptions();
        return options.Fault is { } fault ? throw new StartException(fault) : options;
    }

    public static void AddTelemetry(IServiceCollection services, IConfiguration configuration)
    {
        var exports = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("weir"));
        telemetry.WithMetrics(metrics => metrics.AddMeter(GatewayMetrics.MeterName, JournalMetrics.MeterName, PayloadJournal.MeterName, WarehouseServices.MeterName, "System.Runtime").AddPrometheusExporter());
        if (exports)
        {
            telemetry.WithTracing(traces => traces.AddSource(GatewayTracing.SourceName).AddAspNetCoreInstrumentation()).UseOtlpExporter();
        }
    }

    public static void UseMetricsAuthentication(WebApplication app, IConfiguration configuration)
    {
        if (configuration.GetValue("Metrics:AllowAnonymous", false))
        {
            return;
        }

        // Endpoint names and loads are nobody's business but the operator's.
        var authenticator = app.Services.GetRequiredService<ITokenAuthenticator>();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase), branch => branch.Use(async (context, next) =>
        {
            if (authenticator.Authenticate(AccessTokenReader.Read(context.Request, allowQuery: false)) is null)
            {
                await ApiError.Result(401, "UNAUTHENTICATED", "Scraping needs a token ('Authorization: Bearer'), or WEIR_Metrics__AllowAnonymous=true.").ExecuteAsync(context);
                return;
            }

            await next(context);
        }));
    }
}
