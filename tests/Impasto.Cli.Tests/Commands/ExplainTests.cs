using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

public sealed class ExplainTests : IDisposable
{
    private static readonly string[] Quick =
        ["--network", "compact", "--threads", "1", "--size", "32", "--min-size", "0"];

    private static readonly string[] Names =
    [
        "features-conv1_1.png", "features-conv2_1.png", "features-conv3_1.png", "features-conv4_1.png",
        "features-conv4_2.png", "features-conv5_1.png", "gram.png", "losses.png", "result.png",
    ];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    private Task<int> ExplainAsync(params string[] words)
    {
        string[] steps = words.Contains("--steps") ? [] : ["--steps", "3"];
        string[] output = ["-o", _cli.File("seen")];
        return _cli.RunAsync(["explain", _cli.Photo, _cli.Waves, .. output, .. steps, .. Quick, .. words]);
    }

    [Fact]
    public async Task Explain_draws_every_layer_and_the_picture_is_that_of_stylize()
    {
        Assert.Equal(0, await ExplainAsync());
        Assert.Equal(0, await _cli.StylizeAsync("--steps", "3", "--min-size", "0"));

        Assert.Equal(Names, Files());
        Assert.All(
            Names,
            name => Assert.Contains(Path.Combine("seen", name), _cli.Out.Output, StringComparison.Ordinal));
        Assert.Equal(_cli.Read("result.png").Pixels, _cli.Read(Path.Combine("seen", "result.png")).Pixels);
        // Terms that only measure are not among the losses that people see.
        Assert.DoesNotContain("style conv", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_as_many_channels_as_asked_for()
    {
        await ExplainAsync("--channels", "2");
        int two = _cli.Read(Path.Combine("seen", "features-conv2_1.png")).Width;
        await ExplainAsync("--channels", "5", "--force");

        Assert.Equal(3 * (168 + 8), _cli.Read(Path.Combine("seen", "features-conv2_1.png")).Width - two);
    }

    [Fact]
    public async Task Explain_writes_all_pictures_in_one_format()
    {
        Assert.Equal(0, await ExplainAsync("--format", "webp", "--quality", "60"));

        Assert.Equal(Names.Select(name => Path.ChangeExtension(name, "webp")), Files());
    }

    [Fact]
    public async Task Explain_replaces_no_file_without_force()
    {
        Directory.CreateDirectory(_cli.File("seen"));
        await File.WriteAllTextAsync(Path.Combine(_cli.File("seen"), "gram.png"), "kept", Cancellation);

        Assert.Equal(1, await ExplainAsync());

        Assert.Contains("gram.png' exists already", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(["gram.png"], Files());
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(_cli.File("seen"), "gram.png"), Cancellation));
    }

    [Fact]
    public async Task Explain_with_a_file_as_its_folder_is_a_wrong_call()
    {
        Assert.Equal(2, await _cli.RunAsync(["explain", _cli.Photo, _cli.Waves, "-o", _cli.Checks, .. Quick]));

        Assert.StartsWith("--output: expected a folder, got '", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_never_replaces_its_own_photograph()
    {
        Directory.CreateDirectory(_cli.File("seen"));
        string photo = Path.Combine(_cli.File("seen"), "result.png");
        File.Copy(_cli.Photo, photo);

        int code = await _cli.RunAsync(
            ["explain", photo, _cli.Waves, "-o", _cli.File("seen"), "--force", "--steps", "1", .. Quick]);

        Assert.Equal(2, code);
        Assert.Contains("which is an input", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_of_a_missing_photograph_makes_no_picture()
    {
        Assert.Equal(1, await _cli.RunAsync(["explain", _cli.File("no.png"), _cli.Waves, "-o", _cli.File("seen")]));

        Assert.Contains("no.png", _cli.Problem, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Explain_that_is_cancelled_shows_the_picture_so_far()
    {
        using var timer = new Timer(_ => _cli.Cancellation.Cancel(), null, 1500, Timeout.Infinite);

        int code = await ExplainAsync("--steps", "1000000");

        Assert.Equal(130, code);
        Assert.StartsWith("Cancelled after step ", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(Names, Files());
    }

    [Fact]
    public async Task Explain_works_with_the_notebook_preset_and_without_a_style_weight()
    {
        Assert.Equal(0, await ExplainAsync("--preset", "notebook"));
        Assert.Equal(0, await ExplainAsync("--style-weight", "0", "--force"));

        PictureInfo info = new PictureReader().ReadInfo(Path.Combine(_cli.File("seen"), "result.png"));
        Assert.Contains("\"impasto\"", info.Parameters, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string[] Files() => !Directory.Exists(_cli.File("seen")) ? [] :
    [
        .. Directory.GetFiles(_cli.File("seen")).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal),
    ];
}
