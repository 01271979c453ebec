using System.Text.Json.Serialization;
using Weir.Warehouse.Dialect;

namespace Weir.Warehouse.Catalog;

/// <summary>A page of catalogs.</summary>
internal sealed record CatalogsAnswer(IReadOnlyList<CatalogAnswer> Catalogs, string? NextPageToken);

/// <summary>A catalog (CatalogInfo). What Weir does not know, such as when it was made, is left out.</summary>
internal sealed record CatalogAnswer(string Name, string FullName, string CatalogType, string SecurableType, string Comment)
{
    public static CatalogAnswer Of(string name) => new(name, name, name == "system" ? "SYSTEM_CATALOG" : "MANAGED_CATALOG", "CATALOG", TableCatalog.CommentOfCatalog(name));
}

/// <summary>A page of schemas.</summary>
internal sealed record SchemasAnswer(IReadOnlyList<SchemaAnswer> Schemas, string? NextPageToken);

/// <summary>A schema (SchemaInfo).</summary>
internal sealed record SchemaAnswer(string Name, string CatalogName, string FullName, string CatalogType, string SecurableType, string Comment)
{
    public static SchemaAnswer Of(CatalogSchema schema) =>
        new(schema.Name, schema.Catalog, schema.FullName, CatalogAnswer.Of(schema.Catalog).CatalogType, "SCHEMA", TableCatalog.CommentOfSchema(schema.Catalog, schema.Name));
}

/// <summary>A page of tables.</summary>
internal sealed record TablesAnswer(IReadOnlyList<TableAnswer> Tables, string? NextPageToken);

/// <summary>A table (TableInfo).</summary>
internal sealed record TableAnswer(
    string Name,
    string CatalogName,
    string SchemaName,
    string FullName,
    string TableType,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DataSourceFormat,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ColumnAnswer>? Columns,
    string Comment,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Properties)
{
    public static TableAnswer Of(CatalogTable table, bool omitColumns = false, bool omitProperties = false) => new(
        table.Name,
        table.Catalog,
        table.Schema,
        table.FullName,
        TypeOf(table),
        table.IsView ? null : "DUCKDB",
        omitColumns ? null : [.. table.Columns.Select((column, at) => ColumnAnswer.Of(column.Name, column.SqlType, column.Comment, at))],
        table.Comment,
        omitProperties ? null : new Dictionary<string, string>(StringComparer.Ordinal));

    public static string TypeOf(CatalogTable table) => table.IsView ? "VIEW" : "MANAGED";
}

/// <summary>A column (ColumnInfo); its position counts from 0.</summary>
internal sealed record ColumnAnswer(string Name, string TypeName, string TypeText, int TypePrecision, int TypeScale, int Position, bool Nullable, string Comment)
{
    public static ColumnAnswer Of(string name, string sqlType, string comment, int position)
    {
        var type = DatabricksType.Of(sqlType);
        return new ColumnAnswer(name, type.Name, type.Text, type.Precision, type.Scale, position, Nullable: true, comment);
    }
}

/// <summary>Whether there is a table that the caller may see.</summary>
internal sealed record TableExistsAnswer(bool TableExists);

/// <summary>A page of names.</summary>
internal sealed record TableSummariesAnswer(IReadOnlyList<TableSummaryAnswer> Tables, string? NextPageToken);

/// <summary>A table's name and kind (TableSummary).</summary>
internal sealed record TableSummaryAnswer(string FullName, string TableType);
