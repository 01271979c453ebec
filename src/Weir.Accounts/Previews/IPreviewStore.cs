namespace Weir.Accounts.Previews;

/// <summary>Keeps the switches that were changed.</summary>
public interface IPreviewStore
{
    /// <summary>What the switches are among the parts that replicas share.</summary>
    const string StateName = "previews";

    /// <summary>All of them.</summary>
    Task<IReadOnlyList<PreviewSetting>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps these, all or none.</summary>
    Task SaveAsync(IReadOnlyList<PreviewSetting> settings, CancellationToken cancellationToken);
}
