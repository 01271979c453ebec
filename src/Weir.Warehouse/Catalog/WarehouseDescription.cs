using System.Security.Cryptography;
using System.Text;

namespace Weir.Warehouse.Catalog;

/// <summary>The warehouse that exists from the start: the embedded engine.</summary>
/// <param name="accountId">The account, from which its id is made, so that it stays the same.</param>
public sealed class WarehouseDescription(string accountId)
{
    /// <summary>16 hexadecimal digits.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("warehouse/" + accountId)).AsSpan(0, 8));

    /// <summary>The warehouse in the shape of <c>GET /api/2.0/sql/warehouses</c> (original-product.md 5.2).</summary>
    public object ToJson(string host) => new
    {
        id = Id,
        name = "Weir",
        cluster_size = "Small",
        min_num_clusters = 1,
        max_num_clusters = 1,
        num_clusters = 1,
        auto_stop_mins = 0,
        warehouse_type = "PRO",
        enable_photon = false,
        enable_serverless_compute = false,
        state = "RUNNING",
        health = new { status = "HEALTHY" },
        channel = new { name = "CHANNEL_NAME_CURRENT" },
        odbc_params = new { hostname = host, path = "/sql/1.0/warehouses/" + Id, port = 443, protocol = "https" },
    };
}
