using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Browser;

/// <summary>The mask's strokes, floods and way back, in the browser that runs them.</summary>
public sealed class MaskInkTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public Task Brush_is_full_inside_and_fades_when_it_is_soft() => RequireAsync(
        """
        ink.stroke([10, 10], [10, 10], 10, 0, false);
        const hard = [at(10, 10), at(13, 10), at(18, 10)];
        const soft = new MaskInk(40, 30);
        soft.stroke([10, 10], [30, 10], 16, 1, false);
        const across = [0, 2, 4, 6, 9].map(y => soft.values[(10 + y) * 40 + 20]);
        const falls = across.every((value, i) => i === 0 || value < across[i - 1]);
        ink.stroke([10, 10], [10, 10], 6, 0, true);
        return [...hard, falls, across[4], at(10, 10), at(13, 10) > 200].join();
        """,
        "255,255,0,true,0,0,true");

    [Fact]
    public Task Flood_takes_what_hangs_together_and_has_nearly_its_color() => RequireAsync(
        """
        const photo = new Uint8ClampedArray(4 * 40 * 30).fill(100);
        const paint = (x, y, value) => photo.fill(value, 4 * (y * 40 + x), 4 * (y * 40 + x) + 3);
        for (let y = 0; y < 30; y += 1) paint(20, y, 160);
        for (let x = 0; x < 20; x += 1) paint(x, 5, 110);
        ink.flood(3, 3, photo, 9, false);
        const near = [at(3, 3), at(3, 5), at(3, 9), at(30, 3)];
        ink.flood(3, 3, photo, 10, false);
        const far = [at(3, 5), at(3, 29), at(20, 3), at(30, 3), at(39, 29)];
        ink.flood(3, 3, photo, 60, false);
        return [...near, ...far, at(39, 29), at(0, 29)].join();
        """,
        "255,0,0,0,255,255,0,0,0,255,255");

    [Fact]
    public Task Undo_and_redo_go_step_by_step() => RequireAsync(
        """
        const told = [];
        for (const value of [10, 20, 30]) { ink.mark(); ink.fill(value); }
        told.push(ink.undo(), at(0, 0), ink.undo(), at(0, 0), ink.redo(), at(0, 0));
        ink.mark();
        ink.fill(40);
        told.push(ink.redo(), at(0, 0), ink.undo(), at(0, 0));
        while (ink.undo());
        return [...told, at(0, 0)].join();
        """,
        "true,20,true,10,true,20,false,40,true,20,0");

    [Fact]
    public Task Mask_that_is_saved_and_opened_is_the_same() => RequireAsync(
        """
        ink.stroke([10, 10], [30, 20], 12, 0.7, false);
        const other = new MaskInk(40, 30);
        other.load(ink.greys().data);
        const largest = Math.max(...other.values.map((value, i) => Math.abs(value - ink.values[i])));
        ink.invert();
        const inverted = at(0, 0);
        const shown = ink.pixels([214, 84, 40], 0.5).data.subarray(0, 4).join('/');
        return [largest, inverted, shown].join();
        """,
        "0,255,214/84/40/128");

    private async Task RequireAsync(string script, string expected)
    {
        await using Studio studio = await Studio.StartAsync();
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        await page.GotoAsync("/");
        string found = await page.EvaluateAsync<string>(
            $$"""
            async () => {
                const { MaskInk } = await import('/mask-ink.js');
                const ink = new MaskInk(40, 30);
                const at = (x, y) => ink.values[y * 40 + x];
                {{script}}
            }
            """);
        Assert.Equal(expected, found);
    }
}
