using System.Globalization;
using System.Text.RegularExpressions;
using Impasto.Studio.Views;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>What each size takes, seen before Paint is pressed; and a draft that becomes large.</summary>
public sealed class BeforePaintTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Each_size_has_its_memory_and_time_which_follow_the_options()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Memory = 1_500_000_000 });
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample cat" }).First.ClickAsync();
        Assert.Equal(0, await page.Locator(".plans li").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();

        ILocator plan = page.Locator(".plans li", new() { HasText = "512 × " });
        await plan.WaitForAsync();
        Assert.Matches(
            "^512: 512 × [0-9]+, about [0-9]+ (s|min), [0-9.]+ (MB|GB) of memory$", await plan.InnerTextAsync());
        Assert.Equal("true", await plan.GetAttributeAsync("aria-current"));
        await page.GetByText("Time by one small step, measured here. 1.5 GB of memory may be used now.").WaitForAsync();
        await Screenshots.TakeAsync(page, "plans");
        string before = await plan.InnerTextAsync();

        await page.GetByText("More options").ClickAsync();
        await page.GetByLabel("Number of steps").FillAsync("900");
        await page.WaitForFunctionAsync(
            "before => ![...document.querySelectorAll('.plans li')].some(item => item.innerText === before)", before);
        Assert.True(Seconds(await plan.InnerTextAsync()) > Seconds(before));
    }

    [Fact]
    public async Task Size_that_does_not_fit_says_so_beside_the_sizes()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Memory = 40_000_000 });
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample cat" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sample swirls" }).ClickAsync();

        await page.Locator(".plans li.problem", new() { HasText = "2048" })
            .GetByText("GB of memory at least").WaitForAsync();
    }

    [Fact]
    public async Task Draft_that_is_done_becomes_large_by_one_button()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView draft = await studio.CreateAsync(
            ("preset", "draft"), ("size", "32"), ("steps", "1"), ("strength", "65"), ("color", "content"));
        RunView fine = await studio.CreateAsync(("strength", "65"));
        for (int i = 0; i < 2; i++)
            await studio.Service<Impasto.Studio.Queue.RunExecution>().ExecuteNextAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync($"/#/run/{fine.Id}");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Share" }).WaitForAsync();
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Now large" }).CountAsync());

        await page.GotoAsync($"/#/run/{draft.Id}");
        await Screenshots.TakeAsync(page, "now-large");
        await page.GetByRole(AriaRole.Button, new() { Name = "Now large" }).ClickAsync();

        await page.WaitForFunctionAsync("draft => !location.hash.includes(draft)", draft.Id.ToString());
        await page.GetByText("Repeats ").WaitForAsync();
        RunView large = (await studio.ListAsync()).Runs[0];
        Assert.Equal(("fine", 512, draft.Id), (large.Preset, large.Width, large.Parent!.Value));
        Assert.Equal(["color=content", "strength=65"], Options(large));
    }

    [Fact]
    public async Task Draft_becomes_as_large_as_is_chosen_and_its_plan_allows()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { MaxResultPixels = 2_000_000 },
        });
        RunView draft = await studio.CreateAsync(
            ("preset", "draft"), ("size", "32"), ("steps", "1"), ("strength", "65"));
        await studio.UntilAsync(draft.Id, "done");
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync($"/#/run/{draft.Id}");
        ILocator panel = page.GetByRole(AriaRole.Region, new() { Name = "Now large" }), size = panel.GetByLabel("Size");
        await panel.GetByText("512 × 427").WaitForAsync();
        Assert.Equal(
            ["Fine, 512 pixels", "Fine, 1024 pixels", "Fine, 2048 pixels", "For printing, 3000 pixels"],
            await size.Locator("option").AllInnerTextsAsync());

        await size.SelectOptionAsync("1024");
        await panel.GetByText("1024 × 853").WaitForAsync();
        Assert.Equal("2048,3000", string.Join(',', await size.Locator("option:disabled").EvaluateAllAsync<string[]>(
            "options => options.map(option => option.value)")));
        await Screenshots.TakeAsync(page, "now-large-size");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Now large" }).ClickAsync();

        await page.WaitForFunctionAsync("draft => !location.hash.includes(draft)", draft.Id.ToString());
        RunView large = (await studio.ListAsync()).Runs[0];
        Assert.Equal(("fine", 1024, draft.Id), (large.Preset, large.Width, large.Parent!.Value));
        Assert.Equal(["size=1024", "strength=65"], Options(large));
        await studio.PostAsync($"/api/runs/{large.Id}/cancel");
    }

    private static IEnumerable<string> Options(RunView run) => run.Options
        .Where(option => option.Key != "min-size").Select(option => $"{option.Key}={option.Value}")
        .Order(StringComparer.Ordinal);

    private static double Seconds(string plan)
    {
        Match time = Regex.Match(
            plan, "about (?<number>[0-9.]+) (?<unit>s|min|h)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        double number = double.Parse(time.Groups["number"].Value, CultureInfo.InvariantCulture);
        return number * (time.Groups["unit"].Value switch { "s" => 1, "min" => 60, _ => 3600 });
    }
}
