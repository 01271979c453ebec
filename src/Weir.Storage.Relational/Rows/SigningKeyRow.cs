namespace Weir.Storage.Relational.Rows;

internal sealed class SigningKeyRow
{
    public required string Id { get; set; }

    public DateTime CreationTime { get; set; }

    /// <summary>PKCS #8, encrypted.</summary>
    public required byte[] ProtectedKey { get; set; }
}
