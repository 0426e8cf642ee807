using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>What was chosen survives a reload, and pictures that were used can be chosen again.</summary>
public sealed class KeptChoiceTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Choice_survives_a_reload_and_makes_the_same_run()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await ChooseAsync(page, "Drop a photograph", "mine.png", Studio.Photo);
        await ChooseAsync(page, "Drop a painting", "wild.png", Studio.Painting);
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint a part" }).ClickAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Img, new() { Name = "Mask 1" }).WaitForAsync();
        await page.GetByLabel("Strength").First.FillAsync("71");
        await page.GetByRole(AriaRole.Radio, new() { Name = "other" }).CheckAsync();
        await page.GetByLabel("Longer side in pixels").FillAsync("40");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Time" }).FillAsync("5m");
        await page.WaitForTimeoutAsync(500);

        await page.ReloadAsync();

        await page.GetByRole(AriaRole.Img, new() { Name = "Mask 1" }).WaitForAsync();
        Assert.Equal("71", await page.GetByLabel("Strength").First.InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Paint", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/#/run/*");
        var run = (await studio.GetAsync(Guid.Parse(page.Url.Split('/')[^1]))).Run;
        Assert.Equal(("mine.png", "wild.png"), (run.Content, run.Styles[0].Name));
        Assert.Equal(("71", "40"), (run.Options["strength"], run.Options["size"]));
        Assert.Single(run.Regions);
        Assert.Equal(300, run.TimeLimit);
    }

    [Fact]
    public async Task Pictures_that_were_used_are_offered_until_they_are_forgotten()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await ChooseAsync(page, "Drop a painting", "wild.png", Studio.Painting);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove wild.png" }).ClickAsync();
        await page.WaitForTimeoutAsync(500);
        await page.ReloadAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "wild.png, used before" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove wild.png" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget them" }).ClickAsync();
        await page.WaitForTimeoutAsync(500);
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove wild.png" }).WaitForAsync();
        Assert.Equal(0, await page.GetByText("used before").CountAsync());
    }

    [Fact]
    public async Task Recipe_of_ones_own_is_kept_by_name_until_it_is_removed()
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        ILocator strength = page.Locator(".slider input").First;
        await page.GetByRole(AriaRole.Radio, new() { Name = "Bold" }).CheckAsync();
        Assert.Equal("75", await strength.InputValueAsync());
        await strength.FillAsync("83");
        await page.GetByText("Keep this recipe").ClickAsync();
        await page.GetByLabel("Name of the recipe").FillAsync("<i>Mine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();

        await page.ReloadAsync();

        await page.GetByRole(AriaRole.Radio, new() { Name = "Gentle" }).CheckAsync();
        Assert.Equal("25", await strength.InputValueAsync());
        await page.GetByRole(AriaRole.Radio, new() { Name = "<i>Mine" }).CheckAsync();
        Assert.Equal("83", await strength.InputValueAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the recipe <i>Mine" }).ClickAsync();
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Fine" }).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Radio, new() { Name = "<i>Mine" }).CountAsync());
    }

    [Fact]
    public async Task Two_results_are_compared_under_one_line()
    {
        await using Studio studio = await Studio.StartAsync();
        await studio.UntilAsync((await studio.CreateAsync()).Id, "done");
        await studio.UntilAsync((await studio.CreateAsync(("strength", "90"))).Id, "done");
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/gallery");
        ILocator boxes = page.GetByRole(AriaRole.Checkbox, new() { Name = "Select photo as painting" });
        await boxes.Nth(1).CheckAsync();
        await boxes.Nth(0).CheckAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();

        await page.WaitForFunctionAsync(
            "() => document.querySelector('.stage-bar input')?.value === '50'"
            + " && [...document.querySelectorAll('.sheet img')].every(one => one.naturalWidth > 0)"
            + " && document.querySelector('.sheet .after').style.clipPath !== ''");
        await page.GetByText("strength of the painting 90").WaitForAsync();
    }

    private static async Task ChooseAsync(IPage page, string zone, string name, byte[] bytes)
    {
        ILocator input = page.Locator("label.drop", new() { HasText = zone }).Locator("input");
        await input.SetInputFilesAsync(new FilePayload { Name = name, MimeType = "image/png", Buffer = bytes });
    }
}
