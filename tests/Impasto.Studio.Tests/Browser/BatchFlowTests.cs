using Impasto.Imaging;
using Impasto.Studio.Tests.Batches;
using Impasto.Studio.Views;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>Several pictures at once on the page: batches, strips, and the history of a picture.</summary>
public sealed class BatchFlowTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Several_photographs_are_dropped_at_once_and_painted_as_one_batch()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await ChooseAsync(page, ["one.png", "two.png", "three.png"], ["wild.png", "calm.png"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove two.png" }).ClickAsync();
        await page.GetByText("Paint 2 pictures").WaitForAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "a picture of each" }).CheckAsync();
        await page.GetByText("Paint 4 pictures").WaitForAsync();
        Assert.True(await page.GetByRole(AriaRole.Region, new() { Name = "Parts of the photograph" }).IsHiddenAsync());
        await QuickAsync(page);
        await page.EvaluateAsync("scrollTo(0, 0)");
        await Screenshots.TakeAsync(page, "batch-new");

        await page.GetByRole(AriaRole.Button, new() { Name = "Paint 4 pictures" }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "2 photographs as 2 paintings" }).WaitForAsync();
        await State(page, "4 of 4 done").WaitForAsync();
        Assert.Equal(
            ["one as wild", "one as calm", "three as wild", "three as calm"],
            await page.Locator(".tile .name").AllInnerTextsAsync());
        await PicturesLoadedAsync(page, 4);
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Download as ZIP" }).ClickAsync());
        Assert.Equal("impasto.zip", download.SuggestedFilename);
        await page.GetByText("three as wild").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "three as wild" }).WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "2 photographs as 2 paintings" }).ClickAsync();
        await State(page, "4 of 4 done").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Gallery" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "2 photographs as 2 paintings" }).First.ClickAsync();
        await page.WaitForURLAsync("**/#/batch/*");
    }

    [Fact]
    public async Task Strip_of_strengths_shows_each_value_under_its_picture()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await ChooseAsync(page, ["one.png"], ["wild.png"]);
        await QuickAsync(page);
        await page.GetByLabel("Strip", new() { Exact = true }).SelectOptionAsync("strength");
        ILocator values = page.GetByLabel("Values of the strip");
        Assert.Equal("0,25,50,75,100", await values.InputValueAsync());
        await values.FillAsync("0, 50,100");
        // The browser keeps a choice a moment after it was made.
        const string Kept = "async () => (await (await import('/kept.js')).read('choice'))?.strip.values";
        while (await page.EvaluateAsync<string?>(Kept) != "0, 50,100")
            await Task.Delay(50, Studio.Cancellation);

        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint 3 pictures" }).ClickAsync();

        await State(page, "3 of 3 done").WaitForAsync();
        Assert.Equal(
            [.. new[] { 0, 50, 100 }.Select(value => $"Strength of the painting {value}")],
            await page.Locator(".tile .name").AllInnerTextsAsync());
        await PicturesLoadedAsync(page, 3);
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Download as one sheet" }).ClickAsync());
        Picture sheet = new PictureReader().Read((await download.PathAsync())!);
        Assert.Equal(("one as wild.png", (3 * 336) + 16), (download.SuggestedFilename, sheet.Width));
        // Each of the three pictures is there, and labels below, on a white ground.
        for (int column = 0; column < 3; column++)
        {
            int left = 16 + (column * 336);
            Assert.NotEqual(1f, sheet.Pixels[(100 * sheet.Width) + left + 160]);
            Assert.Contains(
                Enumerable.Range(0, 36 * 320),
                i => sheet.Pixels[((sheet.Height - 52 + (i / 320)) * sheet.Width) + left + (i % 320)] < 0.5f);
        }
    }

    [Theory]
    [InlineData("laptop", 1440, 900, ColorScheme.Light)]
    [InlineData("dark", 1440, 900, ColorScheme.Dark)]
    [InlineData("phone", 390, 844, ColorScheme.Light)]
    public async Task Batch_of_samples_fits_and_is_quiet(string name, int width, int height, ColorScheme scheme)
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio, width, height, scheme);
        IPage page = await window.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample cat" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove swirls.jpg" }).WaitForAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "other" }).CheckAsync();
        await page.GetByLabel("Longer side in pixels").FillAsync(Screenshots.AreWanted ? "256" : "48");
        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Number of steps").FillAsync(Screenshots.AreWanted ? "30" : "2");
        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Strip", new() { Exact = true }).SelectOptionAsync("strength");
        await Screenshots.TakeAsync(page, $"{name}-strip-new", whole: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint 5 pictures" }).ClickAsync();
        if (Screenshots.AreWanted)
        {
            await page.GetByText("left", new() { Exact = false }).First.WaitForAsync();
            await State(page, "2 of 5 done, 1 is painted, 2 wait")
                .WaitForAsync(new() { Timeout = 240_000 });
            await Screenshots.TakeAsync(page, $"{name}-strip-running");
        }

        await State(page, "5 of 5 done").WaitForAsync(new() { Timeout = 240_000 });
        await PicturesLoadedAsync(page, 5);
        await Screenshots.TakeAsync(page, $"{name}-strip");

        Assert.Empty(complaints);
        const string Fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        Assert.True(await page.EvaluateAsync<bool>(Fits), "The page is wider than the window.");
    }

    [Fact]
    public async Task Variations_are_a_batch()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await ChooseAsync(page, ["one.png"], ["wild.png"]);
        await page.GetByRole(AriaRole.Spinbutton, new() { Name = "Variations" }).FillAsync("2");

        await page.GetByRole(AriaRole.Button, new() { Name = "Paint 2 pictures" }).ClickAsync();

        await State(page, "0 of 2 done, 2 wait").WaitForAsync();
        Assert.Equal(["one as wild, 1", "one as wild, 2"], await page.Locator(".tile .name").AllInnerTextsAsync());
    }

    [Fact]
    public async Task Batch_that_was_given_up_or_deleted_comes_back_by_undo()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        BatchView batch = await studio.CreateBatchAsync(["one.png", "two.png"], ["wild.png"]);
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync($"/#/batch/{batch.Id}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        await State(page, "0 of 2 done, 2 are paused").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await State(page, "0 of 2 done, 2 wait").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("No pictures yet.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await State(page, "0 of 2 done, 2 wait").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        foreach (RunView run in batch.Runs)
            await studio.UntilAsync(run.Id, "cancelled");
        await State(page, "0 of 2 done, 2 given up").WaitForAsync();
    }

    [Fact]
    public async Task Continue_from_here_says_beforehand_what_it_does_and_the_history_can_be_walked()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        Guid first = (await studio.CreateAsync(("steps", "7"))).Id;
        await studio.UntilAsync(first, "done");
        await page.GotoAsync($"/#/run/{first}");
        ILocator onwards = page.GetByRole(AriaRole.Region, new() { Name = "Continue from here" });
        await onwards.GetByText("the same options, 7 steps").WaitForAsync();

        await onwards.GetByRole(AriaRole.Slider).FillAsync("80");
        await onwards
            .GetByText(
                "A new run starts from this picture, at the full size: strength of the painting 50 → 80, 7 steps.")
            .WaitForAsync();
        await onwards.GetByRole(AriaRole.Button).ClickAsync();

        ILocator history = page.GetByRole(AriaRole.Region, new() { Name = "How it came about" });
        await history.GetByText("continues: strength of the painting 50 → 80").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "PNG", Exact = true }).WaitForAsync();
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.chain img')].every(one => one.naturalWidth > 0)");
        await history.ScrollIntoViewIfNeededAsync();
        await Screenshots.TakeAsync(page, "history");
        await history.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.WaitForURLAsync($"**/#/run/{first}");
        await page.GetByText("What came of it").WaitForAsync();
        await history.GetByText("continues: strength of the painting 50 → 80").ClickAsync();
        await page.GetByText("Continues from").WaitForAsync();
    }

    private static ILocator State(IPage page, string text) => page.Locator(
        $"xpath=//p[contains(@class, 'state') and text()='{text}']");

    private static async Task PicturesLoadedAsync(IPage page, int count) => await page.WaitForFunctionAsync(
        "count => [...document.querySelectorAll('.tile img')].filter(one => one.naturalWidth > 0 "
        + "&& one.src.endsWith('/thumbnail?n=0')).length === count",
        count);

    private static async Task ChooseAsync(IPage page, string[] photos, string[] paintings)
    {
        await page.GotoAsync("/");
        await DropAsync(page, "Drop a photograph", photos, Studio.Photo);
        await DropAsync(page, "Drop a painting", paintings, Studio.Painting);
        await page.GetByRole(AriaRole.Button, new() { Name = $"Remove {paintings[^1]}" }).WaitForAsync();
    }

    private static async Task DropAsync(IPage page, string zone, string[] names, byte[] bytes)
    {
        IJSHandle data = await page.EvaluateHandleAsync(
            """
            ([text, ...names]) => {
                const data = new DataTransfer();
                const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
                for (const name of names) data.items.add(new File([bytes], name, { type: 'image/png' }));
                return data;
            }
            """,
            (string[])[Convert.ToBase64String(bytes), .. names]);
        ILocator target = page.Locator("label.drop", new() { HasText = zone });
        await target.DispatchEventAsync("drop", new { dataTransfer = data });
    }

    private static async Task QuickAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Radio, new() { Name = "other" }).CheckAsync();
        await page.GetByLabel("Longer side in pixels").FillAsync("40");
        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Number of steps").FillAsync("2");
    }
}
