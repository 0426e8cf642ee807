using System.Globalization;
using Impasto.Imaging;
using Impasto.Studio.Tests.Clips;
using Impasto.Studio.Tests.Looks;
using Impasto.Tests;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>
/// Every file is looked at when it is chosen: what is known of it, or what is wrong, stands at its place.
/// </summary>
public sealed class ChosenFileTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Heic_says_at_its_place_that_it_can_not_be_read(bool isDropped)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        if (isDropped)
            await PageSteps.DropAsync(page.Locator("label.drop").First, "IMG_1.HEIC", FileLookTests.Heic, "image/heic");
        else
            await PageSteps.FileAsync(page, "Drop a photograph", "IMG_1.HEIC", FileLookTests.Heic);

        ILocator place = page.Locator(".photo");
        await place.GetByRole(AriaRole.Alert)
            .GetByText("'IMG_1.HEIC' can't be read: it is a HEIC file, which is not supported here").WaitForAsync();
        await PageSteps.FileAsync(page, "Drop a painting", "painting.png", Studio.Painting);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove painting.png" }).WaitForAsync();
        ILocator paint = page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true });
        Assert.True(await paint.IsDisabledAsync());
        Assert.True(await page.GetByRole(AriaRole.Region, new() { Name = "Preview" }).IsHiddenAsync());
        await Screenshots.TakeAsync(page, "heic");

        // Another photograph in its place, and all is well.
        await place.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await PageSteps.FileAsync(page, "Drop a photograph", "photo.png", Studio.Photo);
        await place.GetByText("48 × 40").WaitForAsync();
        Assert.Equal(0, await place.GetByRole(AriaRole.Alert).CountAsync());
        Assert.True(await paint.IsEnabledAsync());
    }

    [Fact]
    public async Task Heic_among_the_paintings_is_named_beside_its_painting_also_after_a_reload()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await PageSteps.ChooseAsync(page);
        await PageSteps.FileAsync(page, "Add a painting", "b.heic", FileLookTests.Heic);

        ILocator sentence = page.Locator(".paintings li").Last.GetByRole(AriaRole.Alert);
        await sentence.GetByText("'b.heic' can't be read: it is a HEIC file").WaitForAsync();
        const string Kept = "async () => (await (await import('/kept.js')).read('choice'))?.paintings.length";
        while (await page.EvaluateAsync<int?>(Kept) != 2)
            await Task.Delay(50, Studio.Cancellation);
        await page.ReloadAsync();
        await sentence.GetByText("'b.heic' can't be read: it is a HEIC file").WaitForAsync();
    }

    [Fact]
    public async Task Picture_that_the_browser_can_not_show_is_shown_by_the_studio()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        byte[] tiff = PictureWriter.Encode(TestPictures.Ramp(90, 60), PictureFormat.Tiff);
        await PageSteps.FileAsync(page, "Drop a photograph", "scan.tif", tiff);

        await page.Locator(".photo").GetByText("90 × 60").WaitForAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.photo .chosen img')?.naturalWidth === 90");
        await PageSteps.FileAsync(page, "Drop a painting", "painting.png", Studio.Painting);
        // Its plan is known as well.
        await page.Locator(".plans li[aria-current]").GetByText("512 × 341").WaitForAsync();
    }

    [Fact]
    public async Task Clip_says_below_it_what_it_takes_which_follows_the_part_and_the_steps()
    {
        byte[] clip = TestClips.Make(frames: 24);
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { MaxClipSeconds = 2 },
        });
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator("label.drop").First.Locator("input").SetInputFilesAsync(
            new FilePayload { Name = "street.mp4", MimeType = "video/mp4", Buffer = clip });
        await PageSteps.FileAsync(page, "Drop a painting", "painting.png", Studio.Painting);

        ILocator plan = page.GetByRole(AriaRole.Status, new() { Name = "What the clip takes" });
        await plan.GetByText("It lasts 3 s, and the limit is 2: choose a part with From and To.").WaitForAsync();
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("0:01.5");
        await plan.GetByText("512 × 384, 12 frames, about").WaitForAsync();
        await Screenshots.TakeAsync(page, "clip-plan");
        string usual = await plan.InnerTextAsync();
        Assert.Matches(
            @"^512 × 384, 12 frames, about \d+ (s|min), [0-9.]+ (s|min) a frame, [0-9.]+ (MB|GB) of memory, "
                + @"\d+ MB on disk\.$",
            usual);

        await page.GetByLabel("Steps of a frame").FillAsync("1");
        await page.WaitForFunctionAsync(
            "usual => { const now = document.querySelector('.photo [role=status]').textContent;"
            + " return now && now !== usual; }", usual);
        Assert.True(FrameSeconds(await plan.InnerTextAsync()) < 0.5 * FrameSeconds(usual));

        static double FrameSeconds(string words)
        {
            string[] time = words.Split(" a frame")[0].Split(' ')[^2..];
            return double.Parse(time[0], CultureInfo.InvariantCulture) * (time[1] == "min" ? 60 : 1);
        }
    }
}
