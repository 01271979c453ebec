namespace Weir.Spend.Budgets;

/// <summary>Keeps budgets. Their secrets come to it protected.</summary>
public interface IBudgetStore
{
    /// <summary>What the budgets are among the parts that replicas share.</summary>
    const string StateName = "budgets";

    /// <summary>All of them.</summary>
    Task<IReadOnlyList<Budget>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces one, by its id. False, with nothing changed, when another has its name.</summary>
    Task<bool> SaveAsync(Budget budget, CancellationToken cancellationToken);

    /// <summary>Deletes one. False when there is none of that id.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
