namespace Weir.Storage.Relational.Rows;

internal sealed class ClientSecretRow
{
    public required string Id { get; set; }

    public required string PrincipalId { get; set; }

    public required byte[] Hash { get; set; }

    public DateTime CreationTime { get; set; }

    public DateTime ExpiryTime { get; set; }
}
