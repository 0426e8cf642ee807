using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>What a user does on the New page, for tests that begin with it.</summary>
internal static class PageSteps
{
    /// <summary>Opens the page with a photograph and a painting.</summary>
    public static async Task ChooseAsync(IPage page)
    {
        await page.GotoAsync("/");
        await FileAsync(page, "Drop a photograph", "photo.png", Studio.Photo);
        await FileAsync(page, "Drop a painting", "painting.png", Studio.Painting);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove painting.png" }).WaitForAsync();
    }

    /// <summary>Gives a file to a place for pictures.</summary>
    public static Task FileAsync(IPage page, string zone, string name, byte[] bytes) =>
        page.Locator("label.drop", new() { HasText = zone }).Locator("input").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "image/png", Buffer = bytes });

    /// <summary>Drops a file on an element.</summary>
    public static async Task DropAsync(ILocator target, string name, byte[] bytes, string type = "")
    {
        IJSHandle data = await target.Page.EvaluateHandleAsync(
            """
            ([name, text, type]) => {
                const data = new DataTransfer();
                const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
                data.items.add(new File([bytes], name, { type }));
                return data;
            }
            """,
            new[] { name, Convert.ToBase64String(bytes), type });
        await target.DispatchEventAsync("drop", new { dataTransfer = data });
    }
}
