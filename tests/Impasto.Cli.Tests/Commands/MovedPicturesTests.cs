namespace Impasto.Cli.Tests.Commands;

/// <summary>Runs whose pictures have other places or names now.</summary>
public sealed class MovedPicturesTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Replay_finds_pictures_by_their_content_then_by_their_name()
    {
        Assert.Equal(0, await _cli.StylizeAsync());
        Move();

        Assert.Equal(1, await ReplayAsync());
        Assert.Equal(0, await ReplayAsync("--pictures", _cli.File("archive")));

        Assert.Equal(_cli.Read("result.png").Pixels, _cli.Read("again.png").Pixels);
    }

    [Theory]
    [InlineData("frames.gif")]
    [InlineData("renamed.gif")]
    public async Task Replay_finds_the_page_that_was_painted(string name)
    {
        string frames = _cli.DrawFrames("frames.gif");
        string[] quick = ["--network", "compact", "--threads", "1", "--size", "32", "--steps", "0"];
        Assert.Equal(0, await _cli.RunAsync(
            ["stylize", $"{frames}#page=2", _cli.Waves, .. quick, "-o", _cli.File("result.png")]));
        Directory.CreateDirectory(_cli.File("archive"));
        File.Move(frames, _cli.File($"archive/{name}"));

        Assert.Equal(0, await ReplayAsync("--pictures", _cli.File("archive")));

        Assert.Equal(_cli.Read("result.png").Pixels, _cli.Read("again.png").Pixels);
    }

    [Fact]
    public async Task Replay_with_a_folder_that_is_not_there_is_refused()
    {
        Assert.Equal(0, await _cli.StylizeAsync());

        Assert.Equal(2, await ReplayAsync("--pictures", _cli.File("nowhere")));
        Assert.StartsWith("--pictures: expected a folder, got ", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_finds_them_too()
    {
        string checkpoint = _cli.File("run.checkpoint");
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "6"));
        File.Move(_cli.File("result.png"), _cli.File("whole.png"));
        Assert.Equal(130, await StopAsync(checkpoint));
        Move();

        int code = await _cli.RunAsync("resume", checkpoint, "--pictures", _cli.File("archive"), "-q");

        Assert.Equal(0, code);

        Assert.Equal(_cli.Read("whole.png").Pixels, _cli.Read("result.png").Pixels);
    }

    // Ends after a step, its state kept.
    private async Task<int> StopAsync(string checkpoint)
    {
        using var stop = new CancellationTokenSource();
        var clock = new Watcher(() => File.Exists(checkpoint), stop);
        return await CommandLine.RunAsync(
            [
                "stylize", _cli.Photo, _cli.Waves, "--network", "compact", "--threads", "1", "--size", "32", "--steps",
                "6", "-o", _cli.File("result.png"), "--checkpoint", checkpoint, "--checkpoint-every", "0",
            ],
            _cli.Terminal() with { Clock = clock },
            stop.Token);
    }

    private void Move()
    {
        string deep = Directory.CreateDirectory(Path.Combine(_cli.File("archive"), "deep")).FullName;
        File.Move(_cli.Photo, Path.Combine(deep, "renamed.png"));
        File.Move(_cli.Waves, Path.Combine(_cli.File("archive"), "waves.png"));
        // A file of the photograph's name that is another picture.
        File.Copy(_cli.Checks, Path.Combine(_cli.File("archive"), "photo.png"));
    }

    private Task<int> ReplayAsync(params string[] words) => _cli.RunAsync(
        ["replay", _cli.File("result.png"), "-o", _cli.File("again.png"), "--force", .. words]);

    private sealed class Watcher(Func<bool> isTime, CancellationTokenSource source) : TimeProvider
    {
        public override long GetTimestamp()
        {
            if (!source.IsCancellationRequested && isTime())
                source.Cancel();
            return base.GetTimestamp();
        }
    }
}
