namespace Weir.Generation;

/// <summary>Chooses among alternatives, each as often as it weighs.</summary>
internal sealed class WeightedChoice
{
    private readonly double[] _upTo;

    public WeightedChoice(IEnumerable<double> weights)
    {
        var sum = 0.0;
        _upTo = [.. weights.Select(weight => sum += weight)];
    }

    /// <summary>The sum of the weights.</summary>
    public double Total => _upTo.Length == 0 ? 0 : _upTo[^1];

    /// <summary>Chooses one; those that weigh nothing never.</summary>
    /// <param name="draw">Evenly drawn from 0 (inclusive) to 1 (exclusive).</param>
    /// <returns>Its index.</returns>
    public int Choose(double draw)
    {
        var mark = draw * Total;
        var (low, high) = (0, _upTo.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_upTo[middle] > mark)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        // A draw that rounds up to the whole must not end at one that weighs nothing.
        while (low > 0 && _upTo[low] == _upTo[low - 1])
        {
            low--;
        }

        return low;
    }
}
