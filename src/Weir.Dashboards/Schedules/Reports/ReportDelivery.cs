using Microsoft.AspNetCore.DataProtection;
using Weir.Accounts;
using Weir.Dashboards.Schedules.Mail;

namespace Weir.Dashboards.Schedules.Reports;

/// <summary>Sends reports to their subscribers.</summary>
internal sealed class ReportDelivery(IReportWebhooks webhooks, ReportMail mail, AccountDirectory accounts, IDataProtectionProvider protection, TimeProvider time) : IDisposable
{
    private const int AtOnce = 4;

    // A report is about its hour: unlike an alert, it is not worth having a day later.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    // Reports may be large, and each that is on its way is in memory.
    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly IDataProtector _secrets = protection.CreateProtector("Weir.ScheduleWebhooks");

    /// <summary>A webhook's secret, as it is kept.</summary>
    public string Protect(string secret) => _secrets.Protect(secret);

    /// <summary>Sends a report to a subscriber.</summary>
    /// <param name="report">The report.</param>
    /// <param name="json">The same as JSON.</param>
    /// <param name="subscription">The subscriber.</param>
    /// <param name="run">When the run began: a part of the message's id.</param>
    /// <param name="isAgain">Whether it is tried again, over six minutes in all, where it is not taken.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Why it was not taken; NULL when it was.</returns>
    public async Task<string?> SendAsync(Report report, string json, ScheduleSubscription subscription, DateTime run, bool isAgain, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var fault = await SendOnceAsync(report, json, subscription, run, cancellationToken);
            if (fault is null || !isAgain || attempt == Pauses.Length)
            {
                return fault;
            }

            await Task.Delay(Pauses[attempt], time, cancellationToken);
        }
    }

    /// <summary>The address of a subscriber, for people.</summary>
    public string TargetOf(ScheduleSubscription subscription) =>
        subscription.Kind == SubscriberKind.User ? accounts.State.FindPrincipal(subscription.Target)?.Name ?? subscription.Target : subscription.Target;

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<string?> SendOnceAsync(Report report, string json, ScheduleSubscription subscription, DateTime run, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return subscription.Kind switch
            {
                SubscriberKind.Webhook => await PostAsync(json, subscription, run, cancellationToken),
                SubscriberKind.Email => await mail.SendAsync(report, json, subscription.Target, cancellationToken),
                _ => accounts.State.FindPrincipal(subscription.Target) is { IsActive: true, Type: PrincipalType.User } user
                    ? await mail.SendAsync(report, json, user.Name, cancellationToken)
                    : "There is no such user any more.",
            };
        }
        finally
        {
            _places.Release();
        }
    }

    private Task<string?> PostAsync(string json, ScheduleSubscription subscription, DateTime run, CancellationToken cancellationToken)
    {
        var id = $"msg_{subscription.Id}{new DateTimeOffset(run, TimeSpan.Zero).ToUnixTimeMilliseconds()}";
        return webhooks.PostAsync(new ReportWebhook(id, new Uri(subscription.Target), _secrets.Unprotect(subscription.ProtectedSecret!), subscription.AllowPrivateAddress, json), cancellationToken);
    }
}
