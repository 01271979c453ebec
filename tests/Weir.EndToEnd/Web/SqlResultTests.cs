using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>What the SQL editor makes of a result: a million rows, a chart; and the names it offers.</summary>
public sealed class SqlResultTests(RunningWeir weir) : BrowserTest(weir)
{
    // A million rows come in a hundred parts; a busy machine takes its time.
    private const float Long = 240_000;

    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = Long };

    [Fact]
    public async Task A_million_rows_are_scrolled_by_keys_and_wheel_sorted_and_searched()
    {
        await SignInAsync(AddressOf("SELECT x, concat('v', x % 1000) AS y FROM range(1000000) AS t(x)"));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Took ")).ToBeVisibleAsync(Patiently);
        var grid = Page.GetByRole(AriaRole.Grid, new() { Name = "Result" });
        await Assertions.Expect(grid).ToHaveAttributeAsync("aria-rowcount", "1000001");
        await Assertions.Expect(Page.GetByRole(AriaRole.Status).First).ToContainTextAsync(Pattern("^1,000,000 rows in [0-9.]+ s$"));

        await CellAt(0, 0).ClickAsync();
        await Page.Keyboard.PressAsync("Control+End");
        await Assertions.Expect(CellAt(999_999, 1)).ToBeFocusedAsync();
        await Assertions.Expect(CellAt(999_999, 1)).ToBeInViewportAsync(new() { Ratio = 1 });
        await Assertions.Expect(CellAt(999_999, 0)).ToHaveTextAsync("999999");
        await Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(CellAt(999_998, 1)).ToBeFocusedAsync();
        await ShouldBeAccessibleAsync();

        // In the middle a turn of the wheel by ten rows is ten rows, though the scrollbar is in scale.
        await Page.EvaluateAsync("() => { const grid = document.querySelector('.sql-grid'); grid.scrollTop = grid.scrollHeight / 2 }");
        await Page.WaitForFunctionAsync("() => document.querySelector('.sql-body [aria-rowindex^=\"5000\"]') !== null");
        var before = await SettledRowAsync();
        await grid.HoverAsync();
        var rowHeight = (await CellAt(before + 3, 0).BoundingBoxAsync())!.Height;
        await Page.Mouse.WheelAsync(0, 10 * rowHeight);
        await RunningWeir.EventuallyAsync(async () => (await FirstRowInSightAsync()).ShouldBe(before + 10));
        (await SettledRowAsync()).ShouldBe(before + 10);

        await CellAt(before + 12, 0).ClickAsync();
        await Page.Keyboard.PressAsync("Control+Home");
        await Assertions.Expect(CellAt(0, 0)).ToBeFocusedAsync();
        await Assertions.Expect(CellAt(0, 0)).ToHaveTextAsync("0");

        // The names of the columns are above the first row.
        await Page.Keyboard.PressAsync("ArrowUp");
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(grid.GetByRole(AriaRole.Columnheader, new() { Name = "x" })).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(CellAt(0, 0)).ToHaveTextAsync("999999", new() { Timeout = Long });

        await Page.GetByPlaceholder("Filter rows").FillAsync("v99");
        await Assertions.Expect(Page.GetByText("11,000 of 1,000,000 rows")).ToBeVisibleAsync(Patiently);
        await Assertions.Expect(CellAt(0, 0)).ToHaveTextAsync("999999");
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Loading_of_many_rows_is_cancelled_and_what_had_come_stays()
    {
        await SignInAsync(AddressOf("SELECT x FROM range(1000000) AS t(x)"));
        // Parts come one after the other, each a little late, so that the page is seen between two of them.
        await Page.RouteAsync("**/result/chunks/*", async route =>
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
            await route.ContinueAsync();
        });
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText(Pattern("Loading… .* of 1,000,000 rows"))).ToBeVisibleAsync(Patiently);
        await Assertions.Expect(CellAt(0, 0)).ToHaveTextAsync("0");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByText(Pattern("Cancelled after .* of 1,000,000 rows had come"))).ToBeVisibleAsync();
        await Assertions.Expect(CellAt(0, 0)).ToHaveTextAsync("0");
        await Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
    }

    [Fact]
    public async Task Selected_cells_are_copied_for_a_spreadsheet()
    {
        await Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await SignInAsync(AddressOf("SELECT x, x * 2 AS y FROM range(5) AS t(x)"));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await CellAt(1, 0).ClickAsync();
        await Page.Keyboard.PressAsync("Shift+ArrowRight");
        await Page.Keyboard.PressAsync("Shift+ArrowDown");
        await Assertions.Expect(CellAt(2, 0)).ToHaveAttributeAsync("aria-selected", "true");
        await Page.Keyboard.PressAsync("Control+c");
        (await CopiedAsync()).ShouldBe("1\t2\n2\t4");
        await CellAt(4, 0).ClickAsync();
        await Page.Keyboard.PressAsync("Shift+Space");
        await Page.Keyboard.PressAsync("Control+c");
        (await CopiedAsync()).ShouldBe("4\t8");
        await CellAt(3, 1).ClickAsync();
        await Page.Keyboard.PressAsync("Control+c");
        (await CopiedAsync()).ShouldBe("6");
    }

    [Fact]
    public async Task A_result_is_drawn_in_the_theme_and_taken_out_as_a_picture()
    {
        await SignInAsync(AddressOf("SELECT concat('m', x % 3) AS model, x AS tokens FROM range(9) AS t(x)"));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Chart" }).ClickAsync();
        var chart = Page.GetByRole(AriaRole.Img, new() { Name = "Bar chart of sum of tokens by model. 3 values, from 9 (m0) to 15 (m2)." });
        await Assertions.Expect(chart).ToBeVisibleAsync();
        await Assertions.Expect(chart.Locator("svg path[fill='rgb(11, 92, 173)'], svg path[fill='#0b5cad']")).ToHaveCountAsync(3);
        await Assertions.Expect(chart.Locator("svg text", new() { HasText = "m2" })).ToHaveCountAsync(1);
        await Assertions.Expect(Page.GetByText("9 rows: shown is the sum for each model.")).ToBeVisibleAsync();
        await chart.HoverAsync();
        await ShouldBeAccessibleAsync();

        // What is pointed at is drawn in another colour.
        await Page.Mouse.MoveAsync(0, 0);

        await Page.EvaluateAsync("() => document.documentElement.dataset.theme = 'dark'");
        await Assertions.Expect(chart.Locator("svg path[fill='rgb(124, 183, 245)'], svg path[fill='#7cb7f5']")).ToHaveCountAsync(3);
        await Page.GetByLabel("Rows of the same X").SelectOptionAsync("Average");
        await Assertions.Expect(Page.GetByRole(AriaRole.Img, new() { Name = "Bar chart of average of tokens by model. 3 values, from 3 (m0) to 5 (m2)." })).ToBeVisibleAsync();
        await Page.GetByLabel("Kind").SelectOptionAsync("Pie");
        await Assertions.Expect(Page.GetByRole(AriaRole.Img, new() { NameRegex = Pattern("^Pie chart") }).Locator("svg")).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();

        var picture = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Download PNG" }).ClickAsync());
        picture.SuggestedFilename.ShouldEndWith(".png");
        var bytes = await File.ReadAllBytesAsync((await picture.PathAsync())!, TestContext.Current.CancellationToken);
        bytes[..4].ShouldBe([0x89, (byte)'P', (byte)'N', (byte)'G']);
        bytes.Length.ShouldBeGreaterThan(5_000);

        await Page.SetViewportSizeAsync(360, 740);
        await Page.WaitForFunctionAsync("() => document.documentElement.scrollWidth === 360");
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Table" }).ClickAsync();
        await Assertions.Expect(CellAt(8, 1)).ToHaveTextAsync("8");
        Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SELECT routing_information.attempts[0].stat", " FROM system.ai_gateway.usage", "status_code")]
    [InlineData("WITH daily AS (SELECT endpoint_name, count(*) AS number_of_calls FROM system.ai_gateway.usage GROUP BY 1) SELECT d.num", " FROM daily AS d", "number_of_calls")]
    public async Task Names_of_members_and_of_queries_are_completed_by_keyboard(string before, string behind, string expected)
    {
        await SignInAsync(AddressOf(before + behind));
        var editor = Page.GetByRole(AriaRole.Textbox, new() { Name = "SQL statement" });
        await Assertions.Expect(editor).ToBeFocusedAsync();
        for (var at = 0; at < behind.Length; at++)
        {
            await Page.Keyboard.PressAsync("ArrowLeft");
        }

        await Page.Keyboard.PressAsync("Control+Space");
        await Assertions.Expect(Page.GetByRole(AriaRole.Option, new() { NameRegex = Pattern("^" + expected) })).ToBeVisibleAsync(Patiently);
        // A key that comes at once with the list chooses nothing.
        await Page.WaitForTimeoutAsync(150);
        await Page.Keyboard.PressAsync("Enter");
        var last = before.LastIndexOf('.') + 1;
        await Assertions.Expect(editor).ToContainTextAsync(before[..last] + expected + behind);

        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true })).ToBeFocusedAsync();
    }

    private static string AddressOf(string statement) => $"/ui/sql?statement={Uri.EscapeDataString(statement)}";

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private ILocator CellAt(int row, int column) => Page.Locator($"[data-cell='{row}:{column}']");

    private Task<string> CopiedAsync() => Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

    // The grid comes to rest a moment after the last scroll: the row that has been the first for thirty frames.
    private async Task<int> SettledRowAsync()
    {
        for (int row = await FirstRowInSightAsync(), frames = 0; ;)
        {
            await Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
            var now = await FirstRowInSightAsync();
            (frames, row) = now == row ? (frames + 1, row) : (0, now);
            if (frames == 30)
            {
                return row;
            }
        }
    }

    private Task<int> FirstRowInSightAsync() => Page.EvaluateAsync<int>("""
        () => {
          const bottom = document.querySelector('.sql-head').getBoundingClientRect().bottom - 1
          return Math.min(...[...document.querySelectorAll('.sql-body .sql-row')].filter(row => row.getBoundingClientRect().top >= bottom).map(row => Number(row.getAttribute('aria-rowindex')) - 2))
        }
        """);
}
