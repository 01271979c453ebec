using Weir.Usage.Records;
using Weir.Usage.Stores;

namespace Weir.Spend.Recosting;

/// <summary>What pricing anew changes, by model.</summary>
public sealed class RecostChanges
{
    private readonly Dictionary<(string Provider, string Model, string? ResponseModel, string ServiceTier), RecostChange> _byModel = [];

    /// <summary>The models with a cost that changes.</summary>
    public IReadOnlyCollection<RecostChange> ByModel => _byModel.Values;

    /// <summary>Records with a cost that changes.</summary>
    public int Records { get; private set; }

    /// <summary>Notes a record.</summary>
    /// <param name="before">Its attempts with what they are said to cost.</param>
    /// <param name="after">What they cost, in the same order.</param>
    /// <returns>Whether anything changes.</returns>
    public bool Note(IReadOnlyList<CostedAttempt> before, IReadOnlyList<AttemptCost> after)
    {
        var isChanged = false;
        for (var i = 0; i < before.Count; i++)
        {
            var (was, now) = (before[i], after[i]);
            if (was.HasCost && was.ListCost == now.ListCost)
            {
                continue;
            }

            isChanged = true;
            var key = (was.Attempt.Provider, was.Attempt.Model, was.Attempt.ResponseModel, now.ServiceTier);
            var change = _byModel.GetValueOrDefault(key) ?? new RecostChange(key.Provider, key.Model, key.ResponseModel, key.ServiceTier, 0, 0, 0, 0, 0);
            _byModel[key] = change with
            {
                Attempts = change.Attempts + 1,
                Before = change.Before + (was.ListCost ?? 0),
                After = change.After + (now.ListCost ?? 0),
                UnpricedBefore = change.UnpricedBefore + (was.ListCost is null ? 1 : 0),
                UnpricedAfter = change.UnpricedAfter + (now.ListCost is null ? 1 : 0),
            };
        }

        Records += isChanged ? 1 : 0;
        return isChanged;
    }
}

/// <summary>What changes of a model's costs.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="ResponseModel">The model that the provider said it used, or NULL.</param>
/// <param name="ServiceTier">The service tier.</param>
/// <param name="Attempts">Attempts whose cost changes.</param>
/// <param name="Before">What these cost before, in USD.</param>
/// <param name="After">What they cost now, in USD.</param>
/// <param name="UnpricedBefore">How many of them had no known cost.</param>
/// <param name="UnpricedAfter">How many have none now.</param>
public sealed record RecostChange(string Provider, string Model, string? ResponseModel, string ServiceTier, int Attempts, decimal Before, decimal After, int UnpricedBefore, int UnpricedAfter);
