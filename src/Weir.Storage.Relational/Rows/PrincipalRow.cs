namespace Weir.Storage.Relational.Rows;

internal sealed class PrincipalRow
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    public required string Type { get; set; }

    public bool IsAccountAdmin { get; set; }

    public bool IsDeactivated { get; set; }

    public string? DisplayName { get; set; }

    public string? ExternalId { get; set; }

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? Email { get; set; }

    public DateTime CreationTime { get; set; }

    public DateTime LastUpdatedTime { get; set; }
}
