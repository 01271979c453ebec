using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The catalog: tables, their columns and rows.</summary>
public sealed class CatalogPageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task The_catalog_shows_tables_columns_and_rows()
    {
        await SignInAsync("/ui/catalog");
        await Page.GetByRole(AriaRole.Link, new() { Name = "spend", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "list_cost" })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByText("decimal(38,18)").First).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        Complaints.ShouldBeEmpty();
        Elsewhere.ShouldBeEmpty("no request leaves the origin");
    }
}
