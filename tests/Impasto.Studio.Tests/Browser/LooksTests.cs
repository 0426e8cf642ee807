using System.Net;
using System.Net.Sockets;
using Impasto.Studio.Tests.Batches;
using Impasto.Studio.Views;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>
/// The page in windows of every size: it fits, loads nothing from other sites, and writes nothing to the console.
/// </summary>
public sealed class LooksTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData("phone", 390, 844, ColorScheme.Light)]
    [InlineData("laptop", 1360, 860, ColorScheme.Light)]
    [InlineData("dark", 1360, 860, ColorScheme.Dark)]
    [InlineData("wide", 3840, 2160, ColorScheme.Light)]
    public async Task Page_of_any_size_fits_and_is_quiet(string name, int width, int height, ColorScheme scheme)
    {
        bool real = Screenshots.AreWanted;
        await using Studio studio = await Studio.StartAsync();
        string own = studio.Server.Address.ToString();
        await using IBrowserContext window = await chromium.OpenAsync(studio, width, height, scheme);
        IPage page = await window.NewPageAsync();
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add($"{message.Text} {message.Location}");
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!new[] { own, "blob:" }.Any(start => request.Url.StartsWith(start, StringComparison.Ordinal)))
                complaints.Add(request.Url);
        };

        await page.GotoAsync("/");
        await Screenshots.TakeAsync(page, $"{name}-empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample cat" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove swirls.jpg" }).WaitForAsync();
        if (real)
            await page.GetByRole(AriaRole.Region, new() { Name = "Preview" }).GetByRole(AriaRole.Img).WaitForAsync();
        await Screenshots.TakeAsync(page, $"{name}-new");
        await NothingHangsOverAsync(page);
        await page.GetByRole(AriaRole.Radio, new() { Name = "other" }).CheckAsync();
        await page.GetByLabel("Longer side in pixels").FillAsync(real ? "384" : "48");
        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Number of steps").FillAsync(real ? "40,40,40" : "2");
        await Screenshots.TakeAsync(page, $"{name}-more", whole: true);
        await NothingHangsOverAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        if (real)
        {
            await page.GetByText("Step", new() { Exact = true }).WaitForAsync();
            await page.WaitForTimeoutAsync(2500);
            await Screenshots.TakeAsync(page, $"{name}-running");
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "PNG" }).WaitForAsync(new() { Timeout = 120_000 });
        // A transparent result shows this pattern, not the photograph below it.
        const string Ground = "getComputedStyle(document.querySelector('.sheet .after')).backgroundImage";
        string ground = await page.EvaluateAsync<string>(Ground);
        Assert.StartsWith("repeating-conic-gradient", ground, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Slider, new() { Name = "Photograph" }).FillAsync("45");
        await page.WaitForTimeoutAsync(200);
        await Screenshots.TakeAsync(page, $"{name}-done", whole: true);
        await NothingHangsOverAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Gallery" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Gallery" }).WaitForAsync();
        await page.GetByText("cat as swirls").WaitForAsync();
        await Screenshots.TakeAsync(page, $"{name}-gallery");
        await NothingHangsOverAsync(page);

        Assert.Equal("", string.Join('\n', complaints));
    }

    // 320 pixels: the narrowest that WCAG asks for (1.4.10). 100 letters: the longest name that the studio keeps.
    [Fact]
    public async Task Page_with_a_long_name_fits_the_narrowest_window()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using var form = new MultipartFormDataContent
        {
            { Studio.Part(Studio.Photo), "content", $"{new string('W', 96)}.png" },
            { Studio.Part(Studio.Painting), "style", $"{new string('m', 96)}.png" },
        };
        using HttpResponseMessage created = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);
        await using IBrowserContext window = await chromium.OpenAsync(studio, 320, 640);
        IPage page = await window.NewPageAsync();

        BatchView batch = await studio.CreateBatchAsync(
            [$"{new string('W', 96)}.png", "photo.png"], [$"{new string('m', 96)}.png"]);
        string[] parts =
            ["/", "/#/gallery", $"/#/run/{created.Headers.Location!.ToString()[^36..]}", $"/#/batch/{batch.Id}"];
        foreach (string part in parts)
        {
            await page.GotoAsync(part);
            await page.Locator("h1, .drop").First.WaitForAsync();
            await page.WaitForTimeoutAsync(300);
            await Screenshots.TakeAsync(page, $"narrow-{part.Length}");
            await NothingHangsOverAsync(page);
            const string Apart = "(() => { const [a, b] = ['.brand', 'nav'].map(name => "
                + "document.querySelector(name).getBoundingClientRect()); "
                + "return a.right <= b.left || a.bottom <= b.top; })()";
            Assert.True(await page.EvaluateAsync<bool>(Apart), "The header's parts overlap.");
        }
    }

    [Fact]
    public async Task Page_says_when_the_studio_is_away_until_it_is_back_and_shows_the_state_in_its_title()
    {
        Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { RunsAtOnce = 0 }, Port = FreePort(),
        });
        await using (studio)
        {
            Guid id = (await studio.CreateAsync()).Id;
            await using IBrowserContext window = await chromium.OpenAsync(studio);
            IPage page = await window.NewPageAsync();
            await page.GotoAsync($"/#/run/{id}");
            await UntilTitleAsync(page, "Waiting: photo as painting – Impasto Studio");
            await studio.PostAsync($"/api/runs/{id}/pause");
            await UntilTitleAsync(page, "Paused: photo as painting – Impasto Studio");
            Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Stop and keep" }).CountAsync());

            await studio.Server.DisposeAsync();

            await page.GetByText("The studio does not answer: what you see").WaitForAsync();
            await UntilTitleAsync(page, "No answer: photo as painting – Impasto Studio");
            await Screenshots.TakeAsync(page, "away");

            await studio.RestartAsync();

            await UntilTitleAsync(page, "Paused: photo as painting – Impasto Studio");
            Assert.True(await page.Locator("#away").IsHiddenAsync());
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task UntilTitleAsync(IPage page, string title)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (await page.TitleAsync() is var shown && shown != title)
        {
            bool canStillBe = TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(20);
            Assert.True(canStillBe, $"The title is '{shown}'.");
            await Task.Delay(50, Studio.Cancellation);
        }
    }

    private static async Task NothingHangsOverAsync(IPage page)
    {
        const string Fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        Assert.True(await page.EvaluateAsync<bool>(Fits), "The page is wider than the window.");
    }
}
