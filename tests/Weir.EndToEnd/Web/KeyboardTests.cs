using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>The UI without a mouse, and what a screen reader is told.</summary>
public sealed class KeyboardTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task Every_page_is_reached_by_the_tab_key_and_says_its_name()
    {
        await SignInAsync("/ui/catalog");
        await Assertions.Expect(Page).ToHaveTitleAsync("Catalog · Weir");
        await Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the page" })).ToBeFocusedAsync();
        var links = Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link);
        var names = await links.AllInnerTextsAsync();
        names.Count.ShouldBeGreaterThan(4);
        foreach (var name in names)
        {
            var link = Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
            await TabToAsync(link);
            await Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(Page).ToHaveTitleAsync($"{name} · Weir");
            await Assertions.Expect(link).ToHaveAttributeAsync("aria-current", "page");
            await Assertions.Expect(Page.GetByRole(AriaRole.Status).Filter(new() { HasText = name })).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task The_skip_link_goes_past_the_navigation()
    {
        await SignInAsync("/ui/ai-gateway");
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Enter");
        await Page.Keyboard.PressAsync("Tab");
        (await Page.EvaluateAsync<bool>("() => document.getElementById('page').contains(document.activeElement)")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/ui/ai-gateway")]
    [InlineData("/ui/sql")]
    [InlineData("/ui/catalog")]
    [InlineData("/ui/warehouses")]
    [InlineData("/ui/agents")]
    [InlineData("/ui/budgets")]
    [InlineData("/ui/settings")]
    public async Task What_can_be_pressed_can_be_reached_has_a_name_and_shows_that_it_has_the_focus(string path)
    {
        await SignInAsync(path);
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var nameless = new List<string>();
        var unmarked = new List<string>();
        for (var steps = 0; steps < 60; steps++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var at = await Page.EvaluateAsync<Focused>("""
                () => {
                  let at = document.activeElement;
                  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                  const text = at.getAttribute('aria-label') ?? at.getAttribute('aria-labelledby') ?? at.labels?.[0]?.textContent ?? at.title ?? '';
                  const style = getComputedStyle(at), around = getComputedStyle(at.parentElement ?? at);
                  const isMarked = one => (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== 'none';
                  return { html: at.outerHTML.slice(0, 200), isBody: at === document.body, isNamed: (text + at.textContent).trim().length > 0 || at.tagName === 'INPUT' && at.placeholder, isMarked: isMarked(style) || isMarked(around) || at.classList.contains('cm-content') };
                }
                """);
            if (at.IsBody)
            {
                break;
            }

            if (!at.IsNamed)
            {
                nameless.Add(at.Html);
            }

            if (!at.IsMarked)
            {
                unmarked.Add(at.Html);
            }
        }

        nameless.ShouldBeEmpty();
        unmarked.ShouldBeEmpty("whoever uses the keyboard sees where they are");
    }

    private async Task TabToAsync(ILocator target)
    {
        for (var steps = 0; steps < 60; steps++)
        {
            if (await target.EvaluateAsync<bool>("one => one === document.activeElement"))
            {
                return;
            }

            await Page.Keyboard.PressAsync("Tab");
        }

        throw new ShouldAssertException($"{target} was not reached by the tab key.");
    }

    private sealed record Focused
    {
        public string Html { get; init; } = string.Empty;

        public bool IsBody { get; init; }

        public bool IsNamed { get; init; }

        public bool IsMarked { get; init; }
    }
}
