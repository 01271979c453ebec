using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Weir.EndToEnd;

/// <summary>A server that takes e-mail: SMTP, with a user and a password.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    public const string User = "weir";
    public const string Password = "p@ss/word";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private MailReceiver(int port)
    {
        Url = $"smtp://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{port}";
        var options = new SmtpServerOptionsBuilder().ServerName("mail.example.com")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, port)).AuthenticationRequired().AllowUnsecureAuthentication())
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Store(Taken));
        services.Add(new OneUser());
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    /// <summary>As the setting <c>WEIR_Mail__Url</c> has it.</summary>
    public string Url { get; }

    /// <summary>What came, with the address that it was sent to.</summary>
    public ConcurrentQueue<(string To, MimeMessage Message)> Taken { get; } = new();

    public static MailReceiver Start()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new MailReceiver(port);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was stopped.
        }

        _stop.Dispose();
    }

    private sealed class Store(ConcurrentQueue<(string To, MimeMessage Message)> taken) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var stream = new MemoryStream(buffer.ToArray());
            taken.Enqueue((string.Join(',', transaction.To.Select(to => $"{to.User}@{to.Host}")), await MimeMessage.LoadAsync(stream, cancellationToken)));
            return SmtpResponse.Ok;
        }
    }

    private sealed class OneUser : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) => Task.FromResult((user, password) == (User, Password));
    }
}
