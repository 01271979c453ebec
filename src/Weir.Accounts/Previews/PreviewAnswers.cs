namespace Weir.Accounts.Previews;

/// <summary>The previews of the account.</summary>
internal sealed record PreviewsAnswer(IEnumerable<PreviewAnswer> Previews);

/// <summary>A preview, and who switched it last; nobody has when that is null.</summary>
internal sealed record PreviewAnswer(string Name, string DisplayName, bool Enabled, bool Available, IReadOnlyList<string> UnmetRequirements, string? LastUpdatedBy, DateTime? LastUpdatedTime);
