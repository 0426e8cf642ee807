using System.Globalization;
using Impasto.Imaging;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>A user's way on the page, from the drop to the download, with a real browser and real runs.</summary>
public sealed class FlowTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Run_from_drop_to_download()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await DropAsync(page, "Drop a photograph", "my photo.png", Studio.Photo);
        await page.GetByText("my photo.png", new() { Exact = true }).WaitForAsync();
        await DropAsync(page, "Drop a painting", "<b>wild.png", Studio.Painting);
        await page.GetByText("<b>wild.png", new() { Exact = true }).WaitForAsync();

        await QuickAsync(page, steps: 3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "my photo as <b>wild" }).WaitForAsync();
        // 40 pixels on 10 cm.
        await page.GetByLabel("Width on paper in cm").FillAsync("10");
        (string Link, string Ending)[] downloads =
            [("PNG", "png"), ("JPEG", "jpg"), ("TIFF, 16 bit", "tif"), ("WebP", "webp"), ("Download for paper", "tif")];
        foreach ((string link, string ending) in downloads)
        {
            IDownload download = await page.RunAndWaitForDownloadAsync(
                () => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
            Assert.EndsWith($".{ending}", download.SuggestedFilename, StringComparison.Ordinal);
            string file = (await download.PathAsync())!;
            Assert.Equal(40, new PictureReader().Read(file).Width);
            if (link.EndsWith("paper", StringComparison.Ordinal))
                Assert.Equal(10.16, new PictureReader().ReadInfo(file).Dpi!.Value, 0.02);
        }

        await page.GetByLabel("Quality of JPEG and WebP").FillAsync("30");
        foreach (string format in new[] { "JPEG", "WebP" })
        {
            IDownload small = await page.RunAndWaitForDownloadAsync(
                () => page.GetByRole(AriaRole.Link, new() { Name = format }).ClickAsync());
            Assert.Contains("quality=30", small.Url, StringComparison.Ordinal);
            Assert.Equal(40, new PictureReader().Read((await small.PathAsync())!).Width);
        }

        string command = await page.Locator("code").InnerTextAsync();
        Assert.Contains("impasto stylize 'my photo.png' '<b>wild.png' --size 40", command, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_paused_reloaded_continued_in_one_tab_is_seen_in_the_other()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage one = await window.NewPageAsync(), two = await window.NewPageAsync();
        await ChooseAsync(one);
        await QuickAsync(one, steps: 100_000);
        await one.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        await one.GetByText("Step", new() { Exact = true }).WaitForAsync();
        await two.GotoAsync(one.Url);
        await two.GetByText("Painting", new() { Exact = true }).WaitForAsync();

        await one.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();

        await two.GetByText("Paused", new() { Exact = true }).WaitForAsync();
        await one.ReloadAsync();
        await one.GetByText("Paused", new() { Exact = true }).WaitForAsync();
        string before = await StepAsync(one);
        await two.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();
        await one.GetByText("Painting", new() { Exact = true }).WaitForAsync();
        await one.WaitForFunctionAsync("before => document.querySelector('.facts dd').textContent !== before", before);
        await one.GetByRole(AriaRole.Button, new() { Name = "Stop and keep" }).ClickAsync();
        await two.GetByRole(AriaRole.Link, new() { Name = "PNG" }).WaitForAsync();
        await State(one, "Stopped, picture kept").WaitForAsync();
        Assert.True(Step(await StepAsync(one)) >= Step(before), "It began anew.");
    }

    [Fact]
    public async Task Answer_that_arrives_after_a_newer_event_changes_nothing()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await ChooseAsync(page);
        await QuickAsync(page, steps: 100_000);
        var isShown = new TaskCompletionSource();
        await page.RouteAsync("**/stop", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            await isShown.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        await page.GetByText("Step", new() { Exact = true }).WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop and keep" }).ClickAsync();
        await State(page, "Stopped, picture kept").WaitForAsync();
        Task<IResponse> late = page.WaitForResponseAsync("**/stop");
        isShown.SetResult();
        await (await late).FinishedAsync();

        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 100))");
        await State(page, "Stopped, picture kept").WaitForAsync(new() { Timeout = 1000 });
    }

    [Fact]
    public async Task Run_continues_with_another_strength_and_is_repeated_with_other_options()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await ChooseAsync(page);
        await QuickAsync(page, steps: 3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "PNG" }).WaitForAsync();
        string first = page.Url;

        ILocator onwards = page.GetByRole(AriaRole.Region, new() { Name = "Continue from here" });
        await onwards.GetByRole(AriaRole.Slider).FillAsync("80");
        await onwards.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByText("Continues from").WaitForAsync();
        await page.GetByText("strength of the painting 80").First.WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "an earlier run" }).ClickAsync();
        Assert.Equal(first, page.Url);
        await page.GetByText("Run again with other options").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "the photograph’s" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint again" }).ClickAsync();
        await page.GetByText("color content").First.WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "PNG" }).WaitForAsync();
    }

    [Fact]
    public async Task Bad_file_is_one_sentence_and_nothing_is_lost()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await DropAsync(page, "Drop a photograph", "broken.jpg", "no picture at all"u8.ToArray());

        await page.Locator(".photo").GetByRole(AriaRole.Alert).GetByText("'broken.jpg' can't be read").WaitForAsync();
        await DropAsync(page, "Drop a painting", "painting.png", Studio.Painting);
        await page.GetByText("painting.png", new() { Exact = true }).WaitForAsync();
        Assert.True(await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).IsDisabledAsync());
        Assert.Equal(1, await page.GetByText("painting.png", new() { Exact = true }).CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await page.GetByText("Drop a photograph").WaitForAsync();
    }

    [Fact]
    public async Task Mask_painted_with_keys_keeps_the_photograph_there()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await ChooseAsync(page);
        await QuickAsync(page, steps: 5);

        await page.GetByRole(AriaRole.Button, new() { Name = "Paint a part" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "All" }).ClickAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Locator(".mask-view").FocusAsync();
        await page.Keyboard.PressAsync("e");
        await page.Keyboard.PressAsync("Space");
        await Screenshots.TakeAsync(page, "laptop-mask");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Img, new() { Name = "Mask 1" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "PNG", Exact = true }).WaitForAsync();

        string id = page.Url.Split('/')[^1];
        Picture result = new PictureReader().Decode(await studio.ResultAsync(Guid.Parse(id)), "r");
        Picture photo = Resampler.Resize(new PictureReader().Decode(Studio.Photo, "p"), result.Width, result.Height);
        float corner = Math.Abs(result.Pixels[0] - photo.Pixels[0]);
        int middle = (result.Height / 2 * result.Width) + (result.Width / 2);
        Assert.True(corner < 0.01f, $"The corner differs by {corner}.");
        float difference = Math.Abs(result.Pixels[middle] - photo.Pixels[middle]);
        Assert.True(difference > corner, "The middle was left alone as well.");
    }

    [Fact]
    public async Task Page_loads_within_a_second_and_gallery_finds_and_deletes()
    {
        await using Studio studio = await Studio.StartAsync();
        await studio.UntilAsync((await studio.CreateAsync()).Id, "done");
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();

        await page.GotoAsync("/#/gallery");
        await page.GetByText("photo as painting").WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("nothing like it");
        await page.GetByText("Nothing of that name.").WaitForAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("paint");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete photo as painting" }).ClickAsync();
        await page.GetByText("photo as painting", new() { Exact = true }).WaitForAsync(
            new() { State = WaitForSelectorState.Detached });
        Assert.Single((await studio.ListAsync()).Runs);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.GetByText("photo as painting", new() { Exact = true }).WaitForAsync();

        List<double> loaded = [await LoadedAsync()];
        while (loaded.Min() > 1000 && loaded.Count < 5)
        {
            await page.ReloadAsync();
            loaded.Add(await LoadedAsync());
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"Loaded after {loaded.Min():0} ms.");
        Assert.True(loaded.Min() is > 0 and < 1000, $"Milliseconds to load: {string.Join(", ", loaded)}.");

        Task<double> LoadedAsync() =>
            page.EvaluateAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd");
    }

    // The state that the page shows; the same words are read out to screen readers as well.
    private static ILocator State(IPage page, string text) => page.Locator(".state", new() { HasText = text });

    private static async Task DropAsync(IPage page, string zone, string name, byte[] bytes)
    {
        IJSHandle data = await page.EvaluateHandleAsync(
            """
            ([name, text]) => {
                const data = new DataTransfer();
                const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
                data.items.add(new File([bytes], name, { type: 'image/png' }));
                return data;
            }
            """,
            new[] { name, Convert.ToBase64String(bytes) });
        ILocator target = page.Locator("label.drop", new() { HasText = zone });
        await target.DispatchEventAsync("drop", new { dataTransfer = data });
    }

    private static async Task ChooseAsync(IPage page)
    {
        await page.GotoAsync("/");
        await ChooseAsync(page, "Drop a photograph", "photo.png", Studio.Photo);
        await ChooseAsync(page, "Drop a painting", "painting.png", Studio.Painting);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove painting.png" }).WaitForAsync();
    }

    private static async Task ChooseAsync(IPage page, string zone, string name, byte[] bytes)
    {
        ILocator input = page.Locator("label.drop", new() { HasText = zone }).Locator("input");
        await input.SetInputFilesAsync(new FilePayload { Name = name, MimeType = "image/png", Buffer = bytes });
    }

    private static async Task QuickAsync(IPage page, int steps)
    {
        await page.GetByRole(AriaRole.Radio, new() { Name = "other" }).CheckAsync();
        // A run that is to go on until it is stopped must not come to rest before that on a busy machine.
        await page.GetByLabel("Longer side in pixels").FillAsync(steps > 1000 ? "160" : "40");
        await page.GetByText("More options").ClickAsync();
        string text = steps.ToString(CultureInfo.InvariantCulture);
        await page.GetByLabel("Number of steps").FillAsync(text);
    }

    private static Task<string> StepAsync(IPage page) => page.Locator(".facts dd").First.InnerTextAsync();

    private static int Step(string text) => int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);
}
