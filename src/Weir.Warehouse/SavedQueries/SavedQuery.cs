namespace Weir.Warehouse.SavedQueries;

/// <summary>A text with a name that somebody keeps in a workspace.</summary>
public sealed record SavedQuery
{
    /// <summary>A UUID of version 7: by id is by time of creation.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>The id of the principal that made it and manages it.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The id of the principal that changed it last.</summary>
    public required string LastModifierId { get; init; }

    /// <summary>Its name, which the owner has once in the workspace.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The SQL. It is kept as it is written, and need not be right.</summary>
    public required string QueryText { get; init; }

    /// <summary>What it is for, or NULL.</summary>
    public string? Description { get; init; }

    /// <summary>The warehouse to run it on, or NULL for any.</summary>
    public string? WarehouseId { get; init; }

    /// <summary>The catalog that names in it begin from, or NULL.</summary>
    public string? Catalog { get; init; }

    /// <summary>The schema that names in it begin from, or NULL.</summary>
    public string? Schema { get; init; }

    /// <summary>Its parameters: the JSON text of a checked list, or NULL for none.</summary>
    public string? Parameters { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was made, UTC.</summary>
    public required DateTime CreateTime { get; init; }

    /// <summary>When it was last changed, UTC.</summary>
    public required DateTime UpdateTime { get; init; }
}
