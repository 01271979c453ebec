using Weir.Accounts;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Results;

/// <summary>Keeps one viewer from filling a warehouse's queue: a page of many widgets fits, a loop does not.</summary>
internal sealed class ViewerLimit
{
    private const int MostAtOnce = 100;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);

    /// <summary>Counts the viewer's request until what is answered is disposed.</summary>
    /// <exception cref="ApiException">429.</exception>
    public IDisposable Enter(Caller viewer)
    {
        lock (_lock)
        {
            var asked = _asked.GetValueOrDefault(viewer.PrincipalId);
            if (asked >= MostAtOnce)
            {
                throw new ApiException(429, "REQUEST_LIMIT_EXCEEDED", $"{MostAtOnce} results of dashboards are being calculated for you already. Wait for some of them.");
            }

            _asked[viewer.PrincipalId] = asked + 1;
        }

        return new Place(this, viewer.PrincipalId);
    }

    private void Leave(string principalId)
    {
        lock (_lock)
        {
            if (--_asked[principalId] == 0)
            {
                _asked.Remove(principalId);
            }
        }
    }

    private sealed class Place(ViewerLimit limit, string principalId) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
            {
                limit.Leave(principalId);
            }
        }
    }
}
