using Weir.Accounts;
using Weir.Accounts.Grants;
using Weir.Accounts.Http;
using Weir.Warehouse.Engines;
using Weir.Warehouse.Statements;

namespace Weir.Warehouse.Catalog;

/// <summary>
/// The catalog as its callers may see it. An account admin sees everything. Others see a table that they may read or grant on, what it is in, and
/// the catalogs and schemas whose use was granted to them. What they may not see is answered as what does not exist.
/// </summary>
internal sealed class CallersCatalog(GrantDirectory grants, IInferenceTables inferenceTables, ITableStatistics engine, ITableRetention retention)
{
    /// <summary>What a caller may see now.</summary>
    /// <exception cref="ApiException">503: which tables there are cannot be asked of the engine.</exception>
    public async Task<VisibleCatalog> ReadAsync(Caller caller, CancellationToken cancellationToken)
    {
        // The tables of endpoints that are gone still have their rows.
        var all = TableCatalog.Of([.. inferenceTables.List(), .. await AskAsync(engine.ListInferenceTablesAsync(cancellationToken))]).Tables;
        var tables = all.Where(table => MaySee(caller, Securable.Of(SecurableType.Table, table.FullName))).ToList();
        var schemas = all.Select(table => (table.Catalog, table.Schema)).Distinct()
            .Where(schema => tables.Exists(table => table.Catalog == schema.Catalog && table.Schema == schema.Schema) || MaySee(caller, Securable.Of(SecurableType.Schema, $"{schema.Catalog}.{schema.Schema}")))
            .Select(schema => new CatalogSchema(schema.Catalog, schema.Schema)).ToList();
        var catalogs = all.Select(table => table.Catalog).Distinct(StringComparer.Ordinal)
            .Where(catalog => schemas.Exists(schema => schema.Catalog == catalog) || MaySee(caller, Securable.Of(SecurableType.Catalog, catalog))).ToList();
        return new VisibleCatalog(
            [.. catalogs.Order(StringComparer.Ordinal)],
            [.. schemas.OrderBy(schema => schema.FullName, StringComparer.Ordinal)],
            [.. tables.OrderBy(table => table.FullName, StringComparer.Ordinal)]);
    }

    /// <summary>The measures of a table that the caller may read, and how long its rows are kept.</summary>
    /// <exception cref="ApiException">404, 403, or 503 when the engine cannot be asked.</exception>
    public async Task<(CatalogTable Table, TableStatistics Measures, TableRetention? Retention)> MeasureAsync(Caller caller, string fullName, CancellationToken cancellationToken)
    {
        var table = (await ReadAsync(caller, cancellationToken)).Table(fullName);
        return grants.MayRead(caller, Securable.Of(SecurableType.Table, table.FullName))
            ? (table, await AskAsync(engine.MeasureAsync(table.FullName, cancellationToken)), retention.Of(table))
            : throw ApiException.Forbidden(SqlEngineException.InsufficientPrivileges(Privilege.Select, $"Table '{table.FullName}'").Message);
    }

    private static async Task<T> AskAsync<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (SqlEngineException unavailable)
        {
            throw new ApiException(503, "TEMPORARILY_UNAVAILABLE", unavailable.Message);
        }
    }

    private bool MaySee(Caller caller, Securable on)
    {
        if (grants.MayManage(caller, on))
        {
            return true;
        }

        return on.Type == SecurableType.Table ? grants.MayRead(caller, on) : on.WithParents().All(part => Uses(caller, part));
    }

    private bool Uses(Caller caller, Securable on)
    {
        var use = on.Type == SecurableType.Catalog ? Privilege.UseCatalog : Privilege.UseSchema;
        return grants.Effective(on).Any(grant => grant.IsTo(caller) && (grant.Privilege == use || grant.Privilege == Privilege.All));
    }
}

/// <summary>What a caller may see, each in the order of its full name.</summary>
internal sealed record VisibleCatalog(IReadOnlyList<string> Catalogs, IReadOnlyList<CatalogSchema> Schemas, IReadOnlyList<CatalogTable> Tables)
{
    /// <summary>A catalog.</summary>
    /// <exception cref="ApiException">404.</exception>
    public string Catalog(string name) =>
        Catalogs.FirstOrDefault(known => Same(known, name)) ?? throw new ApiException(404, "CATALOG_DOES_NOT_EXIST", $"Catalog '{name}' does not exist.");

    /// <summary>A schema.</summary>
    /// <exception cref="ApiException">404.</exception>
    public CatalogSchema Schema(string fullName) =>
        Schemas.FirstOrDefault(known => Same(known.FullName, fullName)) ?? throw new ApiException(404, "SCHEMA_DOES_NOT_EXIST", $"Schema '{fullName}' does not exist.");

    /// <summary>A table.</summary>
    /// <exception cref="ApiException">404.</exception>
    public CatalogTable Table(string fullName) => Find(fullName) ?? throw new ApiException(404, "TABLE_DOES_NOT_EXIST", $"Table '{fullName}' does not exist.");

    /// <summary>A table, or NULL.</summary>
    public CatalogTable? Find(string fullName) => Tables.FirstOrDefault(known => Same(known.FullName, fullName));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A schema.</summary>
internal sealed record CatalogSchema(string Catalog, string Name)
{
    /// <summary>Its full name.</summary>
    public string FullName => $"{Catalog}.{Name}";
}
