namespace Weir.Spend.Prices;

/// <summary>Keeps the prices that were entered and imported.</summary>
public interface IPriceStore
{
    /// <summary>What they are among the parts that replicas share.</summary>
    const string StateName = "prices";

    /// <summary>All of them.</summary>
    Task<IReadOnlyList<StoredPrice>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps these, all or none; one with the id of another takes its place.</summary>
    Task SaveAsync(IReadOnlyList<StoredPrice> prices, CancellationToken cancellationToken);

    /// <summary>Forgets one. False when there is none of that id.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
