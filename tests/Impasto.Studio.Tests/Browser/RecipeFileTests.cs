using Impasto.Studio.Views;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>Runs that are shared, and files whose recipe fills the form.</summary>
public sealed class RecipeFileTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Shared_run_dropped_on_another_studio_fills_its_form_and_paints_when_asked()
    {
        await using Studio one = await Studio.StartAsync(), other = await Studio.StartAsync();
        RunView run = await one.CreateAsync(("strength", "70"), ("color", "content"), ("time", "90s"));
        await one.UntilAsync(run.Id, "done");
        await using IBrowserContext window = await chromium.OpenAsync(one);
        await using IBrowserContext otherWindow = await chromium.OpenAsync(other);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync($"/#/run/{run.Id}");
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Download with recipe and pictures" }).ClickAsync());
        Assert.Equal("photo_painting.impasto", download.SuggestedFilename);
        byte[] file = await File.ReadAllBytesAsync((await download.PathAsync())!, Studio.Cancellation);

        page = await otherWindow.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByText("Drop a photograph").WaitForAsync();
        await PageSteps.DropAsync(page.Locator("header"), "shared.impasto", file);
        await page.GetByText("The recipe of shared.impasto is in the form.").Last.WaitForAsync();
        await Screenshots.TakeAsync(page, "recipe-opened");

        Assert.Equal("70", await page.GetByLabel("Strength").First.InputValueAsync());
        Assert.True(await page.GetByRole(AriaRole.Radio, new() { Name = "the photograph’s" }).IsCheckedAsync());
        Assert.Equal("90s", await page.GetByLabel("Time such as").InputValueAsync());
        await page.GetByText("photo.png", new() { Exact = true }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove painting.png" }).WaitForAsync();
        Assert.Empty((await other.ListAsync()).Runs);

        // The same steps: the time, which would change them, goes.
        await page.GetByLabel("Time such as").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "PNG", Exact = true }).WaitForAsync();
        RunView again = Assert.Single((await other.ListAsync()).Runs);
        Assert.Equal(run.Options.OrderBy(option => option.Key), again.Options.OrderBy(option => option.Key));
    }

    [Fact]
    public async Task Result_that_is_chosen_as_a_photograph_offers_its_recipe()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.CreateAsync(("strength", "15"));
        await studio.UntilAsync(run.Id, "done");
        byte[] result = await studio.ResultAsync(run.Id, "png");
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await PageSteps.FileAsync(page, "Drop a photograph", "plain.png", Studio.Photo);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Use its recipe" }).CountAsync());

        await PageSteps.FileAsync(page, "Drop a photograph", "painted.png", result);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use its recipe" }).ClickAsync();

        await page.GetByText("It was made from photo.png, painting.png: choose them here.").Last.WaitForAsync();
        Assert.Equal("15", await page.GetByLabel("Strength").First.InputValueAsync());
        // What it was chosen for stays.
        await page.GetByText("painted.png", new() { Exact = true }).WaitForAsync();
        await page.GotoAsync("/#/gallery");
        await page.GotoAsync("/#/new");
        await PageSteps.DropAsync(page.Locator("header"), "again.png", result, "image/png");
        await page.GetByText("The recipe of again.png is in the form.").Last.WaitForAsync();
    }

    [Fact]
    public async Task File_without_a_recipe_is_one_sentence_and_changes_nothing()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await PageSteps.ChooseAsync(page);
        await page.GetByLabel("Strength").First.FillAsync("33");

        await PageSteps.DropAsync(page.Locator("label.drop").First, "broken.impasto", [80, 75, 3, 4, 0, 0]);
        await page.GetByRole(AriaRole.Alert).GetByText("The file is damaged").WaitForAsync();
        await page.Locator(".recipe-opener input").SetInputFilesAsync(
            new FilePayload { Name = "plain.png", MimeType = "image/png", Buffer = Studio.Photo });
        await page.GetByRole(AriaRole.Alert).GetByText("'plain.png' has no recipe").WaitForAsync();

        Assert.Equal("33", await page.GetByLabel("Strength").First.InputValueAsync());
        await page.GetByText("photo.png", new() { Exact = true }).WaitForAsync();
    }
}
