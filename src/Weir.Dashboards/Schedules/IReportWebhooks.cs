namespace Weir.Dashboards.Schedules;

/// <summary>Posts to webhooks, signed as the product's other webhooks are.</summary>
public interface IReportWebhooks
{
    /// <summary>A new secret to sign with.</summary>
    string NewSecret();

    /// <summary>Posts JSON once.</summary>
    /// <returns>Why it was not taken, as a sentence; NULL when it was.</returns>
    Task<string?> PostAsync(ReportWebhook webhook, CancellationToken cancellationToken);
}

/// <summary>Something that is posted.</summary>
/// <param name="Id">The same for each attempt to post it, so that a receiver knows it again.</param>
/// <param name="Url">Where to.</param>
/// <param name="Secret">What it is signed with.</param>
/// <param name="AllowPrivateAddress">Whether the host may have a private address.</param>
/// <param name="Body">JSON.</param>
public sealed record ReportWebhook(string Id, Uri Url, string Secret, bool AllowPrivateAddress, string Body);
