using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

/// <summary>What the file of a result says, and where pictures may come from.</summary>
public sealed class WritingTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Stylize_file_has_resolution_colours_and_no_parameters_as_asked()
    {
        Assert.Equal(0, await _cli.StylizeAsync(
            "--steps", "0", "--dpi", "300", "--profile", "adobe-rgb", "--no-parameters", "--metadata", "none"));

        PictureInfo info = new PictureReader().ReadInfo(_cli.File("result.png"));
        Assert.Equal(300, info.Dpi!.Value, 0.1);
        Assert.Contains("Adobe RGB", info.Profile!, StringComparison.Ordinal);
        Assert.Null(info.Parameters);
    }

    [Fact]
    public async Task Stylize_parameters_hold_no_folder()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "0"));

        string parameters = new PictureReader().ReadInfo(_cli.File("result.png")).Parameters!;
        Assert.DoesNotContain(_cli.Folder, parameters, StringComparison.Ordinal);
        Assert.Contains("\"photo.png\"", parameters, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_and_blend_keep_what_the_file_says()
    {
        string again = _cli.File("again.png"), mixed = _cli.File("mixed.png");
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "0", "--dpi", "300", "--profile", "display-p3"));

        Assert.Equal(0, await _cli.RunAsync("replay", _cli.File("result.png"), "-o", again));
        Assert.Equal(0, await _cli.RunAsync(
            "blend", _cli.File("result.png"), _cli.Photo, "-o", mixed, "--dpi", "150", "--profile", "display-p3"));

        PictureInfo replayed = new PictureReader().ReadInfo(again), blended = new PictureReader().ReadInfo(mixed);
        Assert.Equal((300, "Display P3"), (Math.Round(replayed.Dpi!.Value), replayed.Profile));
        Assert.Equal((150, "Display P3"), (Math.Round(blended.Dpi!.Value), blended.Profile));
    }

    [Theory]
    [InlineData("--dpi", "0", "--dpi: expected 1 to 100000, got '0'.")]
    [InlineData("--metadata", "all", "--metadata: expected copyright, keep, none, got 'all'.")]
    [InlineData("--profile", "p3", "--profile: expected srgb, display-p3, adobe-rgb, got 'p3'.")]
    public async Task Stylize_impossible_words_are_refused(string option, string value, string sentence)
    {
        Assert.Equal(2, await _cli.StylizeAsync(option, value));
        Assert.Equal(sentence, _cli.Problem);
    }

    [Fact]
    public async Task Stylize_reads_pipes()
    {
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, TestContext.Current.CancellationToken);
        await _cli.MakePipeAsync("pipe");
        Task feeding = Task.Run(
            () => File.WriteAllBytes(_cli.File("pipe"), photo), TestContext.Current.CancellationToken);

        int code = await _cli.RunAsync(
            "stylize", _cli.File("pipe"), _cli.Waves, "--network", "compact", "--size", "32", "--steps", "0", "-o",
            _cli.File("result.png"));

        await feeding;
        Assert.Equal((0, ""), (code, _cli.Problem));
        Assert.Equal(32, _cli.Read("result.png").Width);
    }

    [Fact]
    public async Task Stylize_makes_drawings_at_the_size_of_the_result_and_notes_frames()
    {
        await File.WriteAllTextAsync(
            _cli.File("a.svg"),
            "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><path d='M0 0h4v8h-4z' fill='#f00'/></svg>",
            TestContext.Current.CancellationToken);

        Assert.Equal(0, await _cli.RunAsync(
            "stylize", _cli.File("a.svg"), _cli.Waves, "--network", "compact", "--size", "64", "--steps", "0", "-o",
            _cli.File("result.png")));

        // An enlarged drawing would have a soft edge; one that is made at this size has none.
        Picture result = _cli.Read("result.png");
        Assert.Equal((1f, 0f), (result.Alpha![(64 * 30) + 31], result.Alpha[(64 * 30) + 32]));
    }
}
