using Impasto.Studio.Views;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>The gallery's filters and orders, and favourites there and on a run's page.</summary>
public sealed class GalleryTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Favourite_of_the_gallery_is_one_on_its_page_and_the_filter_finds_it()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView one = await studio.CreateAsync();
        await studio.CreateAsync(("preset", "draft"));
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/gallery");
        ILocator stars = page.GetByRole(AriaRole.Button, new() { Name = "Favourite: photo as painting" });
        await stars.Last.ClickAsync();
        await page.Locator("[aria-pressed=true]").WaitForAsync();
        Assert.True((await studio.GetAsync(one.Id)).Run.Favorite);

        await page.GetByLabel("favourites only").CheckAsync();
        await CardsAsync(page, 1);
        await Screenshots.TakeAsync(page, "gallery-favourites");
        await page.GetByRole(AriaRole.Link, new() { Name = "photo as painting" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "photo as painting" }).WaitForAsync();
        await page.Locator(".star[aria-pressed=true]").ClickAsync();
        await page.Locator(".star[aria-pressed=false]").WaitForAsync();

        // The filter stays, and has nothing any more.
        await page.GetByRole(AriaRole.Link, new() { Name = "Gallery" }).ClickAsync();
        await page.GetByText("Nothing of that kind.").WaitForAsync();
        Assert.True(await page.GetByLabel("favourites only").IsCheckedAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await CardsAsync(page, 2);
    }

    [Fact]
    public async Task Filters_and_orders_show_what_they_name()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        await studio.CreateAsync(("size", "32"));
        await studio.CreateAsync(("preset", "draft"), ("size", "64"));
        RunView last = await studio.CreateAsync(("size", "48"));
        await studio.PostAsync($"/api/runs/{last.Id}/cancel");
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/gallery");
        await CardsAsync(page, 3);

        await page.GetByLabel("Order").SelectOptionAsync("size");
        await FirstAsync(page, "64 × 53");
        await page.GetByLabel("Order").SelectOptionAsync("oldest");
        await FirstAsync(page, "32 × 27");
        await page.GetByLabel("State").SelectOptionAsync("cancelled");
        await CardsAsync(page, 1);
        await FirstAsync(page, "48 × 40");
        await page.GetByLabel("State").SelectOptionAsync("");
        await page.GetByLabel("Recipe").SelectOptionAsync("draft");
        await CardsAsync(page, 1);
        await FirstAsync(page, "64 × 53");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await CardsAsync(page, 3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Painting painting.png" }).First.ClickAsync();
        await page.GetByText("painting painting.png").WaitForAsync();
        await CardsAsync(page, 3);
        await page.GetByLabel("Kind").SelectOptionAsync("clip");
        await page.GetByText("Nothing of that kind.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Not only painting.png" }).ClickAsync();
        await page.GetByLabel("Kind").SelectOptionAsync("picture");
        await CardsAsync(page, 3);
    }

    [Fact]
    public async Task Run_that_no_longer_belongs_to_the_list_leaves_it()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/#/gallery");
        await page.GetByLabel("State").SelectOptionAsync("working");
        await CardsAsync(page, 1);

        await studio.PostAsync($"/api/runs/{run.Id}/cancel");
        await CardsAsync(page, 0);
        await studio.CreateAsync();
        await CardsAsync(page, 1);
    }

    private static Task<IJSHandle> CardsAsync(IPage page, int count) => page.WaitForFunctionAsync(
        "count => document.querySelectorAll('.card').length === count", count);

    private static Task<IJSHandle> FirstAsync(IPage page, string size) => page.WaitForFunctionAsync(
        "size => document.querySelector('.card time')?.textContent.endsWith(size)", size);
}
