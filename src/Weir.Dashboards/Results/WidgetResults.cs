using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Library;

namespace Weir.Dashboards.Results;

/// <summary>Calculates what widgets show, with the rights that stand when they are shown.</summary>
internal sealed class WidgetResults(IDashboardLibrary library, AccountDirectory accounts, IDashboardQueries queries, ResultCache cache, ViewerLimit limit, TimeProvider time)
{
    private const int MostRows = 10_000;

    /// <summary>What a widget of the draft shows, with the viewer's own rights.</summary>
    public async Task<WidgetResult> OfDraftAsync(Caller viewer, string dashboardId, string widgetName, ResultRequest request, CancellationToken cancellationToken)
    {
        using var place = limit.Enter(viewer);
        var draft = await library.FindDraftAsync(viewer, dashboardId, cancellationToken);
        var statements = StatementsOf(draft.Document, widgetName, request, time);
        return await RunAsync(widgetName, statements, viewer, viewer, draft.WarehouseId, cancellationToken);
    }

    /// <summary>What a widget of the published copy shows, with the publisher's rights, or the viewer's own where it was published so.</summary>
    public async Task<WidgetResult> OfPublishedAsync(Caller viewer, string dashboardId, string widgetName, ResultRequest request, CancellationToken cancellationToken)
    {
        using var place = limit.Enter(viewer);
        var published = await library.FindPublishedAsync(viewer, dashboardId, cancellationToken);
        var statements = StatementsOf(published.Document, widgetName, request, time);
        var publisher = accounts.CallerOf(published.PublisherId, published.WorkspaceId)
            ?? throw ApiException.Forbidden("The dashboard's publisher may no longer use the workspace, so the dashboard shows nothing. Somebody who may edit it can publish it again.");
        try
        {
            return await RunAsync(widgetName, statements, published.EmbedCredentials ? publisher : viewer, publisher, published.WarehouseId, cancellationToken);
        }
        catch (DashboardQueryException denied) when (denied.Denied is { } what && published.EmbedCredentials)
        {
            throw ApiException.Forbidden($"The dashboard's publisher may no longer read {what}. Somebody who may read it and edit the dashboard can publish it again.");
        }
        catch (ApiException refused) when (refused.Status == 403)
        {
            throw ApiException.Forbidden("The dashboard's publisher may no longer use its SQL warehouse. Somebody who may use it and edit the dashboard can publish it again.");
        }
    }

    /// <summary>The statements of a widget.</summary>
    /// <exception cref="ApiException">404 when there is no such widget, 400 when the request selects what is not there.</exception>
    public static WidgetStatements StatementsOf(DashboardDocument document, string widgetName, ResultRequest request, TimeProvider time)
    {
        var placed = document.FindWidget(widgetName) ?? throw ApiException.NotFound($"The dashboard has no widget '{widgetName}'.");
        return new WidgetStatements(document, placed, SelectionOf(request, time.GetUtcNow()));
    }

    private static ViewerSelection SelectionOf(ResultRequest request, DateTimeOffset now) => new(
        (request.Filters ?? []).ToDictionary(filter => filter.Key, filter => filter.Value?.ToSelection(filter.Key) ?? FilterSelection.None, StringComparer.Ordinal),
        [.. (request.CrossFilters ?? []).Select(cross => new CrossFilter(
            cross.Widget ?? throw ApiException.Invalid("Each of 'cross_filters' needs a 'widget'."),
            (cross.Values ?? []).ToDictionary(value => value.Key, value => Scalars.Of(value.Value ?? [], $"The field '{value.Key}' of 'cross_filters'"), StringComparer.Ordinal)))],
        ViewerClock.Of(request.TimeZone, now));

    private async Task<WidgetResult> RunAsync(string widgetName, WidgetStatements statements, Caller reader, Caller warehouseUser, string? warehouseId, CancellationToken cancellationToken)
    {
        var tables = queries.ReadableTables(reader);
        var runner = $"{warehouseUser.WorkspaceId} {warehouseUser.PrincipalId} {warehouseId}";
        return new WidgetResult(widgetName, await Task.WhenAll(statements.OfResult().Select(async own =>
        {
            var names = own.Query.Fields.Select(field => field.Name).ToList();

            // One row more than is answered tells that there are more.
            if (statements.OfPage(own.Query, MostRows + 1) is var (statement, page) && await TryShowAsync(statement, page.Parts.Count * (MostRows + 1)) is { Rows.IsTruncated: false } read)
            {
                return (own.QueryName, read with { Rows = RowColumns.TakePart(read.Rows, page.Part, page.Columns, names, own.Query.Limit, MostRows) });
            }

            if (statements.OfShared(own.Query) is { } shared && await TryShowAsync(shared.Statement, MostRows) is { } shown)
            {
                return (own.QueryName, shown with { Rows = RowColumns.Take(shown.Rows, shared.Columns, names, own.Query.Limit, MostRows) });
            }

            return (own.QueryName, await ShowAsync(own, MostRows));
        })));

        // NULL when it failed: what is wrong with one of the queries is not the others' trouble.
        async Task<ShownRows?> TryShowAsync(WidgetStatement statement, int mostRows)
        {
            try
            {
                return await ShowAsync(statement, mostRows);
            }
            catch (DashboardQueryException failed) when (failed is { Denied: null, IsTemporary: false })
            {
                return null;
            }
        }

        Task<ShownRows> ShowAsync(WidgetStatement statement, int mostRows)
        {
            var query = new DashboardQuery(statement.Sql, statement.Parameters, statement.Catalog, statement.Schema, mostRows, reader, warehouseUser, warehouseId);
            return cache.GetAsync(ResultKey.Of(statement, tables, reader.PrincipalName), new ResultFreshness(queries.TablesVersion, ResultKey.AsksTheTime(statement)), runner, cancelled => queries.RunAsync(query, cancelled), cancellationToken);
        }
    }
}

/// <summary>What a widget shows.</summary>
/// <param name="Widget">The widget.</param>
/// <param name="Queries">The rows of each of its queries.</param>
internal sealed record WidgetResult(string Widget, IReadOnlyList<(string Name, ShownRows Shown)> Queries);
