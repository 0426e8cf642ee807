using Impasto.Cli.Shell;
using Impasto.Imaging;
using NetVips;

namespace Impasto.Cli.Tests.Reporting;

/// <summary>Videos of runs, read frame by frame.</summary>
public sealed class VideoTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("v.gif")]
    [InlineData("v.webp")]
    public async Task Stylize_video_has_a_frame_every_n_steps_and_ends_with_the_result(string name)
    {
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "6", "--every", "2", "--video", _cli.File(name)));

        using Image video = Image.NewFromFile(_cli.File(name), kwargs: new VOption { { "n", -1 } });
        int height = (int)video.Get("page-height");
        Assert.Equal((32, 28, 3), (video.Width, height, video.Height / height));
        Assert.Equal([50, 50, 2000], (int[])video.Get("delay"));
        using Image frame = video.ExtractArea(0, 2 * height, 32, height).ExtractBand(0, n: 3);
        Picture result = Resampler.Resize(_cli.Read("result.png"), 32, 28);
        byte[] shown = frame.WriteToMemory<byte>();
        double difference = Enumerable.Range(0, 32 * 28).Average(
            i => Math.Abs(shown[3 * i] - (255 * result.Pixels[i])));
        Assert.True(difference < 25, $"the last frame is {difference} levels from the result");
        Assert.False(File.Exists(_cli.File($"{name}.frames")));
    }

    [Fact]
    public async Task Stylize_video_without_ffmpeg_fails_with_one_sentence_before_the_run()
    {
        Assert.Equal(1, await _cli.StylizeAsync("--video", _cli.File("v.mp4")));

        Assert.Equal(
            $"--video '{_cli.File("v.mp4")}': MP4 needs ffmpeg, which is not installed; install it, "
            + "or use .webp or .gif.",
            _cli.Problem);
        Assert.False(File.Exists(_cli.File("result.png")));
    }

    [Fact]
    public async Task Stylize_video_with_an_unknown_ending_is_a_wrong_call()
    {
        Assert.Equal(2, await _cli.StylizeAsync("--video", _cli.File("v.avi")));

        Assert.Equal(
            $"--video: expected a name that ends in .gif, .webp, .mp4, got '{_cli.File("v.avi")}'.", _cli.Problem);
    }

    [Fact]
    public async Task Stylize_video_with_a_failing_ffmpeg_keeps_the_picture_and_reports_why()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test's ffmpeg is a shell script.");
        string ffmpeg = _cli.File("ffmpeg");
        await File.WriteAllTextAsync(
            ffmpeg, "#!/bin/sh\necho no such codec >&2\nexit 1\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(ffmpeg, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Terminal terminal = _cli.Terminal() with { Environment = name => name == "PATH" ? _cli.Folder : null };

        int code = await CommandLine.RunAsync(
            [
                "stylize", _cli.Photo, _cli.Waves, "--network", "compact", "--size", "32", "--steps", "2",
                "-o", _cli.File("r.png"), "--video", _cli.File("v.mp4"),
            ],
            terminal,
            TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Equal($"'{_cli.File("v.mp4")}' can't be written: ffmpeg says: no such codec.", _cli.Problem);
        Assert.True(File.Exists(_cli.File("r.png")));
        Assert.Equal(["checks.png", "ffmpeg", "photo.png", "r.png", "waves.png"], _cli.Names());
    }
}
