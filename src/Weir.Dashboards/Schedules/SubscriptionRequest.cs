using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MimeKit;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Schedules;

/// <summary>The body of POST of subscriptions.</summary>
/// <param name="Subscriber">Who gets it.</param>
internal sealed record SubscriptionRequest([property: JsonPropertyName("subscriber")] SubscriberDocument? Subscriber);

/// <summary>Who gets it: one of these.</summary>
/// <param name="UserSubscriber">A user, by e-mail.</param>
/// <param name="DestinationSubscriber">The original's notification destination, of which there are none here.</param>
/// <param name="Webhook">Of our own: an address that is posted to.</param>
/// <param name="Email">Of our own: an e-mail address.</param>
internal sealed record SubscriberDocument(
    [property: JsonPropertyName("user_subscriber")] UserSubscriberDocument? UserSubscriber,
    [property: JsonPropertyName("destination_subscriber")] DestinationSubscriberDocument? DestinationSubscriber,
    [property: JsonPropertyName("webhook")] WebhookDocument? Webhook,
    [property: JsonPropertyName("email")] EmailDocument? Email)
{
    private const int LongestUrl = 2000;
    private const int LongestAddress = 320;

    /// <summary>The kind and the target.</summary>
    /// <exception cref="ApiException">It is none, or more than one.</exception>
    public (SubscriberKind Kind, string Target) Checked()
    {
        if (DestinationSubscriber is not null)
        {
            throw ApiException.Invalid("There are no notification destinations here. Subscribe a 'webhook' {\"url\": ...}, an 'email' {\"address\": ...} or a 'user_subscriber'.");
        }

        return (UserSubscriber, Webhook, Email) switch
        {
            ({ } user, null, null) => (SubscriberKind.User, user.CheckedId()),
            (null, { } hook, null) => (SubscriberKind.Webhook, CheckedUrl(hook.Url)),
            (null, null, { } mail) => (SubscriberKind.Email, CheckedAddress(mail.Address)),
            _ => throw ApiException.Invalid("'subscriber' must have one of 'webhook' {\"url\": ...}, 'email' {\"address\": ...} and 'user_subscriber' {\"user_id\": ...}."),
        };
    }

    private static string CheckedUrl(string? text) =>
        text is { Length: > 0 and <= LongestUrl } && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? url.AbsoluteUri
            : throw ApiException.Invalid($"'webhook.url' must be an http or https address without a user and password, of at most {LongestUrl} characters.");

    private static string CheckedAddress(string? text) =>
        text is { Length: > 0 and <= LongestAddress } && MailboxAddress.TryParse(text, out var address) && address.Address == text && address.Domain.Length > 0
            ? text
            : throw ApiException.Invalid("'email.address' must be one e-mail address, such as team@example.com.");
}

/// <summary>A user.</summary>
/// <param name="UserId">The id, as a number, which the original's clients send, or as a text.</param>
internal sealed record UserSubscriberDocument([property: JsonPropertyName("user_id")] JsonElement UserId)
{
    /// <summary>The id.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public string CheckedId() => UserId switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var id) => id.ToString(CultureInfo.InvariantCulture),
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 and <= 64 } id => id,
        _ => throw ApiException.Invalid("'user_subscriber.user_id' must be a user's id, as /api/2.0/preview/scim/v2/Me has it."),
    };
}

/// <summary>A notification destination of the original.</summary>
internal sealed record DestinationSubscriberDocument([property: JsonPropertyName("destination_id")] string? DestinationId);

/// <summary>A webhook.</summary>
/// <param name="Url">What is posted to.</param>
internal sealed record WebhookDocument([property: JsonPropertyName("url")] string? Url);

/// <summary>An e-mail address.</summary>
internal sealed record EmailDocument([property: JsonPropertyName("address")] string? Address);
