using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Grants;
using Weir.Accounts.Http;
using Weir.Accounts.OAuth;
using Weir.Accounts.Permissions;
using Weir.Accounts.Previews;
using Weir.Accounts.SignIn;
using Weir.Agents;
using Weir.Agents.Setup;
using Weir.Agents.Telemetry;
using Weir.Auditing;
using Weir.Dashboards;
using Weir.Dashboards.Library;
using Weir.Dashboards.Results;
using Weir.Gateway;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Endpoints.Testing;
using Weir.Gateway.Limits;
using Weir.Gateway.Routes;
using Weir.Health;
using Weir.Secrets;
using Weir.Serving.Description;
using Weir.Spend;
using Weir.Spend.Alerts;
using Weir.Spend.Budgets;
using Weir.Spend.Prices;
using Weir.Spending;
using Weir.Storage.DuckDB;
using Weir.Storage.DuckDB.Process;
using Weir.Storage.Relational;
using Weir.Usage.Journal;
using Weir.Usage.Payloads;
using Weir.Usage.Stores;
using Weir.Warehouse;
using Weir.Warehouse.Catalog;
using Weir.Warehouse.History;
using Weir.Warehouse.Statements;
using Weir.Web;

namespace Weir.Serving;

/// <summary>Joins the rooms of the house into one server.</summary>
internal static class WeirHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = await BuildAsync(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception refused) when (refused is InvalidDataException or IOException or CryptographicException or StartException)
        {
            await Console.Error.WriteLineAsync("weir cannot start: " + refused.Message);
            return 1;
        }
    }

    /// <summary>Method and path of every route, from a server that has a directory of its own and is never started.</summary>
    public static async Task<IReadOnlyList<string>> RoutesAsync()
    {
        var data = Directory.CreateTempSubdirectory("weir-routes-");
        try
        {
            await using var app = await BuildAsync(["--Data", data.FullName, "--Config", string.Empty, "--Admin_Token", "never-used-to-sign-in"]);
            var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
            return [.. routes.SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method => $"{method} {route.RoutePattern.RawText}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<WebApplication> BuildAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Directory.GetCurrentDirectory() });
        builder.Configuration.AddEnvironmentVariables("WEIR_").AddCommandLine(args);
        var configuration = builder.Configuration;
        var data = Directory.CreateDirectory(configuration["Data"] ?? "data").FullName;
        builder.WebHost.UseUrls(configuration["Urls"] ?? "http://127.0.0.1:8080");
        var telemetry = configuration.GetSection("Otlp").Get<TelemetryOptions>() ?? new TelemetryOptions();
        ServerSetup.Configure(builder);
        ServerSetup.ListenForGrpc(builder, telemetry.GrpcUrl);

        var journalOptions = configuration.GetSection("Journal").Get<JournalOptions>() ?? new JournalOptions();
        journalOptions.Directory = Path.Combine(data, "journal");
        var storeOptions = configuration.GetSection("Store").Get<DuckDBStoreOptions>() ?? new DuckDBStoreOptions();
        storeOptions.Directory = Path.Combine(data, "store");
        var journal = await RequestJournal.OpenAsync(journalOptions, TimeProvider.System);

        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<RecentProblems>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<RecentProblems>());
        services.AddSingleton(journal);
        services.AddSingleton<IRequestJournal>(journal);
        services.AddDuckDBStore(storeOptions, socket => StoreProcessCommand(storeOptions.Directory, socket));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<JournalFeeder>(provider, journal));
        services.AddHostedService(provider => provider.GetRequiredService<JournalFeeder>());
        services.AddSingleton(provider => new PayloadJournal(journal, journalOptions, provider.GetRequiredService<IMeterFactory>(), TimeProvider.System));
        services.AddSingleton<IPayloadJournal>(provider => provider.GetRequiredService<PayloadJournal>());
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<JournalFeeder>(provider, provider.GetRequiredService<PayloadJournal>()));
        services.AddSingleton<IInferenceTables, InferenceTables>();
        services.AddSingleton<ITableRetention, TableRetentions>();
        services.AddSingleton(configuration.GetSection("Retention").Get<RetentionOptions>() ?? new RetentionOptions());
        services.AddHostedService<RetentionLoop>();
        services.AddSingleton<JournalMetrics>();

        services.AddRelationalStorage(Path.Combine(data, "control", "weir.db"));
        services.AddCredentialProtection(data, configuration["Secret_Key"]);
        services.AddApiJson();
        services.AddApiDescription();
        services.AddAccounts();
        services.AddSignIn(ServerSetup.SignInOptionsOf(configuration));
        services.AddSingleton(configuration.GetSection("Deployment").Get<DeploymentOptions>() ?? new DeploymentOptions());
        services.AddReplicated<EndpointCatalog>();
        services.AddSingleton<IEndpointCatalog>(provider => provider.GetRequiredService<EndpointCatalog>());
        services.AddSingleton<EndpointEditor>();
        services.AddDataPlane(configuration.GetSection("Gateway").Get<GatewayOptions>() ?? new GatewayOptions());
        services.AddSpend(new PriceOptions(
            GenAIPrices.Shipped(),
            configuration["Prices:File"] is { Length: > 0 } file ? PriceFile.Read(file, GatewayServices.ProviderNames) : [],
            GatewayServices.ProviderNames),
            configuration.GetSection("Budgets").Get<BudgetOptions>() ?? new BudgetOptions(),
            configuration.GetSection("Alerts").Get<AlertOptions>() ?? new AlertOptions());
        services.AddSingleton<IBudgetGuard, GatewayBudgets>();
        services.AddSingleton<IOwnBudgets, CallersBudgets>();
        services.AddSingleton<ISpendQueries, SpendQueries>();
        services.AddSingleton<IJournalStream>(journal);
        services.AddSingleton(configuration.GetSection("Warehouse").Get<StatementHistoryOptions>() ?? new StatementHistoryOptions());
        services.AddWarehouse();
        services.AddSingleton<IDashboardWarehouses, DashboardWarehouses>();
        services.AddSingleton<IDashboardQueries, DashboardQueries>();
        services.AddSingleton(configuration.GetSection("Dashboards").Get<DashboardResultOptions>() ?? new DashboardResultOptions());
        services.AddReports(configuration);
        services.AddDashboards();
        services.AddAgents(configuration, telemetry, journal, journalOptions);
        services.AddAudit(journal, journalOptions);
        ServerSetup.AddTelemetry(services, configuration);

        var app = builder.Build();
        await FirstStart.RunAsync(app, journal, CancellationToken.None);
        app.Services.GetRequiredService<JournalMetrics>();
        PublicAddress.Use(app, configuration);
        app.UseRequestAuditing();
        ServerSetup.UseMetricsAuthentication(app, configuration);
        app.UseApiAuthentication();
        app.UseOAuthServer();
        app.UsePreviews();
        app.MapHealth();
        app.MapDataPlane();
        app.MapEndpoints();
        app.MapConnectionTests();
        app.MapAccounts();
        app.MapSignIn();
        app.MapPermissions();
        app.MapGrants();
        app.MapPreviews();
        app.MapWarehouse();
        app.MapSpend();
        app.MapDashboards();
        app.MapAgentSetup();
        app.MapTelemetry();
        app.MapWeb();
        app.MapApiDescription();
        app.MapPrometheusScrapingEndpoint();
        AuditServices.ReportUnstatedRoutes(app);
        return app;
    }

    // The same binary, as it was started itself.
    private static ProcessStartInfo StoreProcessCommand(string directory, string socket)
    {
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self);
        if (Path.GetFileNameWithoutExtension(self).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(typeof(WeirHost).Assembly.Location);
        }

        foreach (var argument in new[] { "store", "--directory", directory, "--socket", socket })
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }
}

/// <summary>The gateway cannot start; the message says what to do.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
