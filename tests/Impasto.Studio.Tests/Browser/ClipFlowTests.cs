using Impasto.Studio.Tests.Clips;
using Impasto.Tests;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>A clip on the page, from the choice to the player, with a real browser and a real run.</summary>
public sealed class ClipFlowTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Videos = "[...document.querySelectorAll('.pair video')]";

    [Fact]
    public async Task Clip_from_the_choice_over_its_frames_to_two_that_play_in_step()
    {
        bool real = Screenshots.AreWanted;
        byte[] clip = real ? TestClips.Make(frames: 24, source: Cat()) : TestClips.Make(frames: 12);
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);

        await page.GotoAsync("/");
        await Choose(page, "Drop a photograph").SetInputFilesAsync(
            new FilePayload { Name = "street.mp4", MimeType = "video/mp4", Buffer = clip });
        if (real)
            await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();
        else
            await Choose(page, "Drop a painting").SetInputFilesAsync(
                new FilePayload { Name = "swirls.png", MimeType = "image/png", Buffer = Studio.Painting });
        await page.GetByRole(AriaRole.Heading, new() { Name = "Clip" }).First.WaitForAsync();
        Assert.True(await page.GetByText("Paint a part").IsHiddenAsync());
        await page.GetByRole(AriaRole.Radio, new() { Name = "other" }).CheckAsync();
        await page.GetByLabel("Longer side in pixels").FillAsync(real ? "320" : "48");
        if (real)
            await page.WaitForTimeoutAsync(1000);
        await Screenshots.TakeAsync(page, "clip-new", whole: true);
        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Number of steps").FillAsync(real ? "24,16" : "2");
        await page.GetByLabel("Steps of a frame").FillAsync(real ? "6" : "8");
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();

        await page.GetByText(" of 12").Or(page.GetByText(" of 24")).First.WaitForAsync(new() { Timeout = 120_000 });
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.sheet .after')?.src.includes('frame?n=')", null, Patient());
        Assert.Matches(@"^(\d+ %|Done): street as swirls", await page.TitleAsync());
        if (real)
            await page.WaitForTimeoutAsync(4000);
        await Screenshots.TakeAsync(page, "clip-running");
        await page.GetByRole(AriaRole.Link, new() { Name = "MP4" }).WaitForAsync(new() { Timeout = 300_000 });
        await page.WaitForFunctionAsync($"() => {Videos}.length === 2 && {Videos}.every(one => one.readyState > 2)");

        Assert.Equal("true,false", await page.EvaluateAsync<string>($"{Videos}.map(one => one.muted).join()"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await page.WaitForFunctionAsync($"() => {Videos}.every(one => one.currentTime > 0.7)");
        double[] playing = await page.EvaluateAsync<double[]>($"{Videos}.map(one => one.currentTime)");
        Assert.Equal(playing[0], playing[1], tolerance: 0.125);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await InStepAsync(page);
        await page.GetByRole(AriaRole.Slider, new() { Name = "Time in the clip" }).FillAsync("1.1");
        await page.WaitForFunctionAsync($"() => {Videos}.every(one => Math.abs(one.currentTime - 1.1) < 0.01)");
        await page.WaitForTimeoutAsync(300);
        await Screenshots.TakeAsync(page, "clip-done");
        IDownload download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "MP4" }).ClickAsync());
        Assert.Equal("street_swirls.mp4", download.SuggestedFilename);
        Assert.Equal(0, await page.GetByText("Download for paper").CountAsync());
        string command = await page.Locator("code").InnerTextAsync();
        Assert.Contains("impasto video street.mp4", command, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "Gallery" }).ClickAsync();
        await page.GetByText("street as swirls").WaitForAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.card img').naturalWidth > 0");
        await Screenshots.TakeAsync(page, "clip-gallery");
        Assert.Empty(complaints);
    }

    // A camera that moves over a photograph.
    private static string Cat()
    {
        string photo = Path.Combine(Repository.Root, "samples", "pictures", "cat.jpg");
        return $"movie={photo},loop=loop=-1:size=1,setpts=N/8/TB,fps=8,scale=440:-2,crop=320:214:36*t:12*t,"
            + "trim=duration=3";
    }

    private static ILocator Choose(IPage page, string zone) =>
        page.Locator("label.drop", new() { HasText = zone }).Locator("input");

    private static PageWaitForFunctionOptions Patient() => new() { Timeout = 120_000 };

    private static async Task InStepAsync(IPage page) => await page.WaitForFunctionAsync(
        $"() => {Videos}.every(one => one.paused)"
        + $" && Math.abs({Videos}[0].currentTime - {Videos}[1].currentTime) < 0.02");
}
