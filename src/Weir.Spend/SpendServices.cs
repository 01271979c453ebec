using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Weir.Accounts;
using Weir.Spend.Alerts;
using Weir.Spend.Budgets;
using Weir.Spend.Costing;
using Weir.Spend.Prices;
using Weir.Spend.Recosting;
using Weir.Spend.Reports;
using Weir.Usage.Records;

namespace Weir.Spend;

/// <summary>Prices, costs and budgets.</summary>
public static class SpendServices
{
    /// <summary>Adds the services. Needs the account, stores of prices, budgets and alerts, the journal, a table store, and SQL.</summary>
    public static IServiceCollection AddSpend(this IServiceCollection services, PriceOptions prices, BudgetOptions budgets, AlertOptions alerts)
    {
        services.AddSingleton(prices);
        services.AddReplicated<PriceDirectory>();
        services.AddSingleton<IAttemptPricing>(provider =>
        {
            var directory = provider.GetRequiredService<PriceDirectory>();
            return new AttemptPricing(() => directory.Book);
        });
        services.AddSingleton<Recoster>();
        services.AddHostedService<ListPricePublisher>();

        // An address that is none stops the start, and not the first alert.
        _ = alerts.Url;
        services.AddSingleton(alerts);
        services.AddHttpClient(AlertDelivery.ClientName, client => client.Timeout = TimeSpan.FromSeconds(10)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddSingleton(budgets);
        services.AddReplicated<BudgetDirectory>();
        services.AddSingleton<BudgetLedger>();
        services.AddSingleton<BudgetGuard>();
        services.AddHostedService<BudgetAlerts>();
        services.AddSingleton<BudgetLoader>();
        services.AddHostedService(provider => provider.GetRequiredService<BudgetLoader>());
        services.AddHostedService<AlertDelivery>();
        services.AddHostedService<AnomalyCheck>();
        return services;
    }

    /// <summary>Maps the routes.</summary>
    public static void MapSpend(this IEndpointRouteBuilder app)
    {
        PriceRoutes.Map(app);
        RecostRoutes.Map(app);
        BudgetRoutes.Map(app);
        AlertRoutes.Map(app);
        UnpricedRoutes.Map(app);
    }
}
