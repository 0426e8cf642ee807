using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Studio.Plans;
using Impasto.Video.Painting;
using Impasto.Video.Shots;

namespace Impasto.Studio.Tests.Plans;

/// <summary>What runs would take, before they are created.</summary>
public sealed class PlanTests
{
    [Fact]
    public async Task Plans_are_those_of_the_library_and_the_first_time_is_measured()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Memory = 2_000_000_000 });

        PlanList list = await PlanAsync<PlanList>(studio, new
        {
            content = "400x300", style = new[] { "200x100" }, sizes = new[] { "64", "128", "original" }, steps = 3,
        });

        using var stylizer = new Stylizer(
            studio.Settings.Network(default!).Network, studio.Settings.Device()) { MemoryLimit = 2_000_000_000 };
        Assert.Equal(["64", "128", "original"], list.Plans.Select(plan => plan.Size));
        Assert.Equal([(64, 48), (128, 96), (400, 300)], list.Plans.Select(plan => (plan.Width, plan.Height)));
        foreach (PlanView view in list.Plans)
        {
            TargetSize? size = view.Size == "original" ? null : TargetSize.Longer(view.Width);
            StylizePlan plan = stylizer.Plan(
                new PictureSize(400, 300), [new PictureSize(200, 100)],
                new StylizeOptions { Sizing = new() { Size = size }, Steps = [3] });
            Assert.Equal((plan.Bytes, ""), (view.MemoryBytes, view.Problem));
        }

        Assert.Equal((PlanPace.Measured, 2_000_000_000), (list.Basis, list.MemoryLimit));
        Assert.Equal(list.Plans.Select(plan => plan.Seconds).Order(), list.Plans.Select(plan => plan.Seconds));
        Assert.All(list.Plans, plan => Assert.True(plan.Seconds > 0));
        Assert.Contains("compact", list.Engine, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Time_of_a_run_is_that_of_one_like_it_before()
    {
        await using Studio studio = await Studio.StartAsync();
        Guid id = (await studio.CreateAsync(("size", "200"), ("steps", "6"))).Id;
        await studio.UntilAsync(id, "done");
        List<(double Work, double Seconds)> runs = await studio.Service<PlanPace>().LatestAsync();

        PlanList list = await PlanAsync<PlanList>(studio, new Dictionary<string, object>
        {
            ["content"] = "48x40", ["style"] = "40x48", ["size"] = 200, ["steps"] = 6, ["min-size"] = 0,
        });

        (double work, double seconds) = Assert.Single(runs);
        Assert.True(work > 1e6 && seconds > 0);
        Assert.Equal(PlanPace.OfRuns, list.Basis);
        Assert.Equal(seconds, list.Plans[0].Seconds!.Value, seconds * 1e-6);
    }

    [Theory]
    [InlineData("time", "1m")]
    [InlineData("again", "")]
    public async Task Run_that_did_not_take_all_its_steps_at_once_tells_nothing(string field, string value)
    {
        await using Studio studio = await Studio.StartAsync();
        if (field == "time")
        {
            await studio.UntilAsync((await studio.CreateAsync((field, value))).Id, "done");
        }
        else
        {
            Guid id = (await studio.CreateAsync(("steps", "100000"), ("size", "160"))).Id;
            await studio.UntilAsync(id, "running");
            await studio.PostAsync($"/api/runs/{id}/stop");
            await studio.UntilAsync(id, "stopped");
        }

        Assert.Empty(await studio.Service<PlanPace>().LatestAsync());
    }

    [Fact]
    public void Pace_is_the_median_of_the_five_runs_nearest_in_work()
    {
        (double Work, double Seconds)[] runs =
            [(1e9, 1), (1e9, 2), (1e9, 3), (2e9, 8), (1e9, 50), (1e15, 1), (1, 1e6)];

        // Seconds for 1e9: 1, 2, 3, 4, 50.
        Assert.Equal(3, PlanPace.Seconds(1e9, runs), 1e-9);
        Assert.Equal(6, PlanPace.Seconds(2e9, runs), 1e-9);
        Assert.Equal(1.5, PlanPace.Seconds(1e9, runs[..2]), 1e-9);
    }

    [Fact]
    public async Task Size_that_does_not_fit_says_so_and_the_others_have_plans()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Memory = 600_000_000, Limits = new StudioLimits { MaxResultPixels = 60_000_000 },
        });

        PlanList list = await PlanAsync<PlanList>(studio, new
        {
            content = "4000x4000", style = new[] { "64x64" }, sizes = new[] { "64", "7000", "9000", "big" },
        });

        Assert.Equal("", list.Plans[0].Problem);
        Assert.Contains("GB of memory at least", list.Plans[1].Problem, StringComparison.Ordinal);
        Assert.Equal((null, null), (list.Plans[1].MemoryBytes, list.Plans[1].Seconds));
        Assert.Contains("the limit is 60000000", list.Plans[2].Problem, StringComparison.Ordinal);
        Assert.StartsWith("size: expected", list.Plans[3].Problem, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Studio_whose_work_others_do_knows_neither_memory_nor_time()
    {
        await using Studio studio = await Studio.StartIdleAsync();

        PlanList list = await PlanAsync<PlanList>(studio, new { content = "400x300", style = "9x9", size = 200 });

        Assert.Equal(("", "", null), (list.Basis, list.Engine, list.MemoryLimit));
        PlanView plan = Assert.Single(list.Plans);
        Assert.Equal(("200", 200, 150), (plan.Size, plan.Width, plan.Height));
        Assert.Equal((null, null), (plan.MemoryBytes, plan.Seconds));
    }

    [Fact]
    public async Task Clip_takes_what_the_library_plans_and_the_more_the_longer_it_is()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with { Memory = 2_000_000_000 });
        object Body(int frames) => new Dictionary<string, object>
        {
            ["content"] = "320x240", ["style"] = "200x100", ["frames"] = frames, ["frameSteps"] = 3, ["size"] = 64,
            ["steps"] = 4, ["min-size"] = 0,
        };

        PlanList list = await PlanAsync<PlanList>(studio, Body(41));

        var options = new StylizeOptions { Sizing = new() { Size = 64, MinSize = 0 }, Steps = [4] };
        var stylizer = new VideoStylizer(studio.Settings.Network(default!).Network, studio.Settings.Device())
        {
            MemoryLimit = 2_000_000_000,
        };
        VideoPlan plan = stylizer.Plan(
            new VideoTask(() => throw new NotSupportedException(), [], options)
            {
                Video = new() { Steps = 3 }, CheckpointFolder = "kept",
            },
            new ClipSurvey(41, new PictureSize(320, 240), [new Shot(0, 41, 0)]),
            [new PictureSize(200, 100)]);
        PlanView view = Assert.Single(list.Plans);
        Assert.Equal(("", 41, 64, 48), (view.Problem, view.Frames!.Value, view.Width, view.Height));
        Assert.Equal((plan.Bytes, plan.DiskBytes), (view.MemoryBytes!.Value, view.DiskBytes!.Value));
        Assert.Equal(PlanPace.Measured, list.Basis);
        // The measured speed is the same for both.
        PlanView once = (await PlanAsync<PlanList>(studio, Body(1))).Plans[0];
        Assert.Null(once.FrameSeconds);
        Assert.Equal(once.Seconds!.Value + (40 * view.FrameSeconds!.Value), view.Seconds!.Value, 1e-6);
        Assert.True(view.FrameSeconds > 0);
    }

    [Fact]
    public async Task Clip_has_a_time_by_earlier_runs_and_quick_is_quicker()
    {
        await using Studio studio = await Studio.StartAsync();
        await studio.UntilAsync((await studio.CreateAsync(("size", "96"), ("steps", "6"))).Id, "done");

        PlanList usual = await PlanAsync<PlanList>(studio, new { content = "96x96", style = "96x96", frames = 50 });
        PlanList quick = await PlanAsync<PlanList>(
            studio, new { content = "96x96", style = "96x96", frames = 50, quick = true });

        Assert.Equal(PlanPace.OfRuns, usual.Basis);
        Assert.True(quick.Plans[0].FrameSeconds < 0.6 * usual.Plans[0].FrameSeconds);
    }

    [Fact]
    public async Task Clip_that_can_not_be_says_so_in_its_plan()
    {
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Limits = new StudioLimits { MaxClipFrames = 100 },
        });

        PlanList longer = await PlanAsync<PlanList>(studio, new { content = "64x48", style = "9x9", frames = 101 });
        PlanList tinted = await PlanAsync<PlanList>(
            studio, new { content = "64x48", style = "9x9", frames = 9, color = "tint" });

        Assert.Equal(
            "The clip has 101 frames, and the limit is 100: choose a part with from and to.", longer.Plans[0].Problem);
        Assert.Equal("color: expected another for a clip, got 'tint'.", tinted.Plans[0].Problem);
    }

    [Fact]
    public async Task Pictures_of_a_run_are_those_of_the_plan()
    {
        await using Studio studio = await Studio.StartAsync();
        Guid id = (await studio.CreateAsync()).Id;

        PlanList list = await PlanAsync<PlanList>(studio, new { run = id, sizes = new[] { "64", "480" } });
        PlanList same = await PlanAsync<PlanList>(
            studio, new { content = "48x40", style = "40x48", sizes = new[] { "64", "480" } });

        Assert.Equal([(64, 53), (480, 400)], list.Plans.Select(plan => (plan.Width, plan.Height)));
        Assert.Equal(same.Plans.Select(plan => plan.MemoryBytes), list.Plans.Select(plan => plan.MemoryBytes));
        Assert.All(list.Plans, plan => Assert.True(plan.MemoryBytes > 0 && plan.Frames is null));
    }

    [Theory]
    [InlineData("""{"run": "x"}""", 422, "run: expected the id of a run, got 'x'.")]
    [InlineData("""{"run": "00000000-0000-0000-0000-000000000000"}""", 404, "There is no such run.")]
    [InlineData("""{"run": "00000000-0000-0000-0000-000000000000", "style": "9x9"}""", 422, "Expected run, or content")]
    [InlineData("""{"content": "4x4", "style": "9x9", "frames": 0}""", 422, "frames: expected a whole number from 1")]
    [InlineData("""{"content": "4x4", "style": "9x9", "quick": true}""", 422, "frames: expected the number")]
    [InlineData("""{"content": "4x4", "style": "9x9", "frames": 9, "frameSteps": 0}""", 422, "frameSteps: expected 1")]
    [InlineData("""{"content": "4000", "style": "9x9"}""", 422, "content: expected columns and rows")]
    [InlineData("""{"content": "0x4000", "style": "9x9"}""", 422, "content: expected columns and rows")]
    [InlineData("""{"content": "40x40"}""", 422, "Expected one content and 1 to 16 styles, got 1 and 0.")]
    [InlineData("""{"content": "4x4", "style": "9x9", "magic": 1}""", 422, "There is no field 'magic'")]
    [InlineData("""{"content": "4x4", "style": "9x9", "strength": 200}""", 422, "strength: expected 0 to 100")]
    [InlineData("""{"content": "4x4", "style": "9x9", "sizes": [1, 2, 3, 4, 5, 6, 7, 8, 9]}""", 422, "sizes: expected")]
    [InlineData("[]", 400, "Expected an object")]
    [InlineData("{", 400, "The body is not JSON")]
    public async Task Body_that_is_invalid_is_refused_with_a_sentence(string body, int status, string sentence)
    {
        await using Studio studio = await Studio.StartIdleAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await studio.Http.PostAsync("/api/plan", content, Studio.Cancellation);

        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(
            sentence, problem.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Wrong_options_are_listed_with_a_sentence_for_each_field()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        foreach (string address in new[] { "/api/runs", "/api/glance" })
        {
            using MultipartFormDataContent form = Studio.Form(("strength", "200"), ("feather", "-1"));
            using HttpResponseMessage response = await studio.Http.PostAsync(address, form, Studio.Cancellation);
            JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);

            Assert.Equal(422, (int)response.StatusCode);
            Assert.Equal(
                ["feather: Expected 0 to 20, got -1.", "strength: Expected 0 to 100, got 200."],
                problem.GetProperty("errors").EnumerateArray()
                    .Select(error => $"{error.GetProperty("field")}: {error.GetProperty("detail")}")
                    .Order(StringComparer.Ordinal));
        }
    }

    private static async Task<T> PlanAsync<T>(Studio studio, object body)
    {
        using HttpResponseMessage response = await studio.Http.PostAsJsonAsync("/api/plan", body, Studio.Cancellation);
        Assert.True(
            response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Studio.Cancellation));
        return (await response.Content.ReadFromJsonAsync<T>(Studio.Json, Studio.Cancellation))!;
    }
}
