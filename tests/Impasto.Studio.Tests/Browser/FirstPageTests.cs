using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>All that matters of the first page is in sight, and nothing lies under the next step.</summary>
public sealed class FirstPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    // What lies at points of the button, besides the button's own bar and what contains it.
    private const string UnderPaint =
        """
        () => {
            const bar = document.querySelector('.starter');
            const box = document.querySelector('.start').getBoundingClientRect();
            const found = new Set();
            for (let x = box.left + 2; x < box.right; x += (box.width - 4) / 8)
                for (let y = box.top + 2; y < box.bottom; y += (box.height - 4) / 4)
                    for (const element of document.elementsFromPoint(x, y))
                        if (!bar.contains(element) && !element.contains(bar)) found.add(element.outerHTML.slice(0, 80));
            return [...found];
        }
        """;

    // Names of those elements that are not wholly in sight: in the window, and with nothing before them.
    private const string OutOfSight =
        """
        selectors => selectors.filter(selector => {
            const element = document.querySelector(selector), box = element.getBoundingClientRect();
            const inWindow = box.width > 0 && box.left >= 0 && box.top >= 0
                && box.right <= innerWidth && box.bottom <= innerHeight;
            const points = [[.02, .02], [.98, .02], [.5, .5], [.02, .98], [.98, .98]];
            return !inWindow || !points.every(([x, y]) => {
                const there = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
                return there && (element.contains(there) || there.contains(element));
            });
        })
        """;

    private static readonly string[] Matters =
    [
        ".photo .chosen", ".paintings .chosen", ".preview", ".recipes", ".recipe > .slider", ".recipe > .sizes",
        ".recipe > .colours", ".start",
    ];

    [Theory]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(1440, 900, ColorScheme.Dark)]
    [InlineData(1920, 1080, ColorScheme.Light)]
    public async Task Laptop_shows_all_that_matters_and_nothing_lies_under_Paint(
        int width, int height, ColorScheme scheme)
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio, width, height, scheme);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator(".start").WaitForAsync();
        await Screenshots.TakeAsync(page, $"first-empty-{width}-{scheme}");
        Assert.Empty(await page.EvaluateAsync<string[]>(
            OutOfSight,
            Matters.Where(one => !one.Contains("chosen", StringComparison.Ordinal) && one != ".preview").ToArray()));
        await ChooseSamplesAsync(page);
        await Screenshots.TakeAsync(page, $"first-{width}-{scheme}");

        Assert.Empty(await page.EvaluateAsync<string[]>(OutOfSight, Matters));
        Assert.Empty(await page.EvaluateAsync<string[]>(UnderPaint));
        Assert.Equal(0, await page.EvaluateAsync<double>("() => scrollY"));

        // Neither with all options open, wherever they are scrolled to.
        await page.GetByText("More options").ClickAsync();
        for (int place = 0; place < 4; place++)
        {
            await page.EvaluateAsync(
                "share => { const pane = document.querySelector('.settings');"
                + " pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight); }", place / 3.0);
            Assert.Empty(await page.EvaluateAsync<string[]>(UnderPaint));
            Assert.Empty(await page.EvaluateAsync<string[]>(OutOfSight, new[] { ".start" }));
        }

        await Screenshots.TakeAsync(page, $"first-options-{width}-{scheme}");
    }

    [Theory]
    [InlineData("phone", 390, 844, ColorScheme.Light)]
    [InlineData("phone-dark", 390, 844, ColorScheme.Dark)]
    [InlineData("narrow", 320, 640, ColorScheme.Light)]
    // A window of 1440 x 900 at 200 %.
    [InlineData("zoomed", 720, 450, ColorScheme.Light)]
    public async Task Small_window_has_the_next_step_in_reach_on_a_ground_of_its_own(
        string name, int width, int height, ColorScheme scheme)
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio, width, height, scheme);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await ChooseSamplesAsync(page);

        Assert.Empty(await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main *')].filter(one => !one.closest('.unseen')"
            + " && one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML.slice(0, 80))"));
        Assert.False((await page.EvaluateAsync<string>(
            "() => getComputedStyle(document.querySelector('.starter')).backgroundColor"))
            .Contains("rgba", StringComparison.Ordinal));
        for (int place = 0; place < 4; place++)
        {
            await page.EvaluateAsync(
                "share => scrollTo(0, share * (document.documentElement.scrollHeight - innerHeight))", place / 3.0);
            Assert.Empty(await page.EvaluateAsync<string[]>(OutOfSight, new[] { ".start" }));
            await Screenshots.TakeAsync(page, $"first-{name}-{place}");
        }

        // At the end of the page it covers nothing.
        Assert.Empty(await page.EvaluateAsync<string[]>(UnderPaint));
    }

    private static async Task ChooseSamplesAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample cat" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove swirls.jpg" }).WaitForAsync();
        await page.Locator(".plans li[aria-current]").WaitForAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Preview" }).GetByRole(AriaRole.Img).WaitForAsync();
    }
}
