using System.Text.Json;
using Weir.Accounts;
using Weir.Accounts.Http;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Results;

namespace Weir.Dashboards.Schedules.Reports;

/// <summary>Calculates the widgets of a published copy as a viewer's page asks for them: with its default filters, and the rights that it has.</summary>
internal sealed class CounterValues(WidgetResults results)
{
    private const int AtOnce = 8;
    private const string Counter = "counter";

    private static readonly string[] Numeric = ["BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE", "DECIMAL"];

    /// <summary>The counters of every page. A widget whose own statement is wrong says so in its place.</summary>
    /// <param name="reader">In whose name it is read, where the copy has no publisher's rights.</param>
    /// <param name="dashboardId">The dashboard.</param>
    /// <param name="document">Its published document.</param>
    /// <param name="zone">The time zone in which days begin.</param>
    /// <param name="everyWidget">Whether every other widget is calculated too: what a picture of the dashboard needs is refused here in words, and stands ready for it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ReportException">Something may not be read (any more), or cannot be read now.</exception>
    public async Task<IReadOnlyList<ReportPage>> OfAsync(Caller reader, string dashboardId, DashboardDocument document, string zone, bool everyWidget, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(AtOnce);
        var request = new ResultRequest { TimeZone = zone };
        var pages = new List<ReportPage>();
        foreach (var page in document.Pages.Where(page => page.PageType != DashboardPage.GlobalFilters))
        {
            var widgets = page.Layout.Where(item => item.Widget is { IsFilter: false, WidgetType: not null } && item.Widget.Queries.Any(query => query.Fields.Count > 0))
                .OrderBy(item => item.Position.Y).ThenBy(item => item.Position.X).Select(item => item.Widget)
                .Where(widget => everyWidget || widget.WidgetType == Counter);
            var calculated = await Task.WhenAll(widgets.Select(widget => OfAsync(widget, places, () => results.OfPublishedAsync(reader, dashboardId, widget.Name, request, cancellationToken), cancellationToken)));
            pages.Add(new ReportPage(page.Name, page.DisplayName, [.. calculated.OfType<ReportCounter>()]));
        }

        return pages;
    }

    /// <summary>What a counter shows of its result.</summary>
    public static ReportCounter Of(DashboardWidget widget, WidgetResult result)
    {
        var title = TitleOf(widget);
        var (_, shown) = result.Queries.FirstOrDefault(query => query.Name == "main_query") is { Shown: not null } main ? main : result.Queries[0];
        var columns = shown.Rows.Columns;
        var value = ColumnOf(widget, "value", columns);
        if (value < 0)
        {
            return new ReportCounter(widget.Name, title, null, false, null, "The counter shows no field of its query.");
        }

        var rows = JsonSerializer.Deserialize<string?[][]>(shown.Rows.Rows)!;
        var period = ColumnOf(widget, "period", columns);

        // A counter with a period shows the last; dates and times are written so that the last is the greatest.
        var row = period < 0 ? rows.FirstOrDefault() : rows.Where(one => one[period] is not null).MaxBy(one => one[period], StringComparer.Ordinal);
        return new ReportCounter(widget.Name, title, row?[value], Numeric.Contains(columns[value].TypeName, StringComparer.Ordinal), TargetOf(widget, result, columns, row), null);
    }

    // What is compared with may be in a query of its own.
    private static string? TargetOf(DashboardWidget widget, WidgetResult result, IReadOnlyList<DashboardColumn> columns, string?[]? row)
    {
        if (TextAt(widget.Spec, "encodings", "target", "queryName") is { } name && result.Queries.FirstOrDefault(query => query.Name == name) is { Shown: { } other })
        {
            columns = other.Rows.Columns;
            row = JsonSerializer.Deserialize<string?[][]>(other.Rows.Rows)!.FirstOrDefault();
        }

        var target = ColumnOf(widget, "target", columns);
        return target < 0 ? null : row?[target];
    }

    private static async Task<ReportCounter?> OfAsync(DashboardWidget widget, SemaphoreSlim places, Func<Task<WidgetResult>> calculate, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            var result = await calculate();
            return widget.WidgetType == Counter ? Of(widget, result) : null;
        }
        catch (DashboardQueryException refused) when (refused.Denied is { } what)
        {
            throw new ReportException($"Whoever made the schedule may not read {what}, and the dashboard is published so that everybody reads with their own rights.", refused);
        }
        catch (DashboardQueryException failed) when (failed.IsTemporary)
        {
            throw new ReportException(failed.Message, failed);
        }
        catch (ApiException refused) when (refused.Status is 403 or 429 or 503)
        {
            throw new ReportException(refused.Message, refused);
        }
        catch (Exception failed) when (failed is DashboardQueryException or ApiException)
        {
            return widget.WidgetType == Counter ? new ReportCounter(widget.Name, TitleOf(widget), null, false, null, failed.Message) : null;
        }
        finally
        {
            places.Release();
        }
    }

    private static string TitleOf(DashboardWidget widget) =>
        TextAt(widget.Spec, "frame", "title") ?? TextAt(widget.Spec, "encodings", "value", "displayName") ?? TextAt(widget.Spec, "encodings", "value", "fieldName") ?? widget.Name;

    private static int ColumnOf(DashboardWidget widget, string encoding, IReadOnlyList<DashboardColumn> columns)
    {
        var field = TextAt(widget.Spec, "encodings", encoding, "fieldName");
        return field is null ? -1 : columns.ToList().FindIndex(column => column.Name == field);
    }

    private static string? TextAt(JsonElement? element, params ReadOnlySpan<string> path)
    {
        if (element is not { } at)
        {
            return null;
        }

        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at.ValueKind == JsonValueKind.String && at.GetString()?.Trim() is { Length: > 0 } text ? text : null;
    }
}
