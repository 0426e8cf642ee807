using System.Net;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests;

/// <summary>Runs from the form to the result, over the service as programs use it.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Create_run_is_done_and_its_result_is_there_in_every_format()
    {
        await using Studio studio = await Studio.StartAsync();

        RunView run = await studio.UntilAsync((await studio.CreateAsync(("seed", "7"))).Id, "done", "failed");

        Assert.Equal(("done", "photo.png", 32, 27), (run.State, run.Content, run.Width, run.Height));
        Assert.Equal("7", run.Options["seed"]);
        Assert.Equal(["png", "jpg", "tif", "webp"], run.Formats);
        foreach (string format in run.Formats)
        {
            Picture picture = new PictureReader().Decode(await studio.ResultAsync(run.Id, format), format);
            Assert.Equal((32, 27), (picture.Width, picture.Height));
            bool hasFractions = picture.Pixels.Any(value => Math.Abs((value * 255) - MathF.Round(value * 255)) > 0.01f);
            Assert.Equal(format == "tif", hasFractions);
        }
    }

    [Fact]
    public async Task Create_run_gives_what_the_library_gives()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await studio.CreateAsync(("strength", "65"))).Id, "done", "failed");
        var reader = new PictureReader();
        using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, studio.Settings.Device());

        StylizeResult expected = stylizer.Run(
            reader.Decode(Studio.Photo, "p"),
            [new WeightedStyle(reader.Decode(Studio.Painting, "p"))],
            new StylizeOptions
            {
                Sizing = new() { Size = 32, MinSize = 0 },
                Steps = [2],
                Losses = new() { Strength = 65 },
            },
            cancellation: Studio.Cancellation);

        byte[] result = await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/result.tif", Studio.Cancellation);
        Picture picture = reader.Decode(result, "result");
        Assert.Equal(Expected(expected.Picture), picture.Pixels.Select(value => (int)MathF.Round(value * 65535)));

        static IEnumerable<int> Expected(Picture picture) =>
            picture.Pixels.Select(value => (int)((Math.Clamp(value, 0, 1) * 65535) + 0.5f));
    }

    [Fact]
    public async Task Create_two_paintings_and_a_region_are_all_used()
    {
        await using Studio studio = await Studio.StartAsync();
        using MultipartFormDataContent form = Studio.Form(
            ("weight", "1"), ("weight", "0"), ("regionStyle", "2"), ("regionStyle", "keep"));
        form.Add(Studio.Part(Studio.Photo), "style", "second.png");
        form.Add(Studio.Part(Half()), "region", "left.png");
        form.Add(Studio.Part(Half()), "region", "again.png");

        using HttpResponseMessage response = await studio.Http.PostAsync("/api/runs", form, Studio.Cancellation);

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Studio.Cancellation));
        RunView run = await studio.UntilAsync(answer.RootElement.GetProperty("id").GetGuid(), "done", "failed");
        Assert.Equal(("done", ""), (run.State, run.Error));
        Assert.Equal(
            "impasto stylize photo.png painting.png --size 32 --min-size 0 --steps 2 "
            + "--region left.png=second.png --region again.png=keep",
            (await studio.GetAsync(run.Id)).Command);
    }

    [Fact]
    public async Task Stop_running_run_keeps_the_picture_so_far()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await Begun(studio);

        (int status, _) = await studio.PostAsync($"/api/runs/{run.Id}/stop");

        Assert.Equal(200, status);
        RunView stopped = await studio.UntilAsync(run.Id, "stopped", "failed");
        Assert.Equal("stopped", stopped.State);
        Assert.NotEmpty(await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/result.png", Studio.Cancellation));
    }

    [Fact]
    public async Task Cancel_running_run_leaves_no_result_and_the_queue_continues()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await Begun(studio), next = await studio.CreateAsync();
        Assert.Equal("queued", next.State);

        await studio.PostAsync($"/api/runs/{run.Id}/cancel");

        await studio.UntilAsync(run.Id, "cancelled");
        await studio.UntilAsync(next.Id, "done");
        string result = $"/api/runs/{run.Id}/result.png";
        using HttpResponseMessage response = await studio.Http.GetAsync(result, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Cancel_queued_run_is_never_begun()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await Begun(studio), waiting = await studio.CreateAsync();

        await studio.PostAsync($"/api/runs/{waiting.Id}/cancel");
        await studio.PostAsync($"/api/runs/{run.Id}/cancel");
        RunView last = await studio.UntilAsync((await studio.CreateAsync()).Id, "done");

        Assert.Equal(1, last.Attempt);
        RunView cancelled = (await studio.GetAsync(waiting.Id)).Run;
        Assert.Equal(("cancelled", 0), (cancelled.State, cancelled.Attempt));
    }

    [Fact]
    public async Task Continue_with_another_strength_is_a_new_run_from_the_picture_so_far()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done");

        var changes = new { options = new Dictionary<string, string> { ["strength"] = "80" } };
        (int status, JsonElement answer) = await studio.PostAsync($"/api/runs/{run.Id}/continue", changes);

        Assert.Equal(201, status);
        RunView next = await studio.UntilAsync(answer.GetProperty("id").GetGuid(), "done", "failed");
        Assert.Equal(("done", true, run.Id, "80"), (next.State, next.Continues, next.Parent, next.Options["strength"]));
        Assert.NotEqual(
            await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/result.png", Studio.Cancellation),
            await studio.Http.GetByteArrayAsync($"/api/runs/{next.Id}/result.png", Studio.Cancellation));
    }

    [Fact]
    public async Task Again_same_options_give_the_same_picture_bit_for_bit()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done");

        (int status, JsonElement answer) = await studio.PostAsync($"/api/runs/{run.Id}/again");

        Assert.Equal(201, status);
        RunView next = await studio.UntilAsync(answer.GetProperty("id").GetGuid(), "done");
        Assert.Equal(
            await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/result.tif", Studio.Cancellation),
            await studio.Http.GetByteArrayAsync($"/api/runs/{next.Id}/result.tif", Studio.Cancellation));
    }

    [Fact]
    public async Task Delete_run_its_files_go_too_and_a_running_one_ends()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await Begun(studio);
        string folder = Path.Combine(studio.Settings.DataFolder, "runs", run.Id.ToString("N"));
        Assert.True(Directory.Exists(folder));

        using HttpResponseMessage response = await studio.Http.DeleteAsync($"/api/runs/{run.Id}", Studio.Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        await studio.UntilAsync((await studio.CreateAsync()).Id, "done");
        Assert.False(Directory.Exists(folder));
        using HttpResponseMessage gone = await studio.Http.GetAsync($"/api/runs/{run.Id}", Studio.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task List_search_finds_names_and_treats_wildcards_as_plain_characters()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync();

        Assert.Equal(run.Id, Assert.Single((await Found("PAINT")).Runs).Id);
        Assert.Empty((await Found("%")).Runs);
        Assert.Empty((await Found("' OR 1=1 --")).Runs);
        Assert.Equal(1, (await Found("")).Queued);

        async Task<RunList> Found(string search)
        {
            string path = $"/api/runs?search={Uri.EscapeDataString(search)}";
            string answer = await studio.Http.GetStringAsync(path, Studio.Cancellation);
            return JsonSerializer.Deserialize<RunList>(answer, Studio.Json)!;
        }
    }

    [Fact]
    public async Task Command_line_of_a_run_is_valid_and_has_the_same_options()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        RunView run = await studio.CreateAsync(
            ("preset", "notebook"),
            ("style-layers", "conv1_1=0.5,conv3_1=2"),
            ("color", "content"),
            ("learning-rate", "0.01"));

        string words = (await studio.GetAsync(run.Id)).Command["impasto ".Length..];

        var arguments = new Impasto.Cli.Arguments.StylizeArguments();
        var stylize = new System.CommandLine.Command("stylize");
        arguments.AddAll(stylize);
        RunRecord record = arguments.Read(stylize.Parse(words["stylize ".Length..].Split(' '))).Record;
        foreach ((string name, string value) in run.Options)
            Assert.Equal(value, StylizeOptionCatalog.Find(name).Read(record.Options));
        Assert.Equal("notebook", record.Options.Preset);
        Assert.Equal("photo.png", record.Content!.Name);
    }

    /// <summary>The fields of a run without an end.</summary>
    internal static (string Name, string Value)[] Endless { get; } = [("steps", "1000000"), ("size", "40")];

    /// <summary>A run without an end that has taken steps.</summary>
    internal static async Task<RunView> Begun(Studio studio)
    {
        RunView run = await studio.CreateAsync(Endless);
        while ((await studio.GetAsync(run.Id)).Run.Frame == 0)
            await Task.Delay(30, Studio.Cancellation);
        return (await studio.GetAsync(run.Id)).Run;
    }

    private static byte[] Half() => Studio.Encode(new Picture(
        48, 40, [.. Enumerable.Range(0, 3 * 48 * 40).Select(i => i % 48 < 24 ? 1f : 0f)]));
}
