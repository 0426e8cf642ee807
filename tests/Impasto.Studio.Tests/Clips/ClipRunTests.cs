using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Studio.Storage;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Clips;

/// <summary>A clip where a photograph is expected, from the request to the result.</summary>
public sealed class ClipRunTests
{
    // Of clips that are interrupted.
    private const int Frames = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clip_goes_in_and_a_repainted_one_comes_out_with_its_frames_and_its_sound(bool isInDatabase)
    {
        byte[] clip = TestClips.Make();
        await using PostgresDatabase? database = isInDatabase ? await PostgresDatabase.CreateAsync() : null;
        await using Studio studio = await Studio.StartAsync(settings => settings with { Store = database?.Connection });

        RunView created = await TestClips.CreateAsync(studio, clip);
        RunView run = await studio.UntilAsync(created.Id, "done");

        Assert.Equal((48, 36, 8, 8.0), (created.Width, created.Height, created.Clip!.Frames, created.Clip.Rate));
        Assert.Equal(["mp4"], run.Formats);
        Assert.Equal((8, 8), (run.Progress!.Frame, run.Progress.Frames));
        byte[] result = await studio.ResultAsync(run.Id, "mp4");
        List<Picture> frames = TestClips.Frames(result);
        Assert.Equal((8, "48 x 36"), (frames.Count, frames[0].Size.ToString()));
        Assert.Equal(TestClips.SoundHash(clip), TestClips.SoundHash(result));
        byte[] shown = await studio.Http.GetByteArrayAsync(
            $"/api/runs/{run.Id}/content-clip", Studio.Cancellation);
        Assert.Equal((8, "64 x 48"), (TestClips.Frames(shown).Count, TestClips.Frames(shown)[0].Size.ToString()));
        byte[] frame = await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/frame", Studio.Cancellation);
        Assert.Equal(48, new PictureReader().Decode(frame, "frame").Width);
        Assert.True(Difference(frames[^1], TestClips.Frames(clip)[^1]) > 0.02, "The clip was not repainted.");
    }

