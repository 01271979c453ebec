using System.Security.Cryptography;
using System.Text;

namespace Weir.Warehouse.Warehouses;

/// <summary>The warehouse that exists from the start, in every workspace: statements that name none run on it.</summary>
/// <param name="accountId">The account, from which its id is made, so that it stays the same.</param>
public sealed class DefaultWarehouse(string accountId)
{
    /// <summary>Its name, which stays.</summary>
    public const string Name = "Weir";

    /// <summary>16 hexadecimal digits.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("warehouse/" + accountId)).AsSpan(0, 8));

    /// <summary>What it is until it is edited: it runs as many statements as the engine takes, and never stops.</summary>
    public SqlWarehouse Initial => new() { Id = Id, WorkspaceId = null, Name = Name, Creator = null, Size = "Large", MaxNumClusters = 4 };
}
