using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Accounts.Permissions;
using Weir.Dashboards.Library;
using Weir.Dashboards.Schedules.Mail;
using Weir.Dashboards.Schedules.Reports;

namespace Weir.Dashboards.Schedules;

/// <summary>Adds subscribers to schedules: anybody for those who may edit the dashboard, oneself for those who may see it.</summary>
internal sealed class SubscriptionEditor(IScheduleStore store, DashboardPermissions permissions, AccountDirectory accounts, ReportDelivery delivery, IReportWebhooks webhooks, ReportMail mail, TimeProvider time)
{
    private const int MostOfSchedule = 100;

    /// <summary>The subscriptions that a caller may see.</summary>
    public async Task<IReadOnlyList<ScheduleSubscription>> ListAsync(Caller caller, Schedule schedule, bool mayEdit, CancellationToken cancellationToken) =>
        [.. (await store.SubscriptionsAsync(schedule.Id, cancellationToken)).Where(subscription => mayEdit || IsOwn(caller, subscription))];

    /// <summary>A subscription that a caller may see.</summary>
    /// <exception cref="ApiException">404.</exception>
    public async Task<ScheduleSubscription> FindAsync(Caller caller, Schedule schedule, string id, bool mayEdit, CancellationToken cancellationToken) =>
        (await ListAsync(caller, schedule, mayEdit, cancellationToken)).FirstOrDefault(subscription => subscription.Id == id) ?? throw NotThere(id);

    /// <summary>Adds a subscriber.</summary>
    /// <returns>The subscription, and the secret of a webhook, shown this once.</returns>
    /// <exception cref="ApiException">The caller may not, or the request is not right.</exception>
    public async Task<(ScheduleSubscription Added, string? Secret)> AddAsync(Caller caller, Dashboard dashboard, Schedule schedule, SubscriptionRequest request, CancellationToken cancellationToken)
    {
        var (kind, target) = (request.Subscriber ?? throw ApiException.Invalid("'subscriber' must say who gets it: {\"webhook\": {\"url\": ...}}, {\"email\": {\"address\": ...}} or {\"user_subscriber\": {\"user_id\": ...}}.")).Checked();
        if (kind != SubscriberKind.User || target != caller.PrincipalId)
        {
            permissions.Require(caller, dashboard, ObjectType.CanEdit);
        }

        if (kind == SubscriberKind.User)
        {
            RequireUser(schedule, dashboard, target);
        }
        else if (kind == SubscriberKind.Email && mail.RefusalOf(target) is { } refused)
        {
            throw ApiException.Invalid(refused);
        }

        var now = time.GetUtcNow();
        var secret = kind == SubscriberKind.Webhook ? webhooks.NewSecret() : null;
        var added = new ScheduleSubscription
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            ScheduleId = schedule.Id,
            CreatorId = caller.PrincipalId,
            Kind = kind,
            Target = target,
            ProtectedSecret = secret is null ? null : delivery.Protect(secret),
            AllowPrivateAddress = kind == SubscriberKind.Webhook && caller.IsAccountAdmin,
            CreateTime = now.UtcDateTime,
        };
        return await store.AddSubscriptionAsync(added, MostOfSchedule, cancellationToken) switch
        {
            SubscriptionOutcome.Done => (added, secret),
            SubscriptionOutcome.Exists => throw new ApiException(409, "RESOURCE_ALREADY_EXISTS", "The schedule has this subscriber already."),
            SubscriptionOutcome.TooMany => throw new ApiException(400, "QUOTA_EXCEEDED", $"The schedule has {MostOfSchedule} subscribers, the most that one may have. Delete one first."),
            _ => throw ApiException.NotFound($"The dashboard has no schedule {schedule.Id}."),
        };
    }

    /// <summary>Deletes a subscription.</summary>
    /// <exception cref="ApiException">404: there is none that the caller may see.</exception>
    public async Task DeleteAsync(Caller caller, Schedule schedule, string id, bool mayEdit, CancellationToken cancellationToken)
    {
        await FindAsync(caller, schedule, id, mayEdit, cancellationToken);
        if (!await store.DeleteSubscriptionAsync(schedule.Id, id, cancellationToken))
        {
            throw NotThere(id);
        }
    }

    private static bool IsOwn(Caller caller, ScheduleSubscription subscription) => subscription.Kind == SubscriberKind.User && subscription.Target == caller.PrincipalId;

    private static ApiException NotThere(string id) => ApiException.NotFound($"The schedule has no subscription {id} that you may see.");

    private void RequireUser(Schedule schedule, Dashboard dashboard, string userId)
    {
        var user = accounts.CallerOf(userId, schedule.WorkspaceId);
        if (user is not { PrincipalType: PrincipalType.User } || !permissions.Allows(user, dashboard, ObjectType.CanRead))
        {
            throw ApiException.Invalid($"There is no user {userId} who may see the dashboard. Share it with the user first.");
        }

        if (mail.RefusalOf(user.PrincipalName) is { } refused)
        {
            throw ApiException.Invalid(refused);
        }
    }
}
