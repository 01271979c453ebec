namespace Weir.Accounts.Replication;

/// <summary>A part of the control plane that each replica holds in memory, and any replica may change in the shared database.</summary>
public interface IReplicatedState
{
    /// <summary>The part's name among the <see cref="IStateVersions"/>.</summary>
    string StateName { get; }

    /// <summary>Takes over what the database holds.</summary>
    Task ReloadAsync(CancellationToken cancellationToken);
}

/// <summary>Tells whether a part was changed: each change of it, by whichever replica, raises its version in the same transaction.</summary>
public interface IStateVersions
{
    /// <summary>The version of each part that was ever changed, by the part's name.</summary>
    Task<IReadOnlyDictionary<string, long>> ReadAsync(CancellationToken cancellationToken);
}
