using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Weir.Dashboards.Schedules;
using Weir.Gateway;
using Weir.Spend.Alerts;
using Weir.Spend.Budgets;

namespace Weir.Dashboards;

/// <summary>Posts reports as the webhooks of budgets are posted. Private addresses are for those that an account admin added, as with destinations.</summary>
internal sealed class ReportWebhooks(IHttpClientFactory clients, GatewayOptions options, TimeProvider time) : IReportWebhooks
{
    /// <summary>The client that reaches every address.</summary>
    public const string AnyAddress = "report-webhooks";

    /// <summary>The client that reaches the public internet alone.</summary>
    public const string PublicAddress = "report-webhooks-public";

    public string NewSecret() => BudgetDirectory.NewWebhookSecret();

    public async Task<string?> PostAsync(ReportWebhook webhook, CancellationToken cancellationToken)
    {
        var sent = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(webhook.Body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("weir-dashboards", "0.1"));
        request.Headers.Add("webhook-id", webhook.Id);
        request.Headers.Add("webhook-timestamp", sent.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(webhook.Secret, webhook.Id, sent, webhook.Body));
        try
        {
            using var client = clients.CreateClient(webhook.AllowPrivateAddress || options.AllowPrivateDestinations ? AnyAddress : PublicAddress);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"It answered {(int)response.StatusCode}.";
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return failed is OperationCanceledException ? "It did not answer in time." : failed.Message;
        }
    }
}
