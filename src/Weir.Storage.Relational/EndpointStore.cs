using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Weir.Gateway.Endpoints;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class EndpointStore(IDbContextFactory<WeirDbContext> contexts) : IEndpointStore
{
    public async Task<IReadOnlyList<StoredEndpoint>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Endpoints.AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => new StoredEndpoint(
            row.Id,
            row.WorkspaceId,
            row.Creator,
            row.CreationTime,
            row.LastUpdatedTime,
            row.AllowPrivateAddress,
            JsonSerializer.Deserialize<EndpointDocument>(row.Document, EndpointDocument.Json)!))];
    }

    public Task<bool> AddAsync(StoredEndpoint endpoint, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IEndpointStore.StateName,
            async context =>
            {
                if (await context.Endpoints.AnyAsync(row => row.WorkspaceId == endpoint.WorkspaceId && row.Name == endpoint.Name, cancellationToken))
                {
                    return false;
                }

                context.Endpoints.Add(RowOf(endpoint));
                return true;
            },
            cancellationToken);

    public Task<EndpointUpdate> UpdateAsync(StoredEndpoint before, StoredEndpoint after, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IEndpointStore.StateName,
            async context =>
            {
                if (!await context.Endpoints.AnyAsync(row => row.Id == before.Id && row.LastUpdatedTime == before.LastUpdatedTime, cancellationToken))
                {
                    return EndpointUpdate.Outdated;
                }

                if (await context.Endpoints.AnyAsync(row => row.WorkspaceId == after.WorkspaceId && row.Name == after.Name && row.Id != after.Id, cancellationToken))
                {
                    return EndpointUpdate.NameTaken;
                }

                context.Endpoints.Update(RowOf(after));
                return EndpointUpdate.Done;
            },
            cancellationToken);

    public Task DeleteAsync(string id, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IEndpointStore.StateName,
            context => context.Endpoints.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken),
            cancellationToken);

    private static EndpointRow RowOf(StoredEndpoint endpoint) => new()
    {
        Id = endpoint.Id,
        WorkspaceId = endpoint.WorkspaceId,
        Name = endpoint.Name,
        Creator = endpoint.Creator,
        CreationTime = endpoint.CreationTime,
        LastUpdatedTime = endpoint.LastUpdatedTime,
        AllowPrivateAddress = endpoint.AllowPrivateAddress,
        Document = JsonSerializer.Serialize(endpoint.Document, EndpointDocument.Json),
    };
}
