using Shouldly;
using Weir.Dashboards.Documents;
using Xunit;

namespace Weir.Dashboards.Tests.Documents;

public sealed class DashboardDocumentTests
{
    [Fact]
    public void A_document_of_today_is_read_with_everything_that_is_asked_of_it()
    {
        var document = DashboardDocument.Parse(SampleDocuments.TwelveColumns);

        var dataset = document.FindDataset("harbour")!;
        dataset.DisplayName.ShouldBe("Harbour calls");
        dataset.Query.ShouldBe("SELECT * \nFROM harbour.calls -- all \nWHERE berth = :berth");
        (dataset.Catalog, dataset.Schema).ShouldBe(("sea", "ports"));
        dataset.Columns.ShouldBe([new DatasetColumn("late share", "COUNT_IF(is_late) / COUNT(*)")]);
        var berth = dataset.Parameters[0];
        (berth.Keyword, berth.DisplayName, berth.DataType, berth.ComplexType).ShouldBe(("berth", "Berth", "STRING", "MULTI"));
        berth.DefaultSelection!.DataType.ShouldBe("STRING");
        berth.DefaultSelection.Values.ShouldBe(["north", null, "7"]);
        dataset.Parameters[1].DefaultSelection!.Range.ShouldBe(new SelectedRange("now-12M/M", "now/M"));
        document.FindDataset("no such").ShouldBeNull();

        document.Pages.Select(page => (page.Name, page.PageType, page.GridColumns)).ShouldBe([("calls", DashboardPage.Canvas, 12), ("everywhere", DashboardPage.GlobalFilters, 12)]);
        document.Pages[0].Layout[0].Position.ShouldBe(new GridPosition(0, 2, 6, 5));
        var (page, bar) = document.FindWidget("per-day")!;
        page.Name.ShouldBe("calls");
        (bar.WidgetType, bar.IsFilter, bar.DefaultSelection).ShouldBe(("bar", false, null));
        bar.Spec!.Value.GetProperty("encodings").GetProperty("x").GetProperty("fieldName").GetString().ShouldBe("daily(arrived)");
        var query = bar.FindQuery("main_query")!;
        (query.DatasetName, query.Disaggregated).ShouldBe(("harbour", false));
        query.Fields.ShouldBe([new QueryField("daily(arrived)", "DATE_TRUNC(\"DAY\", `arrived`)"), new QueryField("count(*)", "COUNT(`*`)")]);
        query.Filters.ShouldBe(["`tons` > 0"]);
        document.FindWidget("words")!.Widget.Text.ShouldBe("# Harbour\nEach call is a row.");

        var picker = document.FindWidget("when")!.Widget;
        picker.IsFilter.ShouldBeTrue();
        picker.FilterFields.ShouldBe([new FilterField("q1", "arrived", null), new FilterField("q2", null, "berth")]);
        picker.DefaultSelection!.Range.ShouldBe(new SelectedRange("now-30d/d", null));
        picker.FindQuery("q2")!.ParameterKeywords.ShouldBe(["berth"]);
        document.FindWidget("no such").ShouldBeNull();
    }

    [Fact]
    public void An_older_document_has_six_columns_and_its_own_words()
    {
        var document = DashboardDocument.Parse(SampleDocuments.SixColumns);

        document.FindDataset("5f3a91c2")!.Query.ShouldBe("SELECT 1 AS one");
        (document.Pages[0].GridColumns, document.Pages[0].PageType, document.Pages[0].DisplayName).ShouldBe((6, DashboardPage.Canvas, "p1"));
        document.FindWidget("old words")!.Widget.Text.ShouldBe("## Old");
        document.FindWidget("choose")!.Widget.DefaultSelection!.Values.ShouldBe(["a"]);

        // A dataset that is not there is that widget's error.
        document.FindWidget("orphan")!.Widget.Queries[0].DatasetName.ShouldBe("gone");
    }

    [Theory]
    [InlineData("", "", "is not JSON")]
    [InlineData("{", "", "is not JSON")]
    [InlineData("[]", "", "is a JSON object")]
    [InlineData("null", "", "is a JSON object")]
    [InlineData("""{"pages":{}}""", "pages", "must be a list")]
    [InlineData("""{"datasets":"x"}""", "datasets", "must be a list")]
    [InlineData("""{"datasets":[1]}""", "datasets[0]", "must be an object")]
    [InlineData("""{"datasets":[{"name":1}]}""", "datasets[0].name", "must be a text")]
    [InlineData("""{"datasets":[{"name":"a","queryLines":["x",2]}]}""", "datasets[0].queryLines[1]", "must be a text")]
    [InlineData("""{"datasets":[{"name":"\ud800"}]}""", "datasets[0].name", "surrogate")]
    [InlineData("""{"datasets":[{"readOnce":"yes"}]}""", "datasets[0].readOnce", "true or false")]
    [InlineData("""{"pages":[{"layout":[{}]}]}""", "pages[0].layout[0]", "has no 'widget'")]
    [InlineData("""{"pages":[{"layout":[{"widget":{"queries":[{"query":{"disaggregated":"no"}}]}}]}]}""", "pages[0].layout[0].widget.queries[0].query.disaggregated", "true or false")]
    [InlineData("""{"pages":[{"layout":[{"position":{"x":0.5},"widget":{}}]}]}""", "pages[0].layout[0].position.x", "whole number")]
    [InlineData("""{"pages":[],"pages":[]}""", "", "is not JSON")]
    public void What_cannot_be_used_is_refused_with_the_place(string text, string path, string sentence)
    {
        var refused = Should.Throw<DocumentException>(() => DashboardDocument.Parse(text));

        refused.Path.ShouldBe(path);
        refused.Message.ShouldContain(sentence);
    }

    [Fact]
    public void What_is_too_large_or_too_deep_is_refused()
    {
        Should.Throw<DocumentException>(() => DashboardDocument.Parse("{\"x\":\"" + new string('ä', DashboardDocument.LargestBytes / 2) + "\"}")).Message.ShouldContain("5 MiB");
        Should.Throw<DocumentException>(() => DashboardDocument.Parse($$"""{"x":{{new string('[', 64)}}{{new string(']', 64)}}}""")).Message.ShouldContain("not JSON");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"datasets":null,"pages":[{"name":"p","layout":[{"widget":{"name":"w","spec":{"widgetType":"sankey-of-next-year","encodings":7}}}]}],"unknown":{"a":[1.50]}}""")]
    [InlineData("""{"pages":[{"layout":[{"widget":{"queries":[{"name":"q","query":null}],"spec":{"widgetType":"filter-multi-select","selection":{"defaultSelection":{}}}}}]}]}""")]
    public void What_is_not_known_is_passed_over(string text) => DashboardDocument.Parse(text).ShouldNotBeNull();
}
