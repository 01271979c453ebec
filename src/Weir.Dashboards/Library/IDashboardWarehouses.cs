using Weir.Accounts;
using Weir.Accounts.Http;

namespace Weir.Dashboards.Library;

/// <summary>What dashboards need to know of warehouses.</summary>
public interface IDashboardWarehouses
{
    /// <summary>The warehouse that exists from the start, in every workspace.</summary>
    string DefaultId { get; }

    /// <summary>Refuses a warehouse on which the caller may not run statements.</summary>
    /// <exception cref="ApiException">404 or 403.</exception>
    void RequireUse(Caller caller, string warehouseId);
}
