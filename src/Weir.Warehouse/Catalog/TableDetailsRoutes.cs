using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Weir.Accounts.Grants;
using Weir.Accounts.Http;
using Weir.Accounts.Tokens;

namespace Weir.Warehouse.Catalog;

/// <summary>What the catalog's pages show besides: how large and fresh a table is, and what a caller may do with it.</summary>
internal static class TableDetailsRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/2.0/weir/catalog").RequireScope(TokenScopes.UnityCatalog);
        group.MapGet("/tables/{fullName}/details", DetailsAsync);
        group.MapGet("/access/{type}/{fullName}", AccessAsync);
    }

    private static async Task<Ok<TableDetailsAnswer>> DetailsAsync(HttpContext context, CallersCatalog catalog, string fullName)
    {
        var (table, measures, set) = await catalog.MeasureAsync(context.CallerOf(), fullName, context.RequestAborted);
        return TypedResults.Ok(new TableDetailsAnswer(
            table.FullName,
            TableAnswer.TypeOf(table),
            measures.Rows,
            measures.RowsAreExact,
            measures.SizeBytes,
            measures.SizeOf,
            table.TimeColumn,
            new FreshnessAnswer(measures.NewestEventTime),
            measures.OldestEventTime,
            set?.Days ?? measures.KeptDays,
            set?.SetBy ?? (measures.KeptDays is null ? null : "ROWS")));
    }

    private static async Task<Ok<AccessAnswer>> AccessAsync(HttpContext context, CallersCatalog catalog, GrantDirectory grants, string type, string fullName)
    {
        var caller = context.CallerOf();
        var visible = await catalog.ReadAsync(caller, context.RequestAborted);
        var on = type switch
        {
            "catalog" => Securable.Of(SecurableType.Catalog, visible.Catalog(fullName)),
            "schema" => Securable.Of(SecurableType.Schema, visible.Schema(fullName).FullName),
            "table" => Securable.Of(SecurableType.Table, visible.Table(fullName).FullName),
            _ => throw ApiException.Invalid($"'{type}' is not a kind of securable. Use catalog, schema or table."),
        };
        var effective = grants.Effective(on);
        return TypedResults.Ok(new AccessAnswer(
            grants.MayManage(caller, on),
            on.Type == SecurableType.Table ? grants.MayRead(caller, on) : null,
            caller.IsAccountAdmin,
            [.. effective.Where(grant => grant.IsTo(caller)).Select(grant => new OwnPrivilegeAnswer(grant.Principal, Spell(grant.Privilege), grant.On.Type.ToString().ToUpperInvariant(), grant.On.FullName))],
            [.. effective.Where(grant => grant.Privilege == Privilege.Manage).Select(grant => grant.Principal).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]));
    }

    private static string Spell(string privilege) => privilege.Replace(' ', '_');
}

/// <summary>How large and how fresh a table is. Times are UTC.</summary>
/// <param name="FullName">The table.</param>
/// <param name="TableType"><c>MANAGED</c> or <c>VIEW</c>.</param>
/// <param name="Rows">Its rows; NULL when they could not be counted within seconds.</param>
/// <param name="RowsAreExact">Whether they were counted, and not estimated.</param>
/// <param name="SizeBytes">The bytes of <paramref name="SizeOf"/> in the engine's file, in whole blocks; NULL before the engine has written any there.</param>
/// <param name="SizeOf">What the size is of: for a view, the records that it is a view of.</param>
/// <param name="TimeColumn">The column whose times the next two are; NULL for a table without one.</param>
/// <param name="Freshness">How fresh it is.</param>
/// <param name="OldestEventTime">Its earliest time; NULL without rows, or when it could not be read within seconds.</param>
/// <param name="RetentionDays">After how many days a row is deleted; NULL for never.</param>
/// <param name="RetentionSetBy"><c>CONFIGURATION</c>, <c>ENDPOINT</c> (the inference table's setting), <c>ROWS</c> (of an endpoint that is gone: as it was when they were written), or NULL.</param>
internal sealed record TableDetailsAnswer(
    string FullName,
    string TableType,
    long? Rows,
    bool RowsAreExact,
    long? SizeBytes,
    string SizeOf,
    string? TimeColumn,
    FreshnessAnswer Freshness,
    DateTime? OldestEventTime,
    int? RetentionDays,
    string? RetentionSetBy);

/// <summary>How fresh a table is.</summary>
/// <param name="LastEventTime">Its latest time; NULL without rows, or when it could not be read within seconds.</param>
internal sealed record FreshnessAnswer(DateTime? LastEventTime);

/// <summary>What the caller may do with a catalog, a schema or a table.</summary>
/// <param name="MayManage">Whether the caller may grant and revoke on it.</param>
/// <param name="MayRead">Whether the caller may read the table; NULL for what is no table.</param>
/// <param name="IsAccountAdmin">Whether that is because the caller is an account admin, to whom nothing needs to be granted.</param>
/// <param name="Privileges">What was granted to the caller, or to a group of the caller's, on it and on what it is in.</param>
/// <param name="Managers">Who may grant on it besides account admins.</param>
internal sealed record AccessAnswer(bool MayManage, bool? MayRead, bool IsAccountAdmin, IReadOnlyList<OwnPrivilegeAnswer> Privileges, IReadOnlyList<string> Managers);

/// <summary>A privilege of the caller's.</summary>
/// <param name="Principal">To whom it was granted: the caller, or a group.</param>
/// <param name="Privilege">For example <c>USE_SCHEMA</c>.</param>
/// <param name="GrantedOnType"><c>CATALOG</c>, <c>SCHEMA</c> or <c>TABLE</c>.</param>
/// <param name="GrantedOnName">What it was granted on.</param>
internal sealed record OwnPrivilegeAnswer(string Principal, string Privilege, string GrantedOnType, string GrantedOnName);
