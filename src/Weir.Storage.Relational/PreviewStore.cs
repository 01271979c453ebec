using Microsoft.EntityFrameworkCore;
using Weir.Accounts.Previews;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class PreviewStore(IDbContextFactory<WeirDbContext> contexts) : IPreviewStore
{
    public async Task<IReadOnlyList<PreviewSetting>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Previews.Select(row => new PreviewSetting(row.Name, row.Enabled, row.UpdatedBy, row.UpdatedTime)).ToListAsync(cancellationToken);
    }

    public Task SaveAsync(IReadOnlyList<PreviewSetting> settings, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IPreviewStore.StateName,
            async context =>
            {
                var known = await context.Previews.ToDictionaryAsync(row => row.Name, StringComparer.Ordinal, cancellationToken);
                foreach (var setting in settings)
                {
                    if (!known.TryGetValue(setting.Name, out var row))
                    {
                        row = new PreviewRow { Name = setting.Name, UpdatedBy = setting.UpdatedBy };
                        context.Previews.Add(row);
                    }

                    row.Enabled = setting.Enabled;
                    row.UpdatedBy = setting.UpdatedBy;
                    row.UpdatedTime = setting.UpdatedTime;
                }
            },
            cancellationToken);
}
