using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Weir.Accounts;
using Weir.Spend.Budgets;

namespace Weir.Spend.Alerts;

/// <summary>Tells alerts to their webhooks, again where one does not answer with success: over a day and a half in all.</summary>
internal sealed partial class AlertDelivery(IAlertStore store, BudgetDirectory budgets, AlertOptions options, IHttpClientFactory clients, TimeProvider time, ILogger<AlertDelivery> logger) : PeriodicWork(TimeSpan.FromSeconds(1), time)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "webhooks";

    // While one replica waits for an answer, no other tells the same.
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(8), TimeSpan.FromHours(24),
    ];

    private DateTime _swept;

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow().UtcDateTime;
        foreach (var due in await store.DueAsync(now, cancellationToken))
        {
            var claimed = due with { NextAttemptTime = now + Claim };
            if (await store.ReplaceAsync(due, claimed, cancellationToken))
            {
                await store.ReplaceAsync(claimed, await TellAsync(claimed, cancellationToken), cancellationToken);
            }
        }

        if (now - _swept > TimeSpan.FromHours(1))
        {
            _swept = now;
            await store.DeleteBeforeAsync(now - Kept, cancellationToken);
        }
    }

    protected override void Report(Exception failed) => NotTold(logger, failed);

    private async Task<Alert> TellAsync(Alert alert, CancellationToken cancellationToken)
    {
        var budget = alert.BudgetId is { } id ? budgets.Find(id) : null;
        var (url, secret) = budget?.WebhookUrl is { } own ? (own, budget.WebhookSecret) : (options.Url, options.WebhookSecret);
        if (url is null)
        {
            return alert with { NextAttemptTime = null };
        }

        var attempts = alert.Attempts + 1;
        var error = await SendAsync(url, secret ?? string.Empty, alert, cancellationToken);
        var now = Time.GetUtcNow().UtcDateTime;
        if (error is null)
        {
            return alert with { Attempts = attempts, NextAttemptTime = null, DeliveredTime = now, LastError = null };
        }

        Refused(logger, alert.Id, url.Host, attempts, error);
        return alert with { Attempts = attempts, NextAttemptTime = attempts <= Pauses.Length ? now + Pauses[attempts - 1] : null, LastError = error };
    }

    private async Task<string?> SendAsync(Uri url, string secret, Alert alert, CancellationToken cancellationToken)
    {
        var sent = Time.GetUtcNow();
        var id = "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alert.Id)).AsSpan(0, 12));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(alert.Body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("weir-alerts", "0.1"));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", sent.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (secret.Length > 0)
        {
            request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, id, sent, alert.Body));
        }

        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"It answered {(int)response.StatusCode}.";
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return failed is OperationCanceledException ? "It did not answer in time." : failed.Message;
        }
    }

    [LoggerMessage(520, LogLevel.Warning, "Alerts cannot be told at the moment")]
    private static partial void NotTold(ILogger logger, Exception failed);

    [LoggerMessage(521, LogLevel.Warning, "Alert {Alert} was not taken by the webhook at {Host} (attempt {Attempt}): {Reason}")]
    private static partial void Refused(ILogger logger, string alert, string host, int attempt, string reason);
}

/// <summary>The section <c>Alerts</c> of the configuration: the account's webhook, for what is no budget's, and for budgets without one of their own.</summary>
public sealed class AlertOptions
{
    /// <summary>Where alerts are sent; empty for nowhere.</summary>
    public string WebhookUrl { get; set; } = string.Empty;

    /// <summary>What they are signed with.</summary>
    public string WebhookSecret { get; set; } = string.Empty;

    /// <summary>The address; NULL for nowhere.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal Uri? Url => field ??= WebhookUrl.Length == 0 ? null
        : Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new InvalidDataException($"WEIR_Alerts__WebhookUrl must be an http or https address, and not '{WebhookUrl}'.");
}
