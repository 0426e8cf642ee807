using Impasto.Cli.Clips;
using Impasto.Tests;
using Impasto.Video.Painting;

namespace Impasto.Cli.Tests.Commands;

/// <summary>Clips and folders of pictures, repainted by the command.</summary>
public sealed class VideoTests : IDisposable
{
    private readonly CliRun _cli = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Folder_of_pictures_keeps_its_names_and_its_first_frame_is_the_picture()
    {
        string frames = DrawFrames("frames", 4);

        Assert.Equal(0, await VideoAsync("--frames", frames, _cli.Waves, "-o", _cli.File("painted")));

        Assert.Equal(["shot1.png", "shot2.png", "shot3.png", "shot4.png"], Names("painted"));
        Assert.Equal(0, await _cli.RunAsync(
            [
                "stylize", Path.Combine(frames, "shot1.png"), _cli.Waves, .. Recipe, "--split-steps", "0",
                "-o", _cli.File("alone.png"),
            ]));
        Assert.Equal(_cli.Read("alone.png").Pixels, _cli.Read("painted/shot1.png").Pixels);
        Assert.Contains("4 frames of 48 x 40 at 25 a second in 1 shot", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("Plan     about ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("Frame    4 of 4, shot 1", _cli.Out.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_cli.File("painted.state")));
    }

    [Fact]
    public async Task Option_that_clips_do_not_have_is_refused()
    {
        Assert.Equal(2, await VideoAsync(
            "--frames", DrawFrames("frames", 2), _cli.Waves, "-o", _cli.File("painted"), "--split-steps", "2"));

        Assert.StartsWith("Unknown option '--split-steps'", _cli.Problem, StringComparison.Ordinal);
    }

    // .jfif and .pnm are endings of pictures that are read; other files make no gap.
    [Fact]
    public async Task Frames_of_any_ending_that_is_read_are_painted()
    {
        string frames = DrawFrames("frames", 3);
        File.Move(Path.Combine(frames, "shot2.png"), Path.Combine(frames, "shot2.JFIF"));
        await File.WriteAllTextAsync(Path.Combine(frames, "._shot2.png"), "of another system", Cancellation);

        Assert.Equal(0, await VideoAsync("--frames", frames, _cli.Waves, "-o", _cli.File("painted")));
        await File.WriteAllBytesAsync(
            Path.Combine(frames, "shot4.heic"), "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"u8.ToArray(), Cancellation);
        Assert.Equal(1, await VideoAsync("--frames", frames, _cli.Waves, "-o", _cli.File("again")));

        Assert.Equal(["shot1.png", "shot2.png", "shot3.png"], Names("painted"));
        Assert.Contains("it is a HEIC file, which is not supported here", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Painting_under_the_name_of_a_frame_is_never_replaced()
    {
        string frames = DrawFrames("frames", 2);
        Directory.CreateDirectory(_cli.File("painted"));
        string painting = _cli.Draw("painted/shot2.png", (x, y, c) => ((x / 4) + (y / 4) + c) % 2);
        byte[] before = await File.ReadAllBytesAsync(painting, Cancellation);

        Assert.Equal(2, await VideoAsync("--frames", frames, painting, "-o", _cli.File("painted"), "--force"));

        Assert.Equal($"--output: expected another file than '{painting}', which is an input.", _cli.Problem);
        Assert.Equal(before, await File.ReadAllBytesAsync(painting, Cancellation));
        Assert.Equal(["shot2.png"], Names("painted"));
    }

    [Fact]
    public async Task Painting_that_is_an_animation_is_noted()
    {
        byte[] file = await File.ReadAllBytesAsync(_cli.Waves, Cancellation);
        await File.WriteAllBytesAsync(
            _cli.File("moving.png"), PngFile.With(file, ("acTL", [0, 0, 0, 5, 0, 0, 0, 0])), Cancellation);

        Assert.Equal(0, await VideoAsync(
            "--frames", DrawFrames("frames", 1), _cli.File("moving.png"), "-o", _cli.File("painted")));

        Assert.Contains("Note     '", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("is an animation of 5 frames", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clip_keeps_its_sound_and_length()
    {
        Ffmpeg.Require();
        string clip = Ffmpeg.Clip(_cli.File("clip.mp4"), "testsrc2=s=64x48:r=5:d=2", withSound: true);

        Assert.Equal(0, await VideoAsync(clip, _cli.Waves, "-o", _cli.File("painted.mp4"), "--frame-steps", "1"));

        Assert.Equal(Ffmpeg.SoundHash(clip), Ffmpeg.SoundHash(_cli.File("painted.mp4")));
        Assert.Equal(Ffmpeg.FrameCount(clip), Ffmpeg.FrameCount(_cli.File("painted.mp4")));
        Assert.False(Directory.Exists(_cli.File("painted.mp4.state")));
    }

    [Theory]
    [InlineData]
    [InlineData("--plan")]
    public async Task Sound_that_does_not_fit_is_said_before_anything_is_painted(params string[] words)
    {
        Ffmpeg.Require();
        string clip = Ffmpeg.Clip(_cli.File("clip.mp4"), "testsrc2=s=64x48:r=5:d=2", withSound: true);

        Assert.Equal(1, await VideoAsync([clip, _cli.Waves, "-o", _cli.File("painted.webm"), .. words]));

        Assert.Contains("(aac) can't be copied into it", _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("Frame ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_cli.Names(), name => name.StartsWith("painted", StringComparison.Ordinal));
    }

    // Cancelled within the third frame: two frames can be played; resumed, the file is that of an undisturbed run.
    [Theory]
    [InlineData("painted.mkv")]
    [InlineData("painted")]
    public async Task Cancelled_clip_is_resumed_to_the_same_bits(string name)
    {
        Ffmpeg.Require();
        string clip = Ffmpeg.Clip(_cli.File("clip.mp4"), "testsrc2=s=64x48:r=5:d=1", withSound: true);
        string[] words = [clip, _cli.Waves, "-o", _cli.File(name)];
        Assert.Equal(0, await VideoAsync([clip, _cli.Waves, "-o", _cli.File($"whole-{name}")]));

        Assert.Equal(130, await CancelAsync(words));
        Assert.EndsWith(
            $"which are in {_cli.File(name)}; continue with 'impasto resume {_cli.File(name)}.state'.",
            _cli.Problem,
            StringComparison.Ordinal);
        Assert.Equal(1, await VideoAsync(words));
        Assert.Contains("exists already", _cli.Problem, StringComparison.Ordinal);
        if (name == "painted.mkv")
            Assert.InRange(Ffmpeg.FrameCount(_cli.File(name)), 1, 4);

        Assert.Equal(0, await _cli.RunAsync("resume", _cli.File($"{name}.state"), "--jobs", "2"));

        Assert.Contains("Jobs     ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("Resumed  from ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Equal(Bits($"whole-{name}"), Bits(name));
        Assert.False(Directory.Exists(_cli.File($"{name}.state")));
    }

    [Fact]
    public async Task Most_pixels_hold_for_a_clip_and_for_the_resumed_one()
    {
        Ffmpeg.Require();
        string clip = Ffmpeg.Clip(_cli.File("clip.mp4"), "testsrc2=s=64x48:r=5:d=1", withSound: false);
        string[] words = [clip, _cli.Waves, "-o", _cli.File("painted.mkv"), "--max-pixels"];

        Assert.Equal(1, await VideoAsync([.. words, "3000"]));
        Assert.Contains("64 x 48 pixels, and the limit is 3000", _cli.Problem, StringComparison.Ordinal);

        Assert.Equal(130, await CancelAsync([.. words, "4000"]));
        Assert.Equal(4000, VideoCall.Read(_cli.File("painted.mkv.state")).Part.MaxPixels);
    }

    // Flows that show nothing of a frame make it the first of a shot: it has the bits of the picture.
    [Fact]
    public async Task Flows_from_elsewhere_are_used_and_missing_ones_are_computed()
    {
        string frames = DrawFrames("frames", 3), flows = _cli.File("flows");
        Directory.CreateDirectory(flows);
        WriteUnknownFlow(Path.Combine(flows, "forward_1_2.flo"), 48, 40);
        WriteUnknownFlow(Path.Combine(flows, "backward_2_1.flo"), 48, 40);

        Assert.Equal(0, await VideoAsync("--frames", frames, _cli.Waves, "-o", _cli.File("own")));
        Assert.Equal(
            0, await VideoAsync("--frames", frames, _cli.Waves, "-o", _cli.File("given"), "--flow", flows));

        Assert.Equal(0, await _cli.RunAsync(
            [
                "stylize", Path.Combine(frames, "shot2.png"), _cli.Waves, .. Recipe, "--split-steps", "0",
                "-o", _cli.File("alone.png"),
            ]));
        Assert.Equal(_cli.Read("alone.png").Pixels, _cli.Read("given/shot2.png").Pixels);
        Assert.NotEqual(_cli.Read("alone.png").Pixels, _cli.Read("own/shot2.png").Pixels);
        Assert.Contains("Frame    3 of 3, shot 2", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_of_another_size_is_one_sentence()
    {
        string frames = DrawFrames("frames", 2), flows = _cli.File("flows");
        Directory.CreateDirectory(flows);
        WriteUnknownFlow(Path.Combine(flows, "forward_1_2.flo"), 8, 30);
        WriteUnknownFlow(Path.Combine(flows, "backward_2_1.flo"), 8, 30);

        Assert.Equal(
            1, await VideoAsync("--frames", frames, _cli.Waves, "-o", _cli.File("given"), "--flow", flows));

        Assert.Equal(
            $"The flow '{Path.Combine(flows, "forward_1_2.flo")}' can't be used: it has 8 x 30 pixels, the frames "
            + "48 x 40.",
            _cli.Problem);
    }

    [Fact]
    public async Task Plan_writes_nothing()
    {
        string frames = DrawFrames("frames", 3);
        string[] before = _cli.Names();

        Assert.Equal(0, await VideoAsync("--frames", frames, _cli.Waves, "-o", _cli.File("painted"), "--plan"));

        Assert.Equal(before, _cli.Names());
        Assert.Contains("on disk beside the result", _cli.Out.Output, StringComparison.Ordinal);
    }

    // Two shots of three frames.
    [Fact]
    public async Task Shots_side_by_side_and_passes_give_the_same_files_as_one_after_the_other()
    {
        string frames = DrawFrames("frames", 3);
        for (int number = 4; number <= 6; number++)
            _ = _cli.Draw($"frames/shot{number}.png", (x, y, _) => (x / (number + 4)) % 2 == (y / 9) % 2 ? 1 : 0.8f);
        string[] words = ["--frames", frames, _cli.Waves, "--passes", "2"];

        Assert.Equal(0, await VideoAsync([.. words, "-o", _cli.File("one")]));
        Assert.Equal(0, await VideoAsync([.. words, "-o", _cli.File("two"), "--jobs", "3", "--threads", "2"]));

        Assert.Equal(Bits("one"), Bits("two"));
        Assert.Contains(
            "Jobs     2 shots side by side: the clip has no more", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("Frame    6 of 6, shot 2, pass 2, ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], _cli.Names().Intersect(["one", "two", "one.state", "two.state"]).Order());
    }

    [Fact]
    public async Task Region_of_a_clip_is_left_alone_in_every_frame()
    {
        string frames = DrawFrames("frames", 2);
        string mask = _cli.Draw("mask.png", (x, _, _) => x < 24 ? 1 : 0);

        Assert.Equal(0, await VideoAsync(
            "--frames", frames, _cli.Waves, "-o", _cli.File("out"), "--region", $"{mask}=keep", "--feather", "0"));

        Assert.Contains($"Region   {mask}: unchanged, 50 % of the picture", _cli.Out.Output, StringComparison.Ordinal);
        foreach (string name in Names("out"))
        {
            float[] before = _cli.Read($"frames/{name}").Pixels, after = _cli.Read($"out/{name}").Pixels;
            bool[] isSame = [.. before.Zip(after, (one, other) => Math.Abs(one - other) < 0.003f)];
            Assert.All(Enumerable.Range(0, isSame.Length).Where(k => k % 48 < 20), k => Assert.True(isSame[k]));
            Assert.True(isSame.Where((_, k) => k % 48 >= 28).Count(same => same) < isSame.Length / 4);
        }
    }

    [Theory]
    [InlineData("Expected a clip and a painting, got one name.", "clip.mp4", "-o", "a.mp4")]
    [InlineData("--output: expected a folder, or a name that ends in .mp4", "clip.mp4", "p.png", "-o", "a.avi")]
    [InlineData("--frames: expected a folder of pictures, got 'none'.", "--frames", "none", "p.png", "-o", "out")]
    [InlineData("--from: expected a time such as 12.5", "clip.mp4", "p.png", "-o", "a.mp4", "--from", "soon")]
    [InlineData("--to: expected a time after", "clip.mp4", "p.png", "-o", "a.mp4", "--from", "5", "--to", "2")]
    [InlineData("--fps: expected a rate such as 25", "clip.mp4", "p.png", "-o", "a.mp4", "--fps", "fast")]
    [InlineData("--codec: expected auto, h264, vp9", "clip.mp4", "p.png", "-o", "a.mp4", "--codec", "x")]
    [InlineData("--codec has no effect on a folder", "clip.mp4", "p.png", "-o", "out", "--codec", "h264")]
    [InlineData("--passes: expected 1 to 20", "c.mp4", "p.png", "-o", "o", "--passes", "0")]
    [InlineData("--jobs: expected 1 to 64", "c.mp4", "p.png", "-o", "o", "--jobs", "65")]
    [InlineData("--feather has no effect without --region", "c.mp4", "p.png", "-o", "o", "--feather", "2")]
    [InlineData("Expected --quick or --frame-steps, got both.", "c.mp4", "p.png", "-o", "o", "--quick", "--frame-steps",
        "3")]
    public async Task Wrong_call_is_explained(string problem, params string[] words)
    {
        Assert.Equal(2, await _cli.RunAsync(["video", .. words]));

        Assert.Contains(problem, _cli.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--color", "tint")]
    [InlineData("--init", "style.png")]
    public async Task Recipe_that_a_clip_can_not_have_is_refused(params string[] words)
    {
        string frames = DrawFrames("frames", 1);

        Assert.Equal(2, await VideoAsync(["--frames", frames, _cli.Waves, "-o", _cli.File("out"), .. words]));

        Assert.Contains("expected another for a clip", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_of_another_program_can_not_be_resumed()
    {
        Assert.Equal(1, await _cli.RunAsync("resume", _cli.Folder));

        Assert.Equal($"'{_cli.Folder}' can't be resumed: impasto video did not write it.", _cli.Problem);
    }

    private static string[] Recipe =>
        ["--network", "compact", "--size", "48", "--min-size", "24", "--steps", "4,3"];

    private Task<int> VideoAsync(params string[] words)
    {
        string[] steps = words.Contains("--frame-steps") || words.Contains("--quick") ? [] : ["--frame-steps", "3"];
        string[] threads = words.Contains("--threads") ? [] : ["--threads", "1"];
        return _cli.RunAsync(["video", .. words, .. Recipe, .. steps, .. threads]);
    }

    // Ctrl+C as soon as two frames are done.
    private async Task<int> CancelAsync(string[] words)
    {
        string[] all = ["video", .. words, .. Recipe, "--frame-steps", "3", "--threads", "1"];
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<int> run = Task.Run(() => CommandLine.RunAsync(all, _cli.Terminal(), source.Token), Cancellation);
        string state = $"{words[Array.IndexOf(words, "-o") + 1]}.state";
        while (!run.IsCompleted && VideoStylizer.FramesDone(state) < 2)
            await Task.Delay(5, Cancellation);

        await source.CancelAsync();
        return await run;
    }

    private string DrawFrames(string folder, int count)
    {
        Directory.CreateDirectory(_cli.File(folder));
        for (int number = 1; number <= count; number++)
        {
            int shift = number;
            _ = _cli.Draw($"{folder}/shot{number}.png", (x, y, c) => (x + shift + (2 * y) + (20 * c)) % 64 / 63f);
        }

        return _cli.File(folder);
    }

    // The Middlebury format: the mark, columns, rows, and pairs of floats; 1e10 is unknown.
    private static void WriteUnknownFlow(string path, int width, int height)
    {
        using BinaryWriter file = new(File.Create(path));
        file.Write("PIEH"u8);
        file.Write(width);
        file.Write(height);
        for (int i = 0; i < 2 * width * height; i++)
            file.Write(1e10f);
    }

    private string[] Names(string folder) =>
        [.. Directory.GetFiles(_cli.File(folder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private byte[][] Bits(string name) => Directory.Exists(_cli.File(name))
        ? [.. Directory.GetFiles(_cli.File(name)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]
        : [File.ReadAllBytes(_cli.File(name))];
}
