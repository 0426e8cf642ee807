using System.IO.Compression;
using Impasto.Imaging;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>What can be taken back, what the tab shows, and many runs at once.</summary>
public sealed class AfterwardsTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Run_that_was_given_up_goes_on_after_undo_and_ends_without_it()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        (Guid id, IPage page) = await PaintingAsync(studio, window);
        await page.WaitForFunctionAsync("() => document.querySelector('link[rel=icon]').href.startsWith('data:')");

        await page.GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await studio.UntilAsync(id, "running");
        await State(page, "Painting").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        await State(page, "Paused").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).WaitForAsync();
        await page.GotoAsync("about:blank");
        await studio.UntilAsync(id, "cancelled");
    }

    [Fact]
    public async Task Run_that_continues_is_not_given_up_afterwards()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        (Guid id, IPage page) = await PaintingAsync(studio, window);

        await page.GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        await State(page, "Paused").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();
        await State(page, "Painting").WaitForAsync();

        Assert.True(await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).IsHiddenAsync());
        await page.GotoAsync("about:blank");
        await page.WaitForTimeoutAsync(300);
        await studio.UntilAsync(id, "running");
    }

    [Fact]
    public async Task Results_of_several_runs_are_one_file()
    {
        await using Studio studio = await Studio.StartAsync();
        Guid one = (await studio.CreateAsync()).Id, two = (await studio.CreateAsync()).Id;
        await studio.UntilAsync(one, "done");
        await studio.UntilAsync(two, "done");
        byte[] file = await studio.Http.GetByteArrayAsync(
            $"/api/results.zip?format=jpg&id={two}&id={one}&id={two}", TestContext.Current.CancellationToken);
        await using ZipArchive zip = await ZipArchive.CreateAsync(
            new MemoryStream(file), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null,
            TestContext.Current.CancellationToken);

        Assert.Equal(["photo_painting.jpg", "photo_painting-2.jpg"], zip.Entries.Select(entry => entry.FullName));
        foreach (string wrong in (string[])["", $"?id={Guid.NewGuid()}", $"?id={one}&id={Guid.NewGuid()}", "?id=x"])
        {
            using HttpResponseMessage answer = await studio.Http.GetAsync(
                $"/api/results.zip{wrong}", TestContext.Current.CancellationToken);
            Assert.InRange((int)answer.StatusCode, 400, 422);
        }
    }

    [Fact]
    public async Task Selected_runs_are_loaded_as_one_file_and_deleted_together()
    {
        await using Studio studio = await Studio.StartAsync();
        for (int i = 0; i < 3; i++)
            await studio.UntilAsync((await studio.CreateAsync()).Id, "done");
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/gallery");
        ILocator boxes = page.GetByRole(AriaRole.Checkbox, new() { Name = "Select photo as painting" });
        await boxes.First.CheckAsync();
        await boxes.Last.CheckAsync();
        await page.GetByText("2 selected").WaitForAsync();

        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Download as ZIP" }).ClickAsync());
        await using (ZipArchive zip = await ZipFile.OpenReadAsync(
            (await download.PathAsync())!, TestContext.Current.CancellationToken))
        {
            Assert.Equal(["photo_painting.png", "photo_painting-2.png"], zip.Entries.Select(entry => entry.FullName));
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                using var bytes = new MemoryStream();
                await using Stream stream = await entry.OpenAsync(TestContext.Current.CancellationToken);
                await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
                Assert.True(new PictureReader().Decode(bytes.ToArray(), "entry").Width > 0);
            }
        }

        Assert.Equal("impasto.zip", download.SuggestedFilename);
        await page.GetByRole(AriaRole.Region, new() { Name = "Selected" })
            .GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByText("2 changes in all").WaitForAsync();
        Assert.Equal(1, await boxes.CountAsync());
        await page.GotoAsync("about:blank");
        while ((await studio.ListAsync()).Runs.Count > 1)
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    // A run that goes on until it is stopped, on its page.
    private static async Task<(Guid Id, IPage Page)> PaintingAsync(Studio studio, IBrowserContext window)
    {
        Guid id = (await studio.CreateAsync(("steps", "100000"), ("size", "160"))).Id;
        IPage page = await window.NewPageAsync();
        await page.GotoAsync($"/#/run/{id}");
        await page.GetByText("Step", new() { Exact = true }).WaitForAsync();
        return (id, page);
    }

    // The whole text: "Painting, ending after this step" is another state.
    private static ILocator State(IPage page, string text) =>
        page.Locator($"xpath=//p[@class='state' and text()='{text}']");
}
