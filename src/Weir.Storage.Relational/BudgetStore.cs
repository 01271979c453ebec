using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Weir.Spend.Budgets;
using Weir.Storage.Relational.Rows;

namespace Weir.Storage.Relational;

internal sealed class BudgetStore(IDbContextFactory<WeirDbContext> contexts) : IBudgetStore
{
    public async Task<IReadOnlyList<Budget>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Budgets.AsNoTracking().OrderBy(row => row.Id).Select(row => row.Document).ToListAsync(cancellationToken);
        return [.. rows.Select(document => JsonSerializer.Deserialize<Budget>(document)!)];
    }

    public Task<bool> SaveAsync(Budget budget, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IBudgetStore.StateName,
            async context =>
            {
                if (await context.Budgets.AnyAsync(row => row.Name == budget.Name && row.Id != budget.Id, cancellationToken))
                {
                    return false;
                }

                var row = new BudgetRow { Id = budget.Id, Name = budget.Name, Document = JsonSerializer.Serialize(budget) };
                if (await context.Budgets.AnyAsync(known => known.Id == budget.Id, cancellationToken))
                {
                    context.Budgets.Update(row);
                }
                else
                {
                    context.Budgets.Add(row);
                }

                return true;
            },
            cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        contexts.ChangeAsync(
            IBudgetStore.StateName,
            async context => await context.Budgets.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0,
            cancellationToken);
}
