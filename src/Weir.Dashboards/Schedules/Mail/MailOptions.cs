using System.Net;
using MailKit.Security;
using MimeKit;

namespace Weir.Dashboards.Schedules.Mail;

/// <summary>The section <c>Mail</c> of the configuration: the server that sends e-mail.</summary>
public sealed class MailOptions
{
    /// <summary><c>smtp://user:password@host:587</c>, or <c>smtps://</c> for TLS from the beginning; empty for no e-mail.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>Who sends, for example <c>Weir &lt;weir@example.com&gt;</c>.</summary>
    public string From { get; set; } = string.Empty;

    /// <summary>The domains, with commas, that e-mail may go to; empty for every one.</summary>
    public string AllowedDomains { get; set; } = string.Empty;

    /// <summary>Whether e-mail can be sent.</summary>
    public bool IsSet => Url.Length > 0;

    /// <summary>What is wrong with the settings; NULL when nothing is.</summary>
    public string? Fault => !IsSet ? null
        : Server is not { Host.Length: > 0, Scheme: "smtp" or "smtps" } ? "WEIR_Mail__Url must be smtp://user:password@host:587 or smtps://user:password@host:465, with what is special in the password written as %xx."
        : !MailboxAddress.TryParse(From, out _) ? "WEIR_Mail__From must be the e-mail address that sends, for example weir@example.com."
        : null;

    /// <summary>The server; NULL when it is none.</summary>
    internal Uri? Server => Uri.TryCreate(Url, UriKind.Absolute, out var server) ? server : null;

    /// <summary>The server's port.</summary>
    internal int Port => Server!.Port > 0 ? Server.Port : Server.Scheme == "smtps" ? 465 : 587;

    /// <summary>The user's name and password; NULL for none.</summary>
    internal NetworkCredential? Credential => Server!.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password] ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)) : null;

    /// <summary>How the connection is encrypted. A password goes over an encrypted one alone, unless to this machine.</summary>
    internal SecureSocketOptions Security => Server!.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect
        : Credential is null || Server.IsLoopback ? SecureSocketOptions.StartTlsWhenAvailable
        : SecureSocketOptions.StartTls;

    /// <summary>Whether e-mail may go to an address.</summary>
    internal bool Allows(string address) =>
        AllowedDomains.Length == 0 || AllowedDomains.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(domain => address.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase));
}
