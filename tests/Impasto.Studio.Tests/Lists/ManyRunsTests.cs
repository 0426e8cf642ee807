using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Tests.Browser;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;
using Microsoft.Playwright;

namespace Impasto.Studio.Tests.Lists;

/// <summary>3000 runs with curves: lists in every order, and the gallery. What they take is in bench/results.</summary>
public sealed class ManyRunsTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Runs = 3000, Points = 108;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_list_comes_at_once_and_the_gallery_loads_what_is_in_sight(bool inDatabase)
    {
        await using PostgresDatabase? database = inDatabase ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database?.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        await FillAsync(studio);
        foreach (string query in new[]
        {
            "", "sort=oldest", "sort=name", "sort=size", "favorite=true", "state=failed", "kind=clip", "search=nothing",
            "painting=17.jpg&sort=size", "preset=draft&state=done&sort=name",
        })
        {
            double[] times = await TimesAsync(studio, $"/api/runs?limit=48&{query}");
            double median = times.Order().ElementAt(times.Length / 2);
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {query} | {median:0.0} | {times.Max():0.0} |"));
            Assert.True(median < 1000, $"{query}: {median} ms.");
        }

        if (!inDatabase)
            await LookAsync(studio);
    }

    private async Task LookAsync(Studio studio)
    {
        await using IBrowserContext window = await chromium.OpenAsync(studio);
        IPage page = await window.NewPageAsync();
        int pictures = 0;
        await page.RouteAsync("**/thumbnail?*", route =>
        {
            Interlocked.Increment(ref pictures);
            return route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = Studio.Photo });
        });
        long start = Stopwatch.GetTimestamp();
        await page.GotoAsync("/#/gallery");
        await page.Locator(".card").Nth(47).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"The gallery was there after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms.");
        for (int shown = 96; shown <= 480; shown += 48)
        {
            // By its own click: Playwright would bring it into sight first, and the pictures before it.
            await page.EvaluateAsync(
                "[...document.querySelectorAll('button')].find(one => one.textContent === 'Show more').click()");
            await page.Locator(".card").Nth(shown - 1).WaitForAsync(
                new() { State = WaitForSelectorState.Attached });
        }

        Assert.Equal(480, await page.Locator(".card").CountAsync());
        Assert.InRange(pictures, 1, 120);
        await page.GetByLabel("Order").SelectOptionAsync("oldest");
        await page.GetByText("photo 1 as ").First.WaitForAsync();
        Assert.Equal(48, await page.Locator(".card").CountAsync());
    }

    private static async Task<double[]> TimesAsync(Studio studio, string address)
    {
        double[] times = new double[9];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            RunList list = (await studio.Http.GetFromJsonAsync<RunList>(address, Studio.Json, Studio.Cancellation))!;
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.Equal(address.Contains("kind=clip") || address.Contains("nothing"), list.Runs.Count == 0);
        }

        return times;
    }

    // As runs of fine leave them: every row has a curve of 108 points.
    private static async Task FillAsync(Studio studio)
    {
        RunStore store = studio.Service<RunStore>();
        for (int i = 1; i <= Runs; i++)
        {
            await store.AddAsync(TestRuns.Queued() with
            {
                Recipe = TestRuns.Recipe($"{i % 20}.jpg") with
                {
                    Content = $"photo {i}.jpg",
                    Preset = i % 10 == 0 ? "draft" : "fine",
                    Width = 512 + (i % 7),
                    Height = 384,
                },
            });
        }

        var curve = new RunCurve
        {
            Names = ["content", "style", "tv", "range"],
            Points =
            [
                .. Enumerable.Range(1, Points).Select(
                    step => new[] { step, 12.345678, 1.234567, 8.7654321, 0.1234, 0.01 }),
            ],
        };
        await studio.Service<Database>().ExecuteAsync(
            """
            UPDATE runs SET formats = 'png,jpg,tif', curve = @curve, frame = 9,
                state = CASE WHEN place % 11 = 0 THEN 'failed' ELSE 'done' END,
                favorite = CASE WHEN place % 13 = 0 THEN 1 ELSE 0 END
            """,
            ("curve", curve.ToJson()));
    }
}
