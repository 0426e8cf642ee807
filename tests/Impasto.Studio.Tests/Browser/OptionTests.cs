using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>The options of the New page: found by words, shown in pictures, wrong ones named at their fields.</summary>
public sealed class OptionTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Options_are_found_by_words_of_name_and_help()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByText("More options").ClickAsync();
        ILocator fields = page.Locator(".more .field:visible"), search = page.GetByLabel("Find an option");
        int all = await fields.CountAsync();
        Assert.True(all > 30, $"{all} options.");

        await search.FillAsync("strokes smaller");
        await page.WaitForFunctionAsync(
            "() => document.querySelectorAll('.more .field:not([hidden])').length === 1");
        Assert.Equal("Size of the strokes", await fields.Locator("label").InnerTextAsync());
        ILocator picture = fields.GetByRole(AriaRole.Img, new() { Name = "The cat with strokes" });
        await picture.ScrollIntoViewIfNeededAsync();
        Assert.True(await picture.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 300);
        await Screenshots.TakeAsync(page, "options-found");
        // Whoever comes from the command knows its name.
        await search.FillAsync("style-scale");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.more .field:not([hidden]) label')].map(label => label.innerText)"
            + ".join() === 'Size of the strokes'");
        await search.FillAsync("hold on");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.more .field:not([hidden]) label')].map(label => label.innerText)"
            + ".join() === 'Hold on to the photograph,Hold on to the painting'");
        await search.FillAsync("no such thing");
        await page.GetByText("No option has these words.").WaitForAsync();
        await search.FillAsync("");
        await page.GetByLabel("Soft edges of parts").WaitForAsync();
        Assert.Equal(all, await fields.CountAsync());
    }

    [Fact]
    public async Task Wrong_option_is_named_at_its_field_until_it_is_right()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await PageSteps.ChooseAsync(page);
        await page.GetByText("More options").ClickAsync();
        ILocator field = page.GetByLabel("Number of steps");
        await field.FillAsync("many");
        await page.GetByText("More options").ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();

        await page.Locator(".field .problem")
            .GetByText("Expected a whole number, 0 to 1000000 for each scale, got 'many'.").WaitForAsync();
        await page.WaitForFunctionAsync("() => document.activeElement.id.startsWith('steps-')");
        // The sentence beside the button has the field's label, not the command's name.
        await page.GetByRole(AriaRole.Alert).GetByText("“Number of steps”: expected a whole number")
            .WaitForAsync();
        await Screenshots.TakeAsync(page, "wrong-option");
        Assert.Equal("true", await field.GetAttributeAsync("aria-invalid"));
        string described = (await field.GetAttributeAsync("aria-describedby"))!.Split(' ')[^1];
        Assert.StartsWith("Expected", await page.Locator($"#{described}").InnerTextAsync(), StringComparison.Ordinal);

        await field.FillAsync("2");
        await page.Locator(".field .problem:visible").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Null(await field.GetAttributeAsync("aria-invalid"));
    }

    [Fact]
    public void Pictures_of_options_are_small()
    {
        string folder = Path.Combine(Impasto.Tests.Repository.Root, "src", "Impasto.Studio", "Page", "pictures");
        long bytes = Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
        Assert.InRange(bytes, 1, 300_000);
    }
}
