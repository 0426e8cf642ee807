using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>The preview beside the recipe, before Paint is pressed.</summary>
public sealed class PreviewTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Preview_follows_pictures_and_sliders_and_says_what_is_wrong()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        ILocator preview = page.GetByRole(AriaRole.Region, new() { Name = "Preview" });
        Assert.False(await preview.IsVisibleAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample cat" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();

        ILocator image = preview.GetByRole(AriaRole.Img);
        await image.WaitForAsync();
        string first = (await image.GetAttributeAsync("src"))!;
        Assert.True(await image.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 200);

        await page.GetByLabel("Strength").First.FillAsync("5");
        await page.WaitForFunctionAsync(
            "before => document.querySelector('.preview img').src !== before", first);
        string second = (await image.GetAttributeAsync("src"))!;
        await page.GetByRole(AriaRole.Region, new() { Name = "Paintings" })
            .GetByRole(AriaRole.Button, new() { Name = "Sample meadow" }).ClickAsync();
        await page.WaitForFunctionAsync(
            "before => document.querySelector('.preview img').src !== before", second);

        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Size at which the painting is seen").FillAsync("999999999");
        await preview.GetByText("“Size at which the painting is seen”: expected").WaitForAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await preview.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => fetch('/api/runs').then(answer => answer.json()).then(list => list.runs.length)"));
    }

    [Fact]
    public async Task Newer_change_ends_the_request_of_an_older_one()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        var isHeld = new TaskCompletionSource();
        int asked = 0;
        await page.RouteAsync("**/api/glance", async route =>
        {
            if (Interlocked.Increment(ref asked) == 1)
                await isHeld.Task;
            await route.ContinueAsync();
        });
        var ended = new TaskCompletionSource<string?>();
        page.RequestFailed += (_, request) => ended.TrySetResult(request.Failure);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample cat" }).First.ClickAsync();
        await page.RunAndWaitForRequestAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync(), "**/api/glance");

        await page.GetByLabel("Strength").First.FillAsync("80");

        Assert.Contains("ABORTED", await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), Studio.Cancellation));
        isHeld.SetResult();
        await page.GetByRole(AriaRole.Region, new() { Name = "Preview" }).GetByRole(AriaRole.Img).WaitForAsync();
    }
}
