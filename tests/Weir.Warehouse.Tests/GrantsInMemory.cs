using Weir.Accounts.Grants;

namespace Weir.Warehouse.Tests;

/// <summary>Grants that last as long as the test.</summary>
internal sealed class GrantsInMemory : IGrantStore
{
    private readonly HashSet<DataGrant> _grants = [];

    public Task<IReadOnlyList<DataGrant>> LoadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DataGrant>>([.. _grants]);

    public Task ChangeAsync(IReadOnlyList<DataGrant> added, IReadOnlyList<DataGrant> removed, CancellationToken cancellationToken)
    {
        _grants.UnionWith(added);
        _grants.ExceptWith(removed);
        return Task.CompletedTask;
    }

    public Task RenameAsync(string principal, string? name, CancellationToken cancellationToken) => Task.CompletedTask;
}
