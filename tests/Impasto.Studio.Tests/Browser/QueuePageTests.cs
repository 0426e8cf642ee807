using Impasto.Studio.Queue;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>The page of the queue, and signing in and out, in a real browser.</summary>
public sealed class QueuePageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Queue_is_shown_live_and_its_order_is_changed_by_keyboard()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        List<Guid> ids = [];
        for (int i = 0; i < 3; i++)
            ids.Add((await studio.CreateAsync(("size", $"{32 + i}"))).Id);
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/queue");
        ILocator rows = page.GetByRole(AriaRole.Region, new() { Name = "Waiting" }).GetByRole(AriaRole.Listitem);
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await Screenshots.TakeAsync(page, "queue-waiting");

        ILocator first = rows.Nth(2).GetByRole(AriaRole.Button, new() { Name = "First" });
        await first.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows.First.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", $"#/run/{ids[2]}");
        // The button has nothing more to do, so that the row's link has the focus.
        await Assertions.Expect(rows.First.GetByRole(AriaRole.Link)).ToBeFocusedAsync();
        ILocator up = rows.First.GetByRole(AriaRole.Button, new() { Name = "Up: photo as painting", Exact = true });
        await Assertions.Expect(up).ToBeDisabledAsync();
        Assert.Equal(0, (await studio.GetAsync(ids[2])).Ahead);

        // Somebody else adds one, and a worker takes the first.
        await studio.CreateAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(4);
        await studio.Service<RunExecution>().ExecuteNextAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(3);
        await Assertions.Expect(rows.First.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", $"#/run/{ids[0]}");
    }

    [Fact]
    public async Task All_that_wait_are_given_up_after_a_question()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        Guid id = (await studio.CreateAsync()).Id;
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/queue");
        ILocator all = page.GetByRole(AriaRole.Button, new() { Name = "Give up all that wait" });

        await all.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep them" }).ClickAsync();
        Assert.Equal("queued", (await studio.GetAsync(id)).Run.State);
        await all.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Give them up" }).ClickAsync();

        await page.GetByText("Nothing waits.").WaitForAsync();
        Assert.Equal("cancelled", (await studio.GetAsync(id)).Run.State);
    }

    [Fact]
    public async Task Worker_its_run_and_the_disk_are_shown_while_it_paints()
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Heartbeat = TimeSpan.FromMilliseconds(200) });
        Guid id = (await studio.CreateAsync(("steps", "100000"), ("size", "64"))).Id;
        await studio.CreateAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();

        await page.GotoAsync("/#/queue");

        await page.GetByRole(AriaRole.Region, new() { Name = "Painting" }).GetByText("steps a second").WaitForAsync();
        await page.GetByRole(AriaRole.Row, new() { Name = RunExecution.Worker }).GetByText("1 of 1").WaitForAsync();
        await page.GetByText("of the disk are free").WaitForAsync();
        await Screenshots.TakeAsync(page, "queue-running");
        await studio.PostAsync($"/api/runs/{id}/cancel");
        await page.GetByText("Nothing is painted now.").WaitForAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1440)]
    public async Task Looks(ColorScheme scheme, int width)
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Heartbeat = TimeSpan.FromMilliseconds(200) });
        Guid id = (await studio.CreateAsync(("steps", "100000"), ("size", "64"))).Id;
        for (int i = 0; i < 4; i++)
            await studio.CreateAsync(("size", $"{40 + i}"));
        await using IBrowserContext window = await chromium.OpenAsync(studio, width, 900, scheme);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/queue");
        await page.GetByText("steps a second").First.WaitForAsync();

        int over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");

        Assert.True(over <= 0, $"The page is {over} pixels wider than the window.");
        await Screenshots.TakeAsync(page, $"queue-{scheme}-{width}".ToLowerInvariant());
        await studio.PostAsync($"/api/runs/{id}/cancel");
    }

    [Fact]
    public async Task Page_signs_in_by_the_printed_address_or_the_form_and_out()
    {
        await using Studio studio = await Studio.StartAsync(
            settings => settings with { Token = "right", Limits = new StudioLimits { RunsAtOnce = 0 } });
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        List<string> asked = [];
        page.Request += (_, request) => asked.Add(request.Url);

        await page.GotoAsync("/#token=right");
        await page.GetByText("Drop a photograph").WaitForAsync();
        Assert.DoesNotContain("right", page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(
            asked, url => new Uri(url).PathAndQuery.Contains("right", StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByLabel("Token").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByText("This is not a token of this studio.").WaitForAsync();
        await Screenshots.TakeAsync(page, "sign-in");
        await page.GetByLabel("Token").FillAsync("right");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByText("Drop a photograph").WaitForAsync();
        await Screenshots.TakeAsync(page, "signed-in");
    }

    [Fact]
    public async Task Studio_without_tokens_has_nothing_to_sign_out_of()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByText("Drop a photograph").WaitForAsync();

        await Assertions.Expect(page.GetByText("Sign out")).ToBeHiddenAsync();
    }
}
