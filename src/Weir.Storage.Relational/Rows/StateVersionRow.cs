namespace Weir.Storage.Relational.Rows;

/// <summary>How often a part of the control plane that replicas share was changed.</summary>
internal sealed class StateVersionRow
{
    public required string Name { get; set; }

    public long Version { get; set; }
}