    [Fact]
    public async Task Result_is_served_in_ranges_under_its_type_and_name()
    {
        byte[] clip = TestClips.Make(frames: 2);
        await using Studio studio = await Studio.StartAsync();
        RunView run = await studio.UntilAsync((await TestClips.CreateAsync(studio, clip)).Id, "done");
        byte[] whole = await studio.ResultAsync(run.Id, "mp4");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{run.Id}/result.mp4?download");
        request.Headers.Range = new RangeHeaderValue(100, 199);

        using HttpResponseMessage part = await studio.Http.SendAsync(request, Studio.Cancellation);

        Assert.Equal((HttpStatusCode.PartialContent, "video/mp4"), (part.StatusCode, Type(part)));
        Assert.Equal($"bytes 100-199/{whole.Length}", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(whole[100..200], await part.Content.ReadAsByteArrayAsync(Studio.Cancellation));
        Assert.Equal("my clip_painting.mp4", part.Content.Headers.ContentDisposition!.FileName);
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{run.Id}/result.mp4");
        again.Headers.IfNoneMatch.Add(part.Headers.ETag!);
        using HttpResponseMessage known = await studio.Http.SendAsync(again, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        (string Name, HttpStatusCode Status)[] others =
        [
            ("result.png", HttpStatusCode.NotFound), ("result.webp", HttpStatusCode.NotFound),
            ("result.webm", HttpStatusCode.NotFound), ("result.mp4?quality=80", HttpStatusCode.UnprocessableEntity),
        ];
        foreach ((string other, HttpStatusCode status) in others)
        {
            using HttpResponseMessage none = await studio.Http.GetAsync(
                $"/api/runs/{run.Id}/{other}", Studio.Cancellation);
            Assert.Equal((other, status), (other, none.StatusCode));
        }
    }

    [Fact]
    public async Task Clip_in_JSON_with_a_part_of_it_and_the_command_that_does_the_same()
    {
        byte[] clip = TestClips.Make(frames: 16);
        await using Studio studio = await Studio.StartAsync();
        string[] data =
        [
            $"data:video/mp4;name=clip.mp4;base64,{Convert.ToBase64String(clip)}",
            $"data:image/png;name=painting.png;base64,{Convert.ToBase64String(Studio.Painting)}",
        ];
        var body = new Dictionary<string, object>
        {
            ["content"] = data[0], ["style"] = data[1], ["size"] = 48, ["steps"] = 2, ["min-size"] = 0,
            ["from"] = "0.5", ["to"] = "0:01", ["quick"] = true,
        };

        (int status, JsonElement answer) = await studio.PostAsync("/api/runs", body);

        Assert.Equal(201, status);
        RunView run = await studio.UntilAsync(answer.GetProperty("id").GetGuid(), "done");
        Assert.Equal((0.5, 1.0, true, 4), (run.Clip!.From, run.Clip.To, run.Clip.Quick, run.Clip.Frames));
        Assert.Equal(4, TestClips.Frames(await studio.ResultAsync(run.Id, "mp4")).Count);
        Assert.Equal(
            "impasto video clip.mp4 painting.png --size 48 --min-size 0 --steps 2 --from 0.5 --to 1 --quick "
            + "--output painted.mp4",
            (await studio.GetAsync(run.Id)).Command);
        RunView repeated = (await studio.Http.PostAsJsonAsync(
            $"/api/runs/{run.Id}/again", new { }, Studio.Cancellation) is { IsSuccessStatusCode: true } again
            ? await again.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation)
            : null)!;
        await studio.UntilAsync(repeated.Id, "done");
        Assert.Equal(await studio.ResultAsync(run.Id, "mp4"), await studio.ResultAsync(repeated.Id, "mp4"));
        (status, answer) = await studio.PostAsync(
            $"/api/runs/{run.Id}/continue", new { options = new { strength = "65" } });
        Assert.Equal((409, "wrong-state"), (status, answer.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Sound_that_MP4_can_not_hold_is_in_another_kind_of_file()
    {
        await using Studio studio = await Studio.StartAsync();
        byte[] clip = TestClips.Make(frames: 2, ending: ".mkv", sound: "pcm_s16le");

        RunView run = await studio.UntilAsync((await TestClips.CreateAsync(studio, clip)).Id, "done");

        Assert.Equal(["mkv"], run.Formats);
        Assert.Equal(TestClips.SoundHash(clip), TestClips.SoundHash(await studio.ResultAsync(run.Id, "mkv")));
    }

    [Fact]
    public async Task Cancelled_clip_leaves_nothing_but_its_frame()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await TestClips.CreateAsync(studio, TestClips.Make(), ("frameSteps", "200"));
        await TestClips.UntilFrameAsync(studio, run.Id, frame: 1);

        await studio.PostAsync($"/api/runs/{run.Id}/cancel");

        RunView over = await studio.UntilAsync(run.Id, "cancelled", "done");
        Assert.Equal(("cancelled", 0, false), (over.State, over.Formats.Count, over.HasPicture));
        Assert.Equal(
            ["content", "content-view.jpg", "content-view.mp4", "frame.jpg", "style-0", "style-0-view.jpg"],
            Directory.GetFiles(Folder(studio, run.Id)).Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetDirectories(studio.Service<WorkFolder>().Path));
    }

    [Fact]
    public async Task Stopped_clip_keeps_its_frames_so_far_and_one_without_any_is_given_up()
    {
        await using Studio studio = await Studio.StartAsync();
        byte[] clip = TestClips.Make();
        RunView run = await TestClips.CreateAsync(studio, clip, ("frameSteps", "200"));
        RunView begun = await TestClips.UntilFrameAsync(studio, run.Id, frame: 2);

        await studio.PostAsync($"/api/runs/{run.Id}/stop");

        RunView over = await studio.UntilAsync(run.Id, "stopped", "done");
        Assert.Equal("stopped", over.State);
        Assert.InRange(
            TestClips.Frames(await studio.ResultAsync(run.Id, "mp4")).Count, begun.Progress!.Frame - 1, 7);

        RunView early = await TestClips.CreateAsync(studio, clip, ("steps", "5000"), ("size", "160"));
        await studio.UntilAsync(early.Id, "running");
        await studio.PostAsync($"/api/runs/{early.Id}/stop");
        Assert.Equal("cancelled", (await studio.UntilAsync(early.Id, "stopped", "cancelled")).State);
    }

    [Fact]
    public async Task Paused_clip_can_be_stopped_and_continued_one_makes_the_same_bytes()
    {
        await using Studio studio = await Studio.StartAsync();
        RunView run = await TestClips.CreateAsync(
            studio, TestClips.Make(frames: Frames), ("frameSteps", "20"));
        await TestClips.UntilFrameAsync(studio, run.Id, frame: 2);
        await studio.PostAsync($"/api/runs/{run.Id}/pause");
        RunView paused = await studio.UntilAsync(run.Id, "paused", "done");
        Assert.Equal(("paused", true), (paused.State, paused.HasPicture));
        Assert.True(File.Exists(Path.Combine(Folder(studio, run.Id), "checkpoint")));

        await studio.PostAsync($"/api/runs/{run.Id}/continue");

        RunView done = await studio.UntilAsync(run.Id, "done");
        Assert.Equal(2, done.Attempt);
        await SameAsUndisturbedAsync(studio, run.Id);
        Assert.False(File.Exists(Path.Combine(Folder(studio, run.Id), "checkpoint")));
    }

    [Fact]
    public async Task Clip_of_a_studio_that_was_killed_is_the_same_as_undisturbed()
    {
        byte[] clip = TestClips.Make(frames: Frames);
        string data = Directory.CreateTempSubdirectory("impasto-test-").FullName;
        try
        {
            Guid id;
            await using (StudioProcess first = await StudioProcess.StartAsync(data))
            {
                id = (await TestClips.CreateAsync(first, clip, ("frameSteps", "20"))).Id;
                await TestClips.UntilFrameAsync(first, id, frame: 2);
            }

            Assert.True(File.Exists(Path.Combine(data, "runs", id.ToString("N"), "checkpoint")));
            await using StudioProcess second = await StudioProcess.StartAsync(data);
            RunView done = await second.UntilAsync(id, "done");
            Assert.Equal(2, done.Attempt);
            await SameAsUndisturbedAsync(second, id);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Clip_of_a_worker_that_was_killed_is_continued_by_another_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent by /bin/kill.");
        byte[] clip = TestClips.Make(frames: Frames);
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection,
            Limits = new StudioLimits { RunsAtOnce = 0 },
            Heartbeat = TimeSpan.FromSeconds(1),
        });
        Guid id = (await TestClips.CreateAsync(studio, clip, ("frameSteps", "20"))).Id;
        using (WorkerProcess first = WorkerProcess.Start(database.Connection, Data("first")))
        {
            await TestClips.UntilFrameAsync(studio, id, frame: 2);
            first.Kill();
        }

        using WorkerProcess second = WorkerProcess.Start(database.Connection, Data("second"));
        RunView done = await studio.UntilAsync(id, "done");

        Assert.Equal(2, done.Attempt);
        Assert.Matches("begins after frame [2-8] of its clip", second.Log);
        await SameAsUndisturbedAsync(studio, id);

        string Data(string name) => Path.Combine(studio.Settings.DataFolder, name);
    }

    private static async Task SameAsUndisturbedAsync(RunningStudio studio, Guid id)
    {
        (_, JsonElement answer) = await studio.PostAsync($"/api/runs/{id}/again");
        RunView again = await studio.UntilAsync(answer.GetProperty("id").GetGuid(), "done");
        byte[] disturbed = await studio.ResultAsync(id, "mp4");
        Assert.Equal(Frames, TestClips.Frames(disturbed).Count);
        Assert.Equal(await studio.ResultAsync(again.Id, "mp4"), disturbed);
    }

    private static string Folder(Studio studio, Guid id) =>
        Path.Combine(studio.Settings.DataFolder, "runs", id.ToString("N"));

    private static string? Type(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType;

    private static double Difference(Picture result, Picture frame) =>
        Resampler.Resize(frame, result.Width, result.Height).Pixels
            .Zip(result.Pixels, (one, other) => Math.Abs(one - other)).Average();
}
