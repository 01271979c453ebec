using Weir.Accounts;
using Weir.Accounts.Auditing;
using Weir.Usage.Auditing;

namespace Weir.Auditing;

/// <summary>The audit log: events become records of the journal's stream.</summary>
internal sealed partial class AuditLog(AuditJournal journal, AccountDirectory accounts, TimeProvider time, ILogger<AuditLog> logger) : BackgroundService, IAuditLog
{
    private const string AccountLevelWorkspace = "0";

    private readonly DeniedAccesses _denied = new(time);

    public async Task EnsureWritableAsync()
    {
        if (journal.Failure is not null)
        {
            // Only an append tells whether the disk has room again.
            await WriteAsync(new AuditEvent("accounts", "auditLogRecovered", 200) { IsAccountLevel = true });
        }
    }

    public Task WriteAsync(AuditEvent auditEvent) => journal.AppendAsync(RecordOf(auditEvent));

    public void Denied(AuditEvent auditEvent)
    {
        foreach (var row in _denied.Take(auditEvent))
        {
            _ = AppendAsync(row);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await AppendCountsAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(DeniedAccesses.Window, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await AppendCountsAsync();
        }
    }

    private Task AppendCountsAsync() => Task.WhenAll(_denied.EndWindow().Select(AppendAsync));

    // A refusal stands whether or not it can be written down.
    private async Task AppendAsync(AuditEvent denied)
    {
        try
        {
            await WriteAsync(denied);
        }
        catch (Exception unwritable) when (unwritable is IOException or ObjectDisposedException)
        {
            NotWritten(logger, denied.ActionName, denied.StatusCode, unwritable.Message);
        }
    }

    private AuditRecord RecordOf(AuditEvent said)
    {
        var origin = said.Origin;
        var now = time.GetUtcNow();
        return new AuditRecord
        {
            RequestId = origin?.RequestId ?? Guid.CreateVersion7(now),
            EventId = Guid.CreateVersion7(now),
            EventTime = now.UtcDateTime,
            AccountId = accounts.State.AccountId,
            WorkspaceId = said.IsAccountLevel ? AccountLevelWorkspace : origin?.Caller?.WorkspaceId ?? AccountLevelWorkspace,
            SourceIpAddress = origin?.SourceIpAddress,
            UserAgent = origin?.UserAgent,
            Identity = said.Identity ?? origin?.Caller?.PrincipalName ?? origin?.ClaimedIdentity,
            ServiceName = said.ServiceName,
            ActionName = said.ActionName,
            RequestParams = said.Parameters,
            StatusCode = said.StatusCode,
            ErrorMessage = said.ErrorMessage,
            Result = said.Result,
            IsAccountLevel = said.IsAccountLevel || origin?.Caller is null,
        };
    }

    [LoggerMessage(320, LogLevel.Error, "The denied access {Action} ({Status}) has no audit row: {Reason}")]
    private static partial void NotWritten(ILogger logger, string action, int status, string reason);
}
