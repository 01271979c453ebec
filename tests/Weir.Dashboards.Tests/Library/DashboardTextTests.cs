using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Accounts.Http;
using Weir.Dashboards.BuiltIn;
using Weir.Dashboards.Documents;
using Weir.Dashboards.Library;
using Weir.Dashboards.Tests.Documents;
using Xunit;

namespace Weir.Dashboards.Tests.Library;

public sealed class DashboardTextTests
{
    [Fact]
    public void A_document_whose_pages_state_their_type_is_stored_as_it_was_sent()
    {
        DashboardText.Checked(SampleDocuments.TwelveColumns, null, string.Empty).ShouldBe(SampleDocuments.TwelveColumns + "\n");
        DashboardText.Checked(SampleDocuments.TwelveColumns + "\n", null, null).ShouldBe(SampleDocuments.TwelveColumns + "\n");
        DashboardText.Checked(" { } ", null, null).ShouldBe("{}\n");
    }

    [Fact]
    public void A_page_without_a_type_gets_one_and_nothing_else_changes()
    {
        var stored = DashboardText.Checked("""{ "z": 1.50, "pages": [ { "name": "a", "x": "é<" }, { "name": "b", "pageType": "PAGE_TYPE_GLOBAL_FILTERS" } ], "datasets": [] }""", null, null);

        stored.ShouldBe("""{"z":1.50,"pages":[{"name":"a","x":"é<","pageType":"PAGE_TYPE_CANVAS"},{"name":"b","pageType":"PAGE_TYPE_GLOBAL_FILTERS"}],"datasets":[]}""" + "\n");
        DashboardText.Checked(stored, null, null).ShouldBe(stored);

        var old = JsonNode.Parse(SampleDocuments.SixColumns)!;
        old["pages"]![0]!["pageType"] = "PAGE_TYPE_CANVAS";
        JsonNode.DeepEquals(old, JsonNode.Parse(DashboardText.Checked(SampleDocuments.SixColumns, null, null))).ShouldBeTrue();
    }

    [Fact]
    public void Catalog_and_schema_are_set_in_every_dataset_where_they_are_given()
    {
        var datasets = DashboardDocument.Parse(DashboardText.Checked("""{"datasets":[{"name":"a","catalog":"old","schema":"old"},{"name":"b"}]}""", "new", null)).Datasets;

        datasets.Select(dataset => (dataset.Catalog, dataset.Schema)).ShouldBe([("new", "old"), ("new", null)]);
    }

    [Fact]
    public void A_viewer_s_document_has_no_sql()
    {
        var shown = DashboardText.WithoutSql(SampleDocuments.TwelveColumns);

        shown.ShouldNotContain("harbour.calls");
        var before = JsonNode.Parse(SampleDocuments.TwelveColumns)!;
        before["datasets"]![0]!.AsObject().Remove("queryLines");
        JsonNode.DeepEquals(before, JsonNode.Parse(shown)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("no")]
    [InlineData("""{"pages":[{"name":"a","unknown":"\udc00"}]}""")]
    public void What_is_no_dashboard_is_refused(string text) =>
        Should.Throw<ApiException>(() => DashboardText.Checked(text, null, null)).Status.ShouldBe(400);

    [Fact]
    public void The_shipped_template_is_a_dashboard_with_a_version_whose_widgets_have_datasets()
    {
        var template = UsageTemplate.Shipped();

        template.Version.ShouldBeGreaterThan(0);
        JsonDocument.Parse(template.Text).RootElement.GetProperty("weir").GetProperty("template_version").GetInt32().ShouldBe(template.Version);
        var document = DashboardDocument.Parse(template.Text);
        var queries = document.Pages.SelectMany(page => page.Layout).SelectMany(item => item.Widget.Queries).ToList();
        queries.ShouldNotBeEmpty();
        queries.Where(query => document.FindDataset(query.DatasetName) is null).ShouldBeEmpty();
        Should.Throw<DocumentException>(() => UsageTemplate.Of("{}")).Path.ShouldBe("weir.template_version");
    }
}
