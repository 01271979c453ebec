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

    public async Task<bool> AddAsync(StoredEndpoint endpoint, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Endpoints.AnyAsync(row => row.WorkspaceId == endpoint.WorkspaceId && row.Name == endpoint.Name, cancellationToken))
        {
            return false;
        }

        context.Endpoints.Add(RowOf(endpoint));
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task UpdateAsync(StoredEndpoint endpoint, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Endpoints.Update(RowOf(endpoint));
        await context.SaveChangesAsync(cancellationToken);
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Endpoints.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

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
