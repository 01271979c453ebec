namespace Weir.Accounts.Replication;

/// <summary>Loads the parts of the control plane that replicas share, and reloads those that another replica has changed.</summary>
public sealed class ReplicatedStates(IEnumerable<IReplicatedState> states, IStateVersions versions)
{
    private readonly IReadOnlyList<IReplicatedState> _states = [.. states];
    private IReadOnlyDictionary<string, long> _seen = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Loads every part.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        // The versions are read first: what changes meanwhile is read once more at the next look.
        var seen = await versions.ReadAsync(cancellationToken);
        foreach (var state in _states)
        {
            await state.ReloadAsync(cancellationToken);
        }

        _seen = seen;
    }

    /// <summary>Reloads the parts whose version is another than at the last look. Not to be run twice at the same time.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var current = await versions.ReadAsync(cancellationToken);
        foreach (var state in _states.Where(state => current.GetValueOrDefault(state.StateName) != _seen.GetValueOrDefault(state.StateName)))
        {
            await state.ReloadAsync(cancellationToken);
        }

        _seen = current;
    }
}
