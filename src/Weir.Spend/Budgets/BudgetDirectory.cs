using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Weir.Accounts.Replication;

namespace Weir.Spend.Budgets;

/// <summary>The budgets in memory, with their secrets in clear.</summary>
public sealed class BudgetDirectory : IReplicatedState, IDisposable
{
    private readonly IBudgetStore _store;
    private readonly IDataProtector _protector;
    private readonly ReplicatedSnapshot<IReadOnlyList<Budget>> _budgets;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>A directory that knows none until it is loaded.</summary>
    public BudgetDirectory(IBudgetStore store, IDataProtectionProvider protection)
    {
        _store = store;
        _protector = protection.CreateProtector("Weir.WebhookSecrets");
        _budgets = new ReplicatedSnapshot<IReadOnlyList<Budget>>([], async (_, cancellationToken) =>
            [.. (await store.LoadAsync(cancellationToken)).Select(budget => budget with { WebhookSecret = budget.WebhookSecret is { } secret ? _protector.Unprotect(secret) : null })]);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Budget> Budgets => _budgets.Current;

    /// <summary>Completes when they have changed.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <inheritdoc/>
    public string StateName => IBudgetStore.StateName;

    /// <inheritdoc/>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _budgets.ReloadAsync(cancellationToken);
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    /// <summary>The budget of an id, or NULL.</summary>
    public Budget? Find(string id) => Budgets.FirstOrDefault(budget => budget.Id == id);

    /// <summary>Adds or replaces a budget. False when another has its name.</summary>
    public async Task<bool> SaveAsync(Budget budget, CancellationToken cancellationToken)
    {
        var isSaved = await _store.SaveAsync(budget with { WebhookSecret = budget.WebhookSecret is { } secret ? _protector.Protect(secret) : null }, cancellationToken);

        // A client that hangs up now must not keep the change from taking effect.
        await ReloadAsync(CancellationToken.None);
        return isSaved;
    }

    /// <summary>Deletes a budget. False when there is none of that id.</summary>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var isDeleted = await _store.DeleteAsync(id, cancellationToken);
        await ReloadAsync(CancellationToken.None);
        return isDeleted;
    }

    /// <summary>A secret to sign with, as the Standard Webhooks specification spells one.</summary>
    public static string NewWebhookSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <inheritdoc/>
    public void Dispose() => _budgets.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
