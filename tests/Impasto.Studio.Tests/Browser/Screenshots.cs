using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>
/// Pictures of the page for the documents and for review, taken only if IMPASTO_SCREENSHOTS names a folder.
/// </summary>
internal static class Screenshots
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("IMPASTO_SCREENSHOTS");

    public static bool AreWanted => Folder is not null;

    public static async Task TakeAsync(IPage page, string name, bool whole = false)
    {
        if (Folder is null)
            return;
        string file = Path.Combine(Folder, $"{name}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = whole });
    }
}
