using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>
/// One browser for all tests that need one; without one they are skipped, except in the project's own check.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Set by .ci/run: a missing browser or database is a failure then.</summary>
    public const string Required = "IMPASTO_REQUIRE_ALL_TESTS";

    private static readonly string[] Places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is not { } place)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = place,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
            ],
        });
    }

    /// <summary>A browser window of its own; dispose of it before its studio.</summary>
    internal async Task<IBrowserContext> OpenAsync(
        Studio studio, int width = 1360, int height = 860, ColorScheme scheme = ColorScheme.Light)
    {
        if (_browser is null)
        {
            Assert.SkipUnless(
                Environment.GetEnvironmentVariable(Required) is { Length: > 0 },
                "There is no Chromium here (apt-get install chromium).");
            Assert.Fail("There is no Chromium, and this check needs it.");
        }

        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            AcceptDownloads = true,
            BaseURL = studio.Server.Address.ToString(),
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
