using Impasto.Studio.Tests.Batches;
using Impasto.Studio.Views;
using Impasto.Tests;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>
/// The checks of tools such as axe on every page, light and dark: names, labels, contrast, order, keys.
/// </summary>
public sealed class AccessibilityTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string Checks = File.ReadAllText(
        Path.Combine(Repository.Root, "tests/Impasto.Studio.Tests/Browser/accessibility.js"));

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_page_has_names_labels_contrast_and_one_heading(ColorScheme scheme)
    {
        await using Studio studio = await Studio.StartAsync();
        Guid run = (await studio.UntilAsync((await studio.CreateAsync()).Id, "done")).Id;
        await studio.PostAsync($"/api/runs/{run}/again");
        BatchView batch = await studio.UntilDoneAsync(
            await studio.CreateBatchAsync(["photo.png"], ["painting.png"], ("sweep", "strength=20,40")));
        await using IBrowserContext window = await chromium.OpenAsync(studio, scheme: scheme);
        IPage page = await window.NewPageAsync();
        (string Path, string Shown)[] pages =
        [
            ("/#/new", "Drop a photograph"), ("/#/gallery", "photo as painting"), ($"/#/run/{run}", "What came of it"),
            ($"/#/batch/{batch.Id}", "strength of the painting 40"), ("/#/queue", "Nothing waits."),
        ];
        foreach ((string path, string shown) in pages)
        {
            await page.GotoAsync("/");
            await page.GotoAsync(path);
            await page.GetByText(shown).First.WaitForAsync();
            foreach (ILocator fold in await page.Locator("details > summary").AllAsync())
                await fold.ClickAsync();

            string[] problems = await page.EvaluateAsync<string[]>(Checks);

            Assert.True(problems.Length == 0, $"{path}: {string.Join('\n', problems)}");
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Form_with_plans_and_a_wrong_option_is_well_formed_too(ColorScheme scheme)
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Memory = 40_000_000 });
        await using IBrowserContext window = await chromium.OpenAsync(studio, scheme: scheme);
        IPage page = await window.NewPageAsync();
        await PageSteps.ChooseAsync(page);
        await page.Locator(".plans li.problem").First.WaitForAsync();
        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Number of steps").FillAsync("many");
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        await page.Locator(".field .problem:visible").WaitForAsync();

        string[] problems = await page.EvaluateAsync<string[]>(Checks);

        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    [Fact]
    public async Task Keyboard_reaches_everything_and_does_a_whole_run()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByText("Drop a photograph").WaitForAsync();

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("To the content", await FocusedAsync(page));
        await TabToAsync(page, "Sample rocket");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("rocket.jpg", new() { Exact = true }).WaitForAsync();
        await TabToAsync(page, "Sample waves");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("waves.jpg", new() { Exact = true }).WaitForAsync();
        await TabToAsync(page, "512");
        await page.Keyboard.PressAsync("ArrowLeft");
        await TabToAsync(page, "More options");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Number of steps");
        await page.Keyboard.TypeAsync("1");
        await TabToAsync(page, "Paint");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "PNG" }).WaitForAsync();

        await TabToAsync(page, "Photograph");
        await page.Keyboard.PressAsync("PageUp");
        Assert.NotEqual("0", await page.GetByRole(AriaRole.Slider, new() { Name = "Photograph" }).InputValueAsync());
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (int i = 0; i < 80; i++)
        {
            if (await FocusedAsync(page) == name)
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key never came to '{name}'.");
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => {
            const at = document.activeElement;
            return (at.getAttribute('aria-label') ?? (at.labels?.[0] ?? at).textContent).trim();
        }
        """);
}
