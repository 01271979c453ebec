using Weir.Usage.Records;

namespace Weir.Warehouse.Catalog;

/// <summary>The tables that SQL knows, by their full lower-case names.</summary>
public static class TableCatalog
{
    /// <summary>The usage table's full name.</summary>
    public const string Usage = "system.ai_gateway.usage";

    /// <summary>The tables.</summary>
    public static IReadOnlyList<CatalogTable> Tables { get; } =
    [
        new("system", "ai_gateway", "usage", "Each row is one request to an AI Gateway endpoint.", RecordColumns.Usage),
    ];

    /// <summary>The table that a name of one to three parts means, or NULL.</summary>
    /// <param name="catalog">The name's catalog, or empty for the default one.</param>
    /// <param name="schema">The name's schema, or empty for the default one.</param>
    /// <param name="table">The table.</param>
    /// <param name="defaultCatalog">The statement's catalog.</param>
    /// <param name="defaultSchema">The statement's schema.</param>
    public static CatalogTable? Find(string catalog, string schema, string table, string? defaultCatalog, string? defaultSchema)
    {
        schema = schema.Length > 0 ? schema : defaultSchema ?? string.Empty;
        catalog = catalog.Length > 0 ? catalog : defaultCatalog ?? "system";
        return Tables.FirstOrDefault(known => Same(known.Catalog, catalog) && Same(known.Schema, schema) && Same(known.Name, table));
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A table.</summary>
public sealed record CatalogTable(string Catalog, string Schema, string Name, string Comment, IReadOnlyList<RecordColumn> Columns)
{
    /// <summary>Its full name.</summary>
    public string FullName => $"{Catalog}.{Schema}.{Name}";
}
