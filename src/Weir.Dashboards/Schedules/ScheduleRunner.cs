using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Accounts.Permissions;
using Weir.Dashboards.Library;
using Weir.Dashboards.Schedules.Reports;

namespace Weir.Dashboards.Schedules;

/// <summary>Makes the report of a schedule and sends it to its subscribers.</summary>
internal sealed partial class ScheduleRunner(
    IScheduleStore store,
    ReportMaker maker,
    ReportDelivery delivery,
    DashboardPermissions permissions,
    AccountDirectory accounts,
    IAuditLog audit,
    TimeProvider time,
    ILogger<ScheduleRunner> logger)
{
    /// <summary>A run that began before this is over: it was lost with its server.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private const int LongestMessage = 1000;

    private static readonly TimeSpan LongestMaking = TimeSpan.FromMinutes(10);

    /// <summary>Runs a schedule and notes what became of it.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="begun">The run, as it was noted when it began.</param>
    /// <param name="isAgain">Whether a subscriber that does not take the report is tried again.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RunOutcome> RunAsync(Schedule schedule, ScheduleRun begun, bool isAgain, CancellationToken cancellationToken)
    {
        RunOutcome outcome;
        try
        {
            outcome = await MakeAndSendAsync(schedule, begun, isAgain, cancellationToken);
        }
        catch (ReportException failed)
        {
            outcome = new RunOutcome(begun with { Status = failed.IsSkip ? RunStatus.Skipped : RunStatus.Failed, Message = failed.Message }, []);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await store.EndAsync(schedule.Id, begun with { Status = RunStatus.Failed, Message = "The server was stopped while it ran." }, CancellationToken.None);
            throw;
        }
        catch (Exception failed)
        {
            NotRun(logger, schedule.Id, failed);
            outcome = new RunOutcome(begun with { Status = RunStatus.Failed, Message = "It failed for a reason that the server's log has." }, []);
        }

        if (outcome.Run.Message is { Length: > LongestMessage } message)
        {
            outcome = outcome with { Run = outcome.Run with { Message = message[..LongestMessage] } };
        }

        await store.EndAsync(schedule.Id, outcome.Run, CancellationToken.None);
        await audit.WriteAsync(new AuditEvent("dashboards", "sendScheduledDashboard", outcome.Run.Status == RunStatus.Failed ? 500 : 200)
        {
            Identity = accounts.State.FindPrincipal(schedule.CreatorId)?.Name,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["dashboard_id"] = schedule.DashboardId, ["schedule_id"] = schedule.Id, ["status"] = ScheduleWords.Of(outcome.Run.Status) },
            ErrorMessage = outcome.Run.Message,
        });
        return outcome;
    }

    private async Task<RunOutcome> MakeAndSendAsync(Schedule schedule, ScheduleRun begun, bool isAgain, CancellationToken cancellationToken)
    {
        var subscriptions = await store.SubscriptionsAsync(schedule.Id, cancellationToken);
        if (subscriptions.Count == 0)
        {
            throw new ReportException("Nobody is subscribed to it.") { IsSkip = true };
        }

        var (report, dashboard) = await MakeAsync(schedule, cancellationToken);
        var json = ReportJson.Of(report);
        var sent = await Task.WhenAll(subscriptions.Select(async subscription =>
        {
            var fault = RefusalOf(schedule, subscription, dashboard) ?? await SendAsync(report, json, subscription, begun.Time, isAgain, cancellationToken);
            return new Delivery(subscription.Id, delivery.TargetOf(subscription), fault);
        }));
        var failed = sent.Where(one => one.Fault is not null).ToList();
        return new RunOutcome(
            failed.Count == 0
                ? begun with { Status = RunStatus.Succeeded, Message = null }
                : begun with { Status = RunStatus.Failed, Message = $"{failed.Count} of {sent.Length} subscribers did not get it. {string.Join(' ', failed.Select(one => $"{one.Target}: {one.Fault}"))}" },
            sent);
    }

    private async Task<(Report Report, DashboardState Dashboard)> MakeAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestMaking, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await maker.MakeAsync(schedule, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ReportException($"The dashboard was not calculated within {LongestMaking.TotalMinutes} minutes.");
        }
    }

    private async Task<string?> SendAsync(Report report, string json, ScheduleSubscription subscription, DateTime run, bool isAgain, CancellationToken cancellationToken)
    {
        try
        {
            return await delivery.SendAsync(report, json, subscription, run, isAgain, cancellationToken);
        }
        catch (CryptographicException unreadable)
        {
            NotRun(logger, subscription.ScheduleId, unreadable);
            return "Its secret cannot be read with the server's keys any more. Delete the subscription and add it again.";
        }
    }

    // What only the schedule's maker may read goes to whom the maker chose, and a user gets what that user may see.
    private string? RefusalOf(Schedule schedule, ScheduleSubscription subscription, DashboardState dashboard) =>
        !dashboard.Published!.EmbedCredentials && subscription.CreatorId != schedule.CreatorId
            ? "The dashboard is published so that everybody reads with their own rights, and this subscriber was not added by whoever made the schedule."
        : subscription.Kind == SubscriberKind.User && !(accounts.CallerOf(subscription.Target, schedule.WorkspaceId) is { } user && permissions.Allows(user, dashboard.Dashboard, ObjectType.CanRead))
            ? "The user may no longer see the dashboard."
        : null;

    [LoggerMessage(712, LogLevel.Error, "The schedule {Schedule} of a dashboard could not be run")]
    private static partial void NotRun(ILogger logger, string schedule, Exception failed);
}

/// <summary>What became of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Deliveries">What happened to each subscriber.</param>
internal sealed record RunOutcome(ScheduleRun Run, IReadOnlyList<Delivery> Deliveries);

/// <summary>What happened to a subscriber.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Target">The address, for people.</param>
/// <param name="Fault">Why it did not get the report; NULL when it did.</param>
internal sealed record Delivery(string SubscriptionId, string Target, string? Fault);
