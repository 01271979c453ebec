using System.Collections.Frozen;

namespace Weir.Accounts.Previews;

/// <summary>The switches in memory: an immutable snapshot, swapped whole after each change, so that a request asks without a lock or a database.</summary>
public sealed class PreviewSwitches(IPreviewStore store, DeploymentOptions deployment, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private readonly IReadOnlyList<string> _unmet = deployment.UnmetRequirements();
    private volatile FrozenDictionary<string, PreviewSetting> _settings = FrozenDictionary<string, PreviewSetting>.Empty;

    /// <summary>What the deployment lacks of what a preview requires.</summary>
    public IReadOnlyList<string> UnmetRequirementsOf(Preview preview) => preview == Preview.AIGateway ? _unmet : [];

    /// <summary>How the preview was last set, or NULL when it never was.</summary>
    public PreviewSetting? SettingOf(Preview preview) => _settings.GetValueOrDefault(preview.Name);

    /// <summary>Whether the preview's routes answer.</summary>
    public bool IsOn(Preview preview) => (SettingOf(preview)?.Enabled ?? true) && UnmetRequirementsOf(preview).Count == 0;

    /// <summary>Why they do not, and who can change that.</summary>
    public string Explain(Preview preview) => UnmetRequirementsOf(preview) is { Count: > 0 } unmet
        ? string.Join(' ', unmet)
        : $"The preview '{preview.DisplayName}' is off in this account. An account admin can turn it on: PATCH /api/2.0/accounts/{{account_id}}/previews with {{\"previews\":[{{\"name\":\"{preview.Name}\",\"enabled\":true}}]}}.";

    /// <summary>Reads the switches from the store.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) =>
        _settings = (await store.LoadAsync(cancellationToken)).ToFrozenDictionary(setting => setting.Name, StringComparer.Ordinal);

    /// <summary>Sets switches; requests see it as soon as this returns.</summary>
    public async Task SetAsync(IReadOnlyDictionary<string, bool> enabled, string by, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            await store.SaveAsync([.. enabled.Select(change => new PreviewSetting(change.Key, change.Value, by, time.GetUtcNow().UtcDateTime))], cancellationToken);
            await LoadAsync(cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changing.Dispose();
}
