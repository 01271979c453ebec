using System.IO.Enumeration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Warehouse.Catalog;

/// <summary>Catalogs, schemas and tables, <c>/api/2.1/unity-catalog</c> (original-product.md 5.4), for reading.</summary>
internal static class CatalogRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.1/unity-catalog").RequireScope(TokenScopes.UnityCatalog);
        group.MapGet("/catalogs", CatalogsAsync);
        group.MapGet("/catalogs/{name}", async (HttpContext context, CallersCatalog catalog, string name) =>
            TypedResults.Ok(CatalogAnswer.Of((await ReadAsync(context, catalog)).Catalog(name))));
        group.MapGet("/schemas", SchemasAsync);
        group.MapGet("/schemas/{fullName}", async (HttpContext context, CallersCatalog catalog, string fullName) =>
            TypedResults.Ok(SchemaAnswer.Of((await ReadAsync(context, catalog)).Schema(fullName))));
        group.MapGet("/tables", TablesAsync);
        group.MapGet("/tables/{fullName}", async (HttpContext context, CallersCatalog catalog, string fullName) =>
            TypedResults.Ok(TableAnswer.Of((await ReadAsync(context, catalog)).Table(fullName))));
        group.MapGet("/tables/{fullName}/exists", async (HttpContext context, CallersCatalog catalog, string fullName) =>
            TypedResults.Ok(new TableExistsAnswer((await ReadAsync(context, catalog)).Find(fullName) is not null)));
        group.MapGet("/table-summaries", SummariesAsync);
    }

    private static Task<VisibleCatalog> ReadAsync(HttpContext context, CallersCatalog catalog) => catalog.ReadAsync(context.CallerOf(), context.RequestAborted);

    private static async Task<Ok<CatalogsAnswer>> CatalogsAsync(
        HttpContext context, CallersCatalog catalog, [FromQuery(Name = "max_results")] string? maxResults, [FromQuery(Name = "page_token")] string? pageToken)
    {
        var (page, next) = CatalogPage.Of((await ReadAsync(context, catalog)).Catalogs, name => name, maxResults, pageToken);
        return TypedResults.Ok(new CatalogsAnswer([.. page.Select(CatalogAnswer.Of)], next));
    }

    // Without 'catalog_name', which the original requires, those of every catalog: a tree is built of one answer.
    private static async Task<Ok<SchemasAnswer>> SchemasAsync(
        HttpContext context, CallersCatalog catalog, [FromQuery(Name = "catalog_name")] string? catalogName, [FromQuery(Name = "max_results")] string? maxResults, [FromQuery(Name = "page_token")] string? pageToken)
    {
        var visible = await ReadAsync(context, catalog);
        var within = string.IsNullOrEmpty(catalogName) ? null : visible.Catalog(catalogName);
        var (page, next) = CatalogPage.Of([.. visible.Schemas.Where(schema => within is null || schema.Catalog == within)], schema => schema.FullName, maxResults, pageToken);
        return TypedResults.Ok(new SchemasAnswer([.. page.Select(SchemaAnswer.Of)], next));
    }

    private static async Task<Ok<TablesAnswer>> TablesAsync(
        HttpContext context,
        CallersCatalog catalog,
        [FromQuery(Name = "catalog_name")] string? catalogName,
        [FromQuery(Name = "schema_name")] string? schemaName,
        [FromQuery(Name = "max_results")] string? maxResults,
        [FromQuery(Name = "page_token")] string? pageToken,
        [FromQuery(Name = "omit_columns")] string? omitColumns,
        [FromQuery(Name = "omit_properties")] string? omitProperties)
    {
        if (string.IsNullOrEmpty(catalogName) || string.IsNullOrEmpty(schemaName))
        {
            throw ApiException.Invalid("'catalog_name' and 'schema_name' are needed. GET /api/2.1/unity-catalog/table-summaries lists the tables of a whole catalog.");
        }

        var visible = await ReadAsync(context, catalog);
        var schema = visible.Schema($"{catalogName}.{schemaName}");
        var (page, next) = CatalogPage.Of([.. visible.Tables.Where(table => table.Catalog == schema.Catalog && table.Schema == schema.Name)], table => table.FullName, maxResults, pageToken);
        return TypedResults.Ok(new TablesAnswer([.. page.Select(table => TableAnswer.Of(table, IsTrue("omit_columns", omitColumns), IsTrue("omit_properties", omitProperties)))], next));
    }

    // Without 'catalog_name', which the original requires, those of every catalog.
    private static async Task<Ok<TableSummariesAnswer>> SummariesAsync(
        HttpContext context,
        CallersCatalog catalog,
        [FromQuery(Name = "catalog_name")] string? catalogName,
        [FromQuery(Name = "schema_name_pattern")] string? schemaPattern,
        [FromQuery(Name = "table_name_pattern")] string? tablePattern,
        [FromQuery(Name = "max_results")] string? maxResults,
        [FromQuery(Name = "page_token")] string? pageToken)
    {
        var visible = await ReadAsync(context, catalog);
        var within = string.IsNullOrEmpty(catalogName) ? null : visible.Catalog(catalogName);
        var found = visible.Tables.Where(table => (within is null || table.Catalog == within) && IsLike(table.Schema, schemaPattern) && IsLike(table.Name, tablePattern));
        var (page, next) = CatalogPage.Of([.. found], table => table.FullName, maxResults, pageToken);
        return TypedResults.Ok(new TableSummariesAnswer([.. page.Select(table => new TableSummaryAnswer(table.FullName, TableAnswer.TypeOf(table)))], next));
    }

    // Read by hand, since a binding that fails answers without a word.
    private static bool IsTrue(string name, string? value) => value switch
    {
        null or "" => false,
        _ when bool.TryParse(value, out var read) => read,
        _ => throw ApiException.Invalid($"'{name}' must be true or false."),
    };

    // SQL's % and _; no name has a character that the matcher gives a meaning of its own.
    private static bool IsLike(string name, string? pattern) =>
        string.IsNullOrEmpty(pattern) || FileSystemName.MatchesSimpleExpression(pattern.Replace('%', '*').Replace('_', '?'), name, ignoreCase: true);
}
