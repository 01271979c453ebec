using System.Text;
using Shouldly;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Results;
using Weir.Dashboards.Schedules.Reports;
using Xunit;

namespace Weir.Dashboards.Tests.Schedules;

public sealed class CounterValuesTests
{
    [Theory]
    [InlineData("", "7")]
    [InlineData(",\"queryName\":\"previous\"", "100")]
    public void What_a_counter_is_compared_with_is_in_its_own_query_or_in_the_one_that_it_names(string queryName, string target)
    {
        var document = DashboardDocument.Parse("""
            {"datasets":[],"pages":[{"name":"p","layout":[{"position":{"x":0,"y":0,"width":1,"height":1},"widget":{"name":"w","queries":[],
              "spec":{"widgetType":"counter","encodings":{"value":{"fieldName":"value"},"target":{"fieldName":"before"QUERY}}}}}]}]}
            """.Replace("QUERY", queryName, StringComparison.Ordinal));
        var result = new WidgetResult("w", [("main_query", Rows("""[["120","7"]]""", "value", "before")), ("previous", Rows("""[["100"]]""", "before"))]);

        var counter = CounterValues.Of(document.FindWidget("w")!.Widget, result);

        counter.Value.ShouldBe("120");
        counter.Target.ShouldBe(target);
    }

    private static ShownRows Rows(string rows, params string[] columns) =>
        new(new DashboardRows([.. columns.Select(column => new DashboardColumn(column, "LONG", "BIGINT"))], Encoding.UTF8.GetBytes(rows), false), DateTimeOffset.UnixEpoch, false);
}
