namespace Weir.Dashboards.Schedules;

/// <summary>A schedule.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="DashboardId">Its dashboard.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="CronSchedule">When it runs.</param>
/// <param name="PauseStatus"><c>UNPAUSED</c>, or <c>PAUSED</c>.</param>
/// <param name="WarehouseId">What it runs on: the published copy's warehouse; NULL while there is no such copy.</param>
/// <param name="Etag">Another with each change.</param>
/// <param name="CreateTime">When it was made.</param>
/// <param name="UpdateTime">When it was last changed.</param>
/// <param name="Format"><c>JSON</c>, <c>PNG</c> or <c>PDF</c>.</param>
/// <param name="NextRunTime">When it runs next; NULL when it does not.</param>
/// <param name="LastRun">What became of its last run; NULL when it never ran.</param>
internal sealed record ScheduleAnswer(
    string ScheduleId,
    string DashboardId,
    string DisplayName,
    CronAnswer CronSchedule,
    string PauseStatus,
    string? WarehouseId,
    string Etag,
    DateTime CreateTime,
    DateTime UpdateTime,
    string Format,
    DateTime? NextRunTime,
    RunAnswer? LastRun);

/// <summary>When a schedule runs.</summary>
internal sealed record CronAnswer(string QuartzCronExpression, string TimezoneId);

/// <summary>A run.</summary>
/// <param name="Time">When it began.</param>
/// <param name="Status"><c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c> or <c>SKIPPED</c>.</param>
/// <param name="Message">What there is to say; NULL for nothing, and for those who may not edit the dashboard.</param>
internal sealed record RunAnswer(DateTime Time, string Status, string? Message);

/// <summary>The schedules of a dashboard, all of them.</summary>
/// <param name="Schedules">The oldest first.</param>
/// <param name="NextPageToken">Always NULL: there is one page.</param>
/// <param name="Formats">What this server can send.</param>
/// <param name="CanEmail">Whether it can send e-mail.</param>
internal sealed record SchedulesAnswer(IReadOnlyList<ScheduleAnswer> Schedules, string? NextPageToken, IReadOnlyList<string> Formats, bool CanEmail);

/// <summary>A subscription.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="ScheduleId">Its schedule.</param>
/// <param name="DashboardId">Its dashboard.</param>
/// <param name="CreatedByUserId">Who added it; NULL where that is no number.</param>
/// <param name="Subscriber">Who gets it.</param>
/// <param name="Etag">Always 1: a subscription is not changed.</param>
/// <param name="CreateTime">When it was added.</param>
/// <param name="UpdateTime">The same.</param>
internal sealed record SubscriptionAnswer(
    string SubscriptionId,
    string ScheduleId,
    string DashboardId,
    long? CreatedByUserId,
    SubscriberAnswer Subscriber,
    string Etag,
    DateTime CreateTime,
    DateTime UpdateTime);

/// <summary>Who gets it: one of these.</summary>
internal sealed record SubscriberAnswer(UserSubscriberAnswer? UserSubscriber, WebhookAnswer? Webhook, EmailAnswer? Email);

/// <summary>A user.</summary>
/// <param name="UserId">The id.</param>
/// <param name="UserName">The e-mail address; NULL for a user who was deleted.</param>
internal sealed record UserSubscriberAnswer(long UserId, string? UserName);

/// <summary>A webhook.</summary>
/// <param name="Url">What is posted to.</param>
/// <param name="Secret">What it is signed with, once: when it was added by this request.</param>
internal sealed record WebhookAnswer(string Url, string? Secret);

/// <summary>An e-mail address.</summary>
internal sealed record EmailAnswer(string Address);

/// <summary>The subscriptions of a schedule, all of them; one's own for those who may not edit the dashboard.</summary>
internal sealed record SubscriptionsAnswer(IReadOnlyList<SubscriptionAnswer> Subscriptions, string? NextPageToken);

/// <summary>What became of a run.</summary>
/// <param name="Time">When it began.</param>
/// <param name="Status"><c>SUCCEEDED</c>, <c>FAILED</c> or <c>SKIPPED</c>.</param>
/// <param name="Message">What there is to say; NULL for nothing.</param>
/// <param name="Deliveries">What happened to each subscriber; none where there was nothing to send.</param>
internal sealed record RunOutcomeAnswer(DateTime Time, string Status, string? Message, IReadOnlyList<DeliveryAnswer> Deliveries);

/// <summary>What happened to a subscriber.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Target">The address.</param>
/// <param name="Status"><c>DELIVERED</c> or <c>FAILED</c>.</param>
/// <param name="Message">Why it failed.</param>
internal sealed record DeliveryAnswer(string SubscriptionId, string Target, string Status, string? Message);
