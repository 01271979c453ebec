namespace Weir.Storage.Relational.Rows;

internal sealed class PasswordRow
{
    public required string PrincipalId { get; set; }

    /// <summary>As ASP.NET Core's PasswordHasher makes it.</summary>
    public required string Hash { get; set; }
}
