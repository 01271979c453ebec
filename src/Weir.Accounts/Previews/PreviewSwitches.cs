using System.Collections.Frozen;
using Weir.Accounts.Replication;

namespace Weir.Accounts.Previews;

/// <summary>The switches in memory: an immutable snapshot, swapped whole after each change, so that a request asks without a lock or a database.</summary>
public sealed class PreviewSwitches(IPreviewStore store, DeploymentOptions deployment, TimeProvider time) : IReplicatedState, IDisposable
{
    private readonly IReadOnlyList<string> _unmet = deployment.UnmetRequirements();
    private readonly ReplicatedSnapshot<FrozenDictionary<string, PreviewSetting>> _settings = new(
        FrozenDictionary<string, PreviewSetting>.Empty,
        async (_, cancellationToken) => (await store.LoadAsync(cancellationToken)).ToFrozenDictionary(setting => setting.Name, StringComparer.Ordinal));

    /// <summary>What the deployment lacks of what a preview requires.</summary>
    public IReadOnlyList<string> UnmetRequirementsOf(Preview preview) => preview == Preview.AIGateway ? _unmet : [];

    /// <summary>How the preview was last set, or NULL when it never was.</summary>
    public PreviewSetting? SettingOf(Preview preview) => _settings.Current.GetValueOrDefault(preview.Name);

    /// <summary>Whether the preview's routes answer.</summary>
    public bool IsOn(Preview preview) => (SettingOf(preview)?.Enabled ?? true) && UnmetRequirementsOf(preview).Count == 0;

    /// <summary>Why they do not, and who can change that.</summary>
    public string Explain(Preview preview) => UnmetRequirementsOf(preview) is { Count: > 0 } unmet
        ? string.Join(' ', unmet)
        : $"The preview '{preview.DisplayName}' is off in this account. An account admin can turn it on: PATCH /api/2.0/accounts/{{account_id}}/previews with {{\"previews\":[{{\"name\":\"{preview.Name}\",\"enabled\":true}}]}}.";

    /// <inheritdoc/>
    public string StateName => IPreviewStore.StateName;

    /// <inheritdoc/>
    public Task ReloadAsync(CancellationToken cancellationToken) => _settings.ReloadAsync(cancellationToken);

    /// <summary>Sets switches; requests see it as soon as this returns.</summary>
    public async Task SetAsync(IReadOnlyDictionary<string, bool> enabled, string by, CancellationToken cancellationToken)
    {
        await store.SaveAsync([.. enabled.Select(change => new PreviewSetting(change.Key, change.Value, by, time.GetUtcNow().UtcDateTime))], cancellationToken);

        // A client that hangs up now must not keep the change from taking effect.
        await ReloadAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public void Dispose() => _settings.Dispose();
}
