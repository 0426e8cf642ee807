using System.Text.Json;
using Impasto.Imaging;

namespace Impasto.Cli.Tests.Commands;

// The number of threads of libtorch holds for the whole process: one class at a time.
[Collection("libtorch")]
public sealed class StylizeTests : IDisposable
{
    private static readonly string[] Quick = ["--network", "compact", "--threads", "1", "--steps", "1"];

    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Stylize_photo_and_style_writes_the_picture_and_reports()
    {
        Assert.Equal(0, await _cli.StylizeAsync());

        Picture result = _cli.Read("result.png");
        Assert.Equal((32, 27), (result.Width, result.Height));
        string[] lines = _cli.Out.Output.TrimEnd().Split('\n');
        Assert.Equal($"Content  {_cli.Photo}, 48 x 40, to be 32 x 27", lines[0]);
        Assert.Equal($"Style    {_cli.Waves}", lines[1]);
        Assert.StartsWith("Network  compact", lines[2], StringComparison.Ordinal);
        Assert.Equal("Recipe   fine on cpu", lines[3]);
        Assert.StartsWith("Plan     in one piece, at most ", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("Step 1 of 2  32 x 27  loss ", lines[5], StringComparison.Ordinal);
        Assert.StartsWith("Step 2 of 2  32 x 27  loss ", lines[6], StringComparison.Ordinal);
        Assert.EndsWith(" 0:00 left", lines[6], StringComparison.Ordinal);
        Assert.StartsWith(
            $"Result   {_cli.File("result.png")}, 32 x 27, 2 steps in ", lines[7], StringComparison.Ordinal);
        Assert.Equal(8, lines.Length);
        Assert.Equal("", _cli.Error.Output + _cli.Data);
    }

    [Fact]
    public async Task Stylize_quiet_prints_nothing()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--quiet"));

        Assert.Equal("", _cli.Out.Output + _cli.Error.Output + _cli.Data);
    }

    [Fact]
    public async Task Stylize_verbose_prints_the_value_of_every_option()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--verbose", "--style-weight", "7"));

