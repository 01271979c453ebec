using Microsoft.EntityFrameworkCore;
using Weir.Gateway.Metering;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class BatchClaims(IDbContextFactory<WeirDbContext> contexts) : IBatchClaims
{
    public async Task<bool> TryClaimAsync(string batch, Guid requestId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.BatchClaims.AnyAsync(row => row.Batch == batch, cancellationToken))
        {
            return false;
        }

        context.BatchClaims.Add(new BatchClaimRow { Batch = batch, RequestId = requestId });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // Somebody else asked at the same moment: the key says who was first.
            context.ChangeTracker.Clear();
            if (await context.BatchClaims.AnyAsync(row => row.Batch == batch, cancellationToken))
            {
                return false;
            }

            throw;
        }
    }
}
