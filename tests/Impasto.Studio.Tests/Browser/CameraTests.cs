using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>The browser's camera, which is a test picture that moves.</summary>
public sealed class CameraTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Camera_is_painted_live_one_frame_at_a_time_and_its_photograph_is_taken()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.AddInitScriptAsync("""
            const send = window.fetch;
            window.inFlight = window.most = 0;
            window.fetch = async (...words) => {
              if (words[0] !== '/api/glance') return send(...words);
              window.most = Math.max(window.most, ++window.inFlight);
              try { return await send(...words); } finally { window.inFlight -= 1; }
            };
            """);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();

        ILocator dialog = await OpenAsync(page);
        ILocator painted = dialog.GetByAltText("The camera, painted");
        await painted.WaitForAsync();
        string first = (await painted.GetAttributeAsync("src"))!;
        await page.WaitForFunctionAsync(
            "before => document.querySelector('.camera-views img').src !== before", first);
        Assert.Contains("Painted live", await dialog.GetByRole(AriaRole.Status).InnerTextAsync(), Invariant);
        await Screenshots.TakeAsync(page, "studio-camera");
        Assert.Equal(1, await page.EvaluateAsync<int>("() => window.most"));

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Take this photograph" }).ClickAsync();

        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        ILocator photo = page.GetByAltText("camera.jpg");
        int[] size = await photo.EvaluateAsync<int[]>(
            "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])");
        Assert.True(size[0] >= 640, $"The photograph has {size[0]} x {size[1]} pixels.");
        await page.GetByRole(AriaRole.Region, new() { Name = "Preview" }).GetByRole(AriaRole.Img).WaitForAsync();
        Assert.False(await page.GetByRole(AriaRole.Button, new() { Name = "Camera" }).IsVisibleAsync());
    }

    [Fact]
    public async Task Camera_without_a_painting_shows_itself_and_is_switched_off_at_the_end()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");

        ILocator dialog = await OpenAsync(page);
        await dialog.GetByText("With a painting chosen").WaitForAsync();
        Assert.True(await dialog.GetByLabel("The camera", new() { Exact = true })
            .EvaluateAsync<int>("video => video.videoWidth") > 0);
        await page.EvaluateAsync("() => { window.track = document.querySelector('video').srcObject.getTracks()[0]; }");
        await page.Keyboard.PressAsync("Escape");

        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal("ended", await page.EvaluateAsync<string>("() => window.track.readyState"));
    }

    [Theory]
    [InlineData("() => Promise.reject(new DOMException('', 'NotAllowedError'))", "The camera was not allowed")]
    [InlineData("() => Promise.reject(new DOMException('', 'NotFoundError'))", "The browser found no camera.")]
    [InlineData("() => Promise.reject(new Error('broken'))", "The camera can’t be used: broken")]
    public async Task Camera_that_can_not_be_used_says_why(string answer, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.AddInitScriptAsync($"navigator.mediaDevices.getUserMedia = {answer};");
        await page.GotoAsync("/");

        ILocator dialog = await OpenAsync(page);

        await dialog.GetByText(sentence).WaitForAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task Page_may_use_the_camera_and_no_other_site_in_it()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        using HttpResponseMessage page = await studio.Http.GetAsync("/", Studio.Cancellation);

        Assert.StartsWith(
            "camera=(self), microphone=()", page.Headers.GetValues("Permissions-Policy").Single(), Invariant);
    }

    private const StringComparison Invariant = StringComparison.Ordinal;

    private static async Task<ILocator> OpenAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Camera" }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Camera" });
        await dialog.WaitForAsync();
        return dialog;
    }
}
