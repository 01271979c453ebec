using Weir.Accounts.Replication;

namespace Weir.Spend.Prices;

/// <summary>The price book in memory: swapped whole after each change, so that a request asks without a lock or a database.</summary>
/// <param name="store">Keeps what was entered.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
public sealed class PriceDirectory(IPriceStore store, PriceOptions options, TimeProvider time) : IReplicatedState, IDisposable
{
    private readonly ReplicatedSnapshot<State> _state = new(
        new State(new PriceBook(options.List, options.File), []),
        async (before, cancellationToken) =>
        {
            var entered = await store.LoadAsync(cancellationToken);
            return new State(new PriceBook(before.Book.List, [.. options.File, .. entered.Select(price => price.Entry)]), entered);
        });

    /// <summary>The book.</summary>
    public PriceBook Book => _state.Current.Book;

    /// <summary>The prices that were entered and imported.</summary>
    public IReadOnlyList<StoredPrice> Entered => _state.Current.Entered;

    /// <summary>The providers that destinations can have.</summary>
    public IReadOnlyCollection<string> Providers => options.Providers;

    /// <inheritdoc/>
    public string StateName => IPriceStore.StateName;

    /// <inheritdoc/>
    public Task ReloadAsync(CancellationToken cancellationToken) => _state.ReloadAsync(cancellationToken);

    /// <summary>Enters prices; requests are priced by them as soon as this returns.</summary>
    public async Task<IReadOnlyList<StoredPrice>> EnterAsync(IReadOnlyList<PriceOverride> prices, string by, CancellationToken cancellationToken)
    {
        var entered = prices.Select(price => new StoredPrice(price, by, time.GetUtcNow().UtcDateTime)).ToList();
        await store.SaveAsync(entered, cancellationToken);

        // A client that hangs up now must not keep the change from taking effect.
        await ReloadAsync(CancellationToken.None);
        return entered;
    }

    /// <summary>Takes a price out. False when there is none of that id.</summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var removed = await store.DeleteAsync(id, cancellationToken);
        await ReloadAsync(CancellationToken.None);
        return removed;
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Dispose();

    private sealed record State(PriceBook Book, IReadOnlyList<StoredPrice> Entered);
}

/// <summary>What the price book is made of, beside what was entered.</summary>
/// <param name="List">The published list.</param>
/// <param name="File">The prices of the file.</param>
/// <param name="Providers">The providers that destinations can have.</param>
public sealed record PriceOptions(PriceList List, IReadOnlyList<PriceOverride> File, IReadOnlyCollection<string> Providers);