        foreach (StylizeOption option in StylizeOptionCatalog.All)
            Assert.Contains($"         {option.Name} ", _cli.Out.Output, StringComparison.Ordinal);
        Assert.Contains("         style-weight 7\n", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stylize_json_alone_is_on_standard_output(bool quiet)
    {
        Assert.Equal(0, await _cli.StylizeAsync(quiet ? ["--json", "--quiet"] : ["--json"]));

        Assert.Equal("", _cli.Out.Output);
        Assert.Equal(quiet, _cli.Error.Output.Length == 0);
        using var json = JsonDocument.Parse(_cli.Data.ToString());
        JsonElement root = json.RootElement;
        Assert.Equal(_cli.File("result.png"), root.GetProperty("output").GetString());
        Assert.Equal("completed", root.GetProperty("outcome").GetString());
        Assert.Equal((32, 27, 2), (Number("width"), Number("height"), Number("steps")));
        Assert.True(root.GetProperty("loss").GetDouble() > 0);
        Assert.Equal("compact", root.GetProperty("network").GetString());

        int Number(string name) => root.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Stylize_trace_has_one_object_a_step_with_the_fields_in_order()
    {
        string[] scales = ["--size", "64", "--min-size", "48", "--scale-factor", "2"];
        Assert.Equal(
            0, await _cli.StylizeAsync(["--trace", _cli.File("steps.jsonl"), "--steps", "3,2", .. scales]));

        string[] lines = await File.ReadAllLinesAsync(_cli.File("steps.jsonl"), TestContext.Current.CancellationToken);
        JsonElement[] steps = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([1, 2, 3, 4, 5], steps.Select(step => step.GetProperty("step").GetInt32()));
        Assert.Equal([1, 1, 1, 2, 2], steps.Select(step => step.GetProperty("scale").GetInt32()));
        Assert.Equal([48, 48, 48, 64, 64], steps.Select(step => step.GetProperty("width").GetInt32()));
        Assert.All(steps, step => Assert.Equal(
            [
                "step", "total", "scale", "width", "height", "loss", "content", "match", "style", "tv", "range",
                "seconds",
            ],
            step.EnumerateObject().Select(field => field.Name)));
    }

    [Fact]
    public async Task Stylize_trace_columns_add_up_to_the_loss()
    {
        string[] weights =
            ["--content-weight", "3", "--style-weight", "5", "--tv-weight", "7", "--range-weight", "9"];
        Assert.Equal(0, await _cli.StylizeAsync(["--trace", _cli.File("t"), "--steps", "3", .. weights]));

        foreach (string line in await File.ReadAllLinesAsync(_cli.File("t"), TestContext.Current.CancellationToken))
        {
            JsonElement step = JsonDocument.Parse(line).RootElement;
            double Term(string name) => step.GetProperty(name).GetDouble();
            double expected = Term("content") + Term("match") + Term("style") + Term("tv") + Term("range");
            Assert.Equal(expected, Term("loss"), Math.Abs(expected) * 1e-12);
        }
    }

    [Fact]
    public async Task Stylize_every_prints_the_loss_and_writes_a_frame()
    {
        Assert.Equal(0, await _cli.StylizeAsync("--every", "2", "--frames", _cli.File("frames"), "--steps", "5"));

        Assert.Equal(
            ["frame-00001.png", "frame-00002.png"],
            Directory.GetFiles(_cli.File("frames")).Select(Path.GetFileName).Order());
        Assert.Equal(2, _cli.Out.Output.Split('\n').Count(line => line.StartsWith("Step ", StringComparison.Ordinal)));
        Assert.Equal(32, _cli.Read("frames/frame-00002.png").Width);
    }

    [Fact]
    public async Task Stylize_old_frames_are_not_mixed_with_new_ones()
    {
        Directory.CreateDirectory(_cli.File("frames"));
        await File.WriteAllTextAsync(_cli.File("frames/frame-00400.png"), "old", TestContext.Current.CancellationToken);

        Assert.Equal(1, await _cli.StylizeAsync("--every", "1", "--frames", _cli.File("frames")));

        Assert.Contains("frame-00400.png' exists already", _cli.Problem, StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.File("result.png")));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    public async Task Stylize_figure_shows_everything_in_one_picture(string steps)
    {
        Assert.Equal(0, await _cli.StylizeAsync(
            "--figure", _cli.File("figure.png"), _cli.Checks, "--size", "original", "--steps", steps));

        Picture figure = _cli.Read("figure.png");
        // Four pictures of 432 x 360 side by side with gaps of 16, and room for labels and the curve.
        Assert.Equal((4 * 432) + (5 * 16), figure.Width);
        Assert.InRange(figure.Height, 600, 800);
        Assert.Contains(0f, figure.Pixels);
        Assert.Contains(1f, figure.Pixels);
    }

    [Fact]
    public async Task Stylize_figure_of_a_thin_picture_has_room_for_its_labels_and_curve()
    {
        PictureWriter.Write(new Picture(16, 400, new float[3 * 16 * 400]), _cli.File("thin.png"));

        Assert.Equal(0, await _cli.RunAsync([
            "stylize", _cli.File("thin.png"), _cli.File("thin.png"), .. Quick, "--size", "400", "--min-size", "0",
            "-o", _cli.File("r.png"), "--figure", _cli.File("f.png")]));

        Assert.True(_cli.Read("f.png").Width >= 480, $"{_cli.Read("f.png").Width} columns");
    }

    [Fact]
    public async Task Stylize_several_styles_have_weights()
    {
        Assert.Equal(0, await _cli.StylizeAsync($"{_cli.Checks}=2.5"));

        Assert.Contains($"Style    {_cli.Waves}, {_cli.Checks} x 2.5\n", _cli.Out.Output, StringComparison.Ordinal);
        float[] first = _cli.Read("result.png").Pixels;
        Assert.Equal(0, await _cli.StylizeAsync($"{_cli.Checks}=0.01", "--force"));
        Assert.NotEqual(first, _cli.Read("result.png").Pixels);
    }

    [Fact]
    public async Task Stylize_init_file_starts_from_that_picture()
    {
        // Without any step, the result is the start.
        Assert.Equal(0, await _cli.StylizeAsync("--init", _cli.Checks, "--steps", "0", "--size", "original"));

        Assert.Equal(_cli.Read("checks.png").Pixels, _cli.Read("result.png").Pixels);
    }

    [Fact]
    public async Task Stylize_init_noise_follows_the_seed()
    {
        await _cli.StylizeAsync("--init", "noise", "--seed", "7", "--steps", "0", "-o", _cli.File("a.png"));
        await _cli.StylizeAsync("--init", "noise", "--seed", "7", "--steps", "0", "-o", _cli.File("b.png"));
        await _cli.StylizeAsync("--init", "noise", "--seed", "-8", "--steps", "0", "-o", _cli.File("c.png"));

        Assert.Equal(_cli.Read("a.png").Pixels, _cli.Read("b.png").Pixels);
        Assert.NotEqual(_cli.Read("a.png").Pixels, _cli.Read("c.png").Pixels);
    }

    [Theory]
    [InlineData("keep", true)]
    [InlineData("drop", false)]
    public async Task Stylize_alpha_is_kept_unless_dropped(string alpha, bool kept)
    {
        float[] opacity = [.. Enumerable.Range(0, 32 * 32).Select(i => i % 32 < 16 ? 0f : 1f)];
        PictureWriter.Write(new Picture(32, 32, new float[3 * 32 * 32], opacity), _cli.File("clear.png"));

        Assert.Equal(0, await _cli.RunAsync([
            "stylize", _cli.File("clear.png"), _cli.Waves, .. Quick, "--size", "original", "--alpha", alpha,
            "-o", _cli.File("r.png")]));

        Assert.Equal(kept ? opacity : null, _cli.Read("r.png").Alpha);
    }

    [Fact]
    public async Task Stylize_standard_input_is_the_content()
    {
        byte[] photo = await File.ReadAllBytesAsync(_cli.Photo, TestContext.Current.CancellationToken);
        using var cli = new CliRun { Input = photo };

        Assert.Equal(
            0, await cli.RunAsync(["stylize", "-", cli.Waves, .. Quick, "--size", "32", "-o", cli.File("r.png")]));

        Assert.Equal(32, cli.Read("r.png").Width);
    }

    [Fact]
    public async Task Stylize_existing_output_is_refused_before_any_work()
    {
        await File.WriteAllTextAsync(_cli.File("result.png"), "mine", TestContext.Current.CancellationToken);

        Assert.Equal(1, await _cli.StylizeAsync());

        Assert.Equal(
            $"'{_cli.File("result.png")}' exists already: choose another name, or replace it with --force.",
            _cli.Problem);
        Assert.Equal("", _cli.Out.Output);
        Assert.Equal("mine", await File.ReadAllTextAsync(
            _cli.File("result.png"), TestContext.Current.CancellationToken));
        Assert.Equal(0, await _cli.StylizeAsync("--force"));
    }

    [Theory]
    [InlineData("--figure", "figure.png")]
    [InlineData("--trace", "trace.jsonl")]
    public async Task Stylize_other_existing_targets_are_refused_before_any_work(string option, string name)
    {
        await File.WriteAllTextAsync(_cli.File(name), "mine", TestContext.Current.CancellationToken);

        Assert.Equal(1, await _cli.StylizeAsync(option, _cli.File(name)));

        Assert.Contains($"'{_cli.File(name)}' exists already", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal("", _cli.Out.Output);
    }

    [Fact]
    public async Task Stylize_missing_output_folder_is_refused_before_any_work()
    {
        Assert.Equal(1, await _cli.StylizeAsync("-o", _cli.File("no/r.png")));

        Assert.Equal(
            $"'{_cli.File("no/r.png")}' can't be written: there is no folder '{_cli.File("no")}'.", _cli.Problem);
        Assert.Equal("", _cli.Out.Output);
    }

    [Fact]
    public async Task Stylize_trace_that_fails_during_the_run_does_not_lose_the_picture()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The machine has no /dev/full.");
        File.CreateSymbolicLink(_cli.File("steps.jsonl"), "/dev/full");

        Assert.Equal(1, await _cli.StylizeAsync("--trace", _cli.File("steps.jsonl"), "--force"));

        Assert.Contains("steps.jsonl' is incomplete: ", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(32, _cli.Read("result.png").Width);
    }

    [Fact]
    public async Task Stylize_cancelled_run_keeps_the_picture_and_gives_130()
    {
        using var timer = new Timer(_ => _cli.Cancellation.Cancel(), null, Timeout.Infinite, Timeout.Infinite);
        _cli.Out.Profile.Width = 200;
        Task<int> run = Task.Run(
            () => _cli.StylizeAsync("--steps", "1000000", "--trace", _cli.File("t")),
            TestContext.Current.CancellationToken);
        while (!File.Exists(_cli.File("t")) || new FileInfo(_cli.File("t")).Length == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        await _cli.Cancellation.CancelAsync();

        Assert.Equal(130, await run.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.StartsWith("Cancelled after step ", _cli.Problem, StringComparison.Ordinal);
        Assert.EndsWith(": the picture so far was kept.", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(32, _cli.Read("result.png").Width);
    }

    [Fact]
    public async Task Stylize_cancelled_before_it_begins_gives_130()
    {
        await _cli.Cancellation.CancelAsync();

        Assert.Equal(130, await _cli.StylizeAsync());
    }

    [Fact]
    public async Task Stylize_run_that_diverges_keeps_the_last_good_picture_and_gives_1()
    {
        Assert.Equal(1, await _cli.StylizeAsync(
            "--line-search", "none", "--learning-rate", "1e6", "--steps", "30"));

        Assert.Contains("The run diverged after step ", _cli.Problem, StringComparison.Ordinal);
        Assert.All(_cli.Read("result.png").Pixels, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData("no.jpg", "'no.jpg' can't be read: there is no such file.")]
    [InlineData("ftp://example.org/a.jpg", "expected a file or an http(s) address, got ftp.")]
    public async Task Stylize_missing_content_gives_1(string content, string sentence)
    {
        Assert.Equal(1, await _cli.RunAsync("stylize", content, _cli.Waves, "-o", _cli.File("r.png")));

        Assert.Contains(sentence, _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylize_verbose_failure_shows_the_stack()
    {
        Assert.Equal(1, await _cli.RunAsync("stylize", "no.jpg", _cli.Waves, "-o", _cli.File("r.png"), "--verbose"));

        Assert.Contains("   at Impasto.Imaging.PictureReader", _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stylize_result_beyond_max_pixels_is_refused()
    {
        Assert.Equal(1, await _cli.StylizeAsync("--size", "2000", "--max-pixels", "10000"));

        Assert.Equal(
            "The result would have 2000 x 1667 pixels, and the limit is 10000: use a smaller --size, or raise "
            + "--max-pixels.",
            _cli.Problem);
    }

    [Theory]
    [InlineData(".jpg", 8)]
    [InlineData(".webp", 8)]
    [InlineData(".tif", 16)]
    [InlineData(".png", 8)]
    public async Task Stylize_format_follows_the_ending_and_contains_the_run(string ending, int bits)
    {
        Assert.Equal(0, await _cli.StylizeAsync("-o", _cli.File($"r{ending}"), "--steps", "0"));

        PictureInfo info = new PictureReader().ReadInfo(_cli.File($"r{ending}"));
        Assert.Equal(bits, info.Bits);
        Assert.Contains("\"preset\":\"fine\"", info.Parameters, StringComparison.Ordinal);
    }
}
