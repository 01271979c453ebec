using Shouldly;
using Weir.Dashboards.BuiltIn;
using Weir.Dashboards.Documents;
using Xunit;

namespace Weir.Dashboards.Tests.BuiltIn;

public sealed class UsageTemplateTests
{
    private static readonly DashboardDocument Shipped = DashboardDocument.Parse(UsageTemplate.Shipped().Text);

    [Fact]
    public void What_is_chosen_in_a_chart_narrows_a_counter_and_what_it_is_compared_with_alike()
    {
        var compared = 0;
        foreach (var page in Shipped.Pages)
        {
            var widgets = page.Layout.Select(item => item.Widget).Where(widget => !widget.IsFilter).ToList();
            foreach (var counter in widgets.Where(widget => widget.Queries.Any(query => query.Name == "previous")))
            {
                compared++;
                var rows = counter.Queries.Select(query => RowsOf(query.DatasetName)).ToList();
                foreach (var chosen in widgets.Where(widget => widget != counter).SelectMany(widget => widget.Queries).Where(query => query.Fields.Count > 1).Select(query => RowsOf(query.DatasetName)))
                {
                    rows.Select(row => row == chosen).Distinct().Count().ShouldBe(1, $"{counter.Name} when something of {chosen} is chosen");
                }
            }
        }

        compared.ShouldBe(7);
    }

    [Fact]
    public void Every_dataset_is_narrowed_by_the_date_range_and_the_workspace()
    {
        var filters = Shipped.Pages.Where(page => page.PageType == DashboardPage.GlobalFilters).SelectMany(page => page.Layout).Select(item => item.Widget).ToList();
        filters.Count.ShouldBe(2);
        foreach (var filter in filters)
        {
            filter.FilterFields.Select(field => filter.FindQuery(field.QueryName!)?.DatasetName).ShouldBe(Shipped.Datasets.Select(dataset => dataset.Name), ignoreOrder: true, filter.Name);
        }
    }

    private static string RowsOf(string dataset) => Shipped.FindDataset(dataset)!.RowsDatasetName ?? dataset;
}
