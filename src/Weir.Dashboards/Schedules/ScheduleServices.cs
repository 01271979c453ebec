using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Weir.Dashboards.Schedules.Mail;
using Weir.Dashboards.Schedules.Rendering;
using Weir.Dashboards.Schedules.Reports;

namespace Weir.Dashboards.Schedules;

/// <summary>Dashboards that are sent at certain times.</summary>
internal static class ScheduleServices
{
    /// <summary>Adds the services.</summary>
    public static void AddSchedules(this IServiceCollection services)
    {
        services.TryAddSingleton(new ReportOptions());
        services.TryAddSingleton(new MailOptions());
        services.AddSingleton<ServerAddress>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<ReportMail>();
        services.AddSingleton<CounterValues>();
        services.AddSingleton<ReportMaker>();
        services.AddSingleton<ReportDelivery>();
        services.AddSingleton<ScheduleRunner>();
        services.AddSingleton<ScheduleEditor>();
        services.AddSingleton<SubscriptionEditor>();
        services.AddHostedService<ScheduleWork>();
    }
}
