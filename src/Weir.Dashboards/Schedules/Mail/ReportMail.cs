using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Weir.Dashboards.Schedules.Reports;

namespace Weir.Dashboards.Schedules.Mail;

/// <summary>Sends reports by e-mail.</summary>
internal sealed class ReportMail(MailOptions options)
{
    private const int TimeoutMilliseconds = 30_000;

    /// <summary>What to say where there is no server for it.</summary>
    public const string NotSet = "This server sends no e-mail. Its operator can set WEIR_Mail__Url and WEIR_Mail__From; a webhook works without.";

    /// <summary>Whether it can be sent.</summary>
    public bool IsSet => options.IsSet;

    /// <summary>Why an address gets no e-mail; NULL when it does.</summary>
    public string? RefusalOf(string address) => !options.IsSet ? NotSet
        : options.Allows(address) ? null
        : $"This server sends no e-mail to '{address}': its operator allows {options.AllowedDomains} (WEIR_Mail__AllowedDomains).";

    /// <summary>Sends a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="json">The same as JSON: the file where it has no other.</param>
    /// <param name="address">Where to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Why it was not taken; NULL when it was.</returns>
    public async Task<string?> SendAsync(Report report, string json, string address, CancellationToken cancellationToken)
    {
        if (RefusalOf(address) is { } refused)
        {
            return refused;
        }

        using var message = MessageOf(report, json, address);
        using var client = new SmtpClient { Timeout = TimeoutMilliseconds };
        try
        {
            await client.ConnectAsync(options.Server!.Host, options.Port, options.Security, cancellationToken);
            if (options.Credential is { } credential)
            {
                await client.AuthenticateAsync(credential, cancellationToken);
            }

            await client.SendAsync(message, cancellationToken);
            await client.DisconnectAsync(true, cancellationToken);
            return null;
        }
        catch (Exception failed) when (failed is SocketException or IOException or ProtocolException or CommandException or AuthenticationException or SslHandshakeException or TimeoutException)
        {
            // What a mail server says of a password that it refuses is for its operator.
            return failed is AuthenticationException ? "The mail server refused the user or the password of WEIR_Mail__Url." : $"The mail server did not take it: {failed.Message}";
        }
    }

    private MimeMessage MessageOf(Report report, string json, string address)
    {
        var message = new MimeMessage { Subject = report.DisplayName };
        message.From.Add(MailboxAddress.Parse(options.From));
        message.To.Add(MailboxAddress.Parse(address));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var body = new BodyBuilder { TextBody = TextOf(report) };
        if (report.Files.Count == 0)
        {
            body.Attachments.Add("report.json", Encoding.UTF8.GetBytes(json), new ContentType("application", "json"));
        }

        foreach (var file in report.Files)
        {
            body.Attachments.Add(file.Name, file.Bytes, ContentType.Parse(file.ContentType));
        }

        message.Body = body.ToMessageBody();
        return message;
    }

    private static string TextOf(Report report)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(report.Schedule.TimeZone);
        var local = TimeZoneInfo.ConvertTimeFromUtc(report.Computed, zone);
        var text = new StringBuilder();
        text.Append(report.DisplayName).Append(", ").Append(local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)).Append(' ').AppendLine(report.Schedule.TimeZone);
        text.AppendLine(report.Url);
        foreach (var page in report.Pages.Where(page => page.Counters.Count > 0))
        {
            text.AppendLine().AppendLine(page.DisplayName);
            foreach (var counter in page.Counters)
            {
                text.Append("  ").Append(counter.Title).Append(": ").AppendLine(counter.Error ?? counter.Value ?? "no value");
            }
        }

        text.AppendLine().Append("Sent by the schedule '").Append(report.Schedule.DisplayName).AppendLine("' of the dashboard.");
        return text.ToString();
    }
}
