using Weir.Dashboards.Schedules;
using Weir.Dashboards.Schedules.Mail;
using Weir.Gateway.Forwarding;
using Weir.Serving;

namespace Weir.Dashboards;

/// <summary>What schedules of dashboards need of the host.</summary>
internal static class ReportServices
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Adds the settings and the webhooks.</summary>
    /// <exception cref="StartException">A setting is wrong.</exception>
    public static void AddReports(this IServiceCollection services, IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail").Get<MailOptions>() ?? new MailOptions();
        services.AddSingleton(mail.Fault is { } fault ? throw new StartException(fault) : mail);
        services.AddSingleton(new ReportOptions { Chromium = configuration["Chromium"] ?? string.Empty, PublicUrl = PublicAddress.Of(configuration) });
        services.AddSingleton<IReportWebhooks, ReportWebhooks>();
        services.AddHttpClient(ReportWebhooks.AnyAddress, client => client.Timeout = Timeout).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddHttpClient(ReportWebhooks.PublicAddress, client => client.Timeout = Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectCallback = PublicAddresses.ConnectAsync });
    }
}
