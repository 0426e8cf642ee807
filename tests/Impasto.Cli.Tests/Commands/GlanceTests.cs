using Impasto.Imaging;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Commands;

public sealed class GlanceTests : IDisposable
{
    private readonly CliRun _cli = new();
    private readonly string _decoder;

    public GlanceTests()
    {
        _decoder = _cli.File("decoder.safetensors");
        TestStyles.WriteDecoder(_decoder, seed: 1);
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Glance_writes_a_picture_of_the_size_with_the_photographs_shape()
    {
        Assert.Equal(0, await GlanceAsync("--size", "96"));

        Picture made = _cli.Read("look.png"), photo = new PictureReader().Read(_cli.Photo);
        Assert.Equal(96, made.Size.Longer);
        Assert.Equal((double)photo.Width / photo.Height, (double)made.Width / made.Height, 0.05);
        Assert.Contains("Result", _cli.Out.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Glance_again_is_refused_without_force()
    {
        Assert.Equal(0, await GlanceAsync("--size", "64"));

        Assert.NotEqual(0, await GlanceAsync("--size", "64"));
        Assert.Contains("exists already", _cli.Problem, StringComparison.Ordinal);
        Assert.Equal(0, await GlanceAsync("--size", "64", "--force"));
    }

    [Fact]
    public async Task Glance_in_greys_has_no_colours()
    {
        Assert.Equal(0, await GlanceAsync("--size", "64", "--color", "grey"));

        Picture made = _cli.Read("look.png");
        int count = made.Width * made.Height;
        Assert.Equal(made.Pixels[..count], made.Pixels[count..(2 * count)]);
    }

    [Fact]
    public async Task Glance_changes_more_with_more_strength()
    {
        Assert.Equal(0, await GlanceAsync("--size", "64", "--strength", "0"));
        Picture none = _cli.Read("look.png");
        Assert.Equal(0, await GlanceAsync("--size", "64", "--strength", "40", "--force"));
        Picture some = _cli.Read("look.png");
        Assert.Equal(0, await GlanceAsync("--size", "64", "--force"));
        Picture all = _cli.Read("look.png");

        Assert.InRange(Distance(none, some), 0.001, Distance(none, all));
    }

    [Fact]
    public async Task Glance_takes_several_paintings_by_their_weights()
    {
        Assert.Equal(0, await GlanceAsync("--size", "64"));
        Picture one = _cli.Read("look.png");
        Assert.Equal(0, await _cli.RunAsync(
            "glance", _cli.Photo, $"{_cli.Waves}=1000", $"{_cli.Checks}=1", "-o", _cli.File("look.png"), "--size", "64",
            "--threads", "1", "--force", "--decoder", _decoder));
        Picture mostly = _cli.Read("look.png");
        Assert.Equal(0, await _cli.RunAsync(
            "glance", _cli.Photo, _cli.Waves, _cli.Checks, "-o", _cli.File("look.png"), "--size", "64", "--threads",
            "1", "--force", "--decoder", _decoder));

        Assert.InRange(Distance(one, mostly), 0, 0.3 * Distance(one, _cli.Read("look.png")));
    }

    [Fact]
    public async Task Glance_paints_regions_with_their_paintings_and_keeps_others()
    {
        string left = _cli.Draw("left.png", (x, _, _) => x < 24 ? 1 : 0);
        Assert.Equal(0, await GlanceAsync("--size", "48", "--region", $"{left}=keep", "--feather", "0"));
        Picture kept = _cli.Read("look.png"), photo = _cli.Read("photo.png");
        Assert.Equal(0, await GlanceAsync("--size", "48", "--region", $"{left}={_cli.Checks}", "--force"));
        Picture checks = _cli.Read("look.png");
        Assert.Equal(0, await GlanceAsync("--size", "48", "--force"));

        Assert.Equal(photo.Size, kept.Size);
        Assert.All(
            Enumerable.Range(0, photo.Pixels.Length).Where(i => i % 48 < 24),
            i => Assert.Equal(photo.Pixels[i], kept.Pixels[i]));
        Assert.InRange(Distance(photo, kept), 0.01, 1);
        Assert.InRange(Distance(checks, _cli.Read("look.png")), 0.001, 1);
    }

    [Fact]
    public async Task Glance_takes_a_rectangle_of_the_painting()
    {
        Assert.Equal(0, await GlanceAsync("--size", "48"));
        Picture whole = _cli.Read("look.png");
        Assert.Equal(0, await GlanceAsync("--size", "48", "--style-region", "0,0,48,40", "--force"));
        Picture all = _cli.Read("look.png");
        Assert.Equal(0, await GlanceAsync("--size", "48", "--style-region", "0,0,9,40", "--force"));

        Assert.Equal(whole.Pixels, all.Pixels);
        Assert.InRange(Distance(whole, _cli.Read("look.png")), 0.001, 1);
    }

    [Fact]
    public async Task Stylize_with_the_preset_glance_makes_the_same_picture()
    {
        Assert.Equal(0, await GlanceAsync("--size", "64"));
        Picture glance = _cli.Read("look.png");

        Assert.Equal(0, await _cli.RunAsync(
            "stylize", _cli.Photo, _cli.Waves, "--preset", "glance", "--decoder", _decoder, "--threads", "1", "--size",
            "64", "-o", _cli.File("look.png"), "--force"));

        Assert.Equal(glance.Pixels, _cli.Read("look.png").Pixels);
    }

    [Fact]
    public async Task Glance_with_a_file_that_is_no_decoder_says_so()
    {
        Assert.NotEqual(0, await _cli.RunAsync(
            "glance", _cli.Photo, _cli.Waves, "-o", _cli.File("look.png"), "--decoder", _cli.Photo));

        Assert.DoesNotContain("unexpected", _cli.Problem, StringComparison.Ordinal);
        Assert.Contains(_cli.Photo, _cli.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Glance_without_a_decoder_takes_the_programs()
    {
        Assert.Equal(0, await _cli.RunAsync(
            "glance", _cli.Photo, _cli.Checks, "-o", _cli.File("look.png"), "--size", "64", "--threads", "1"));

        // Colours of the painting: black, white and what lies between.
        Picture painting = new PictureReader().Read(_cli.Checks), look = _cli.Read("look.png");
        Assert.InRange(look.Pixels.Average() - painting.Pixels.Average(), -0.1, 0.1);
    }

    [Fact]
    public async Task Glance_takes_a_learned_style_by_its_content()
    {
        TestStyles.Write(_cli.File("waves.jpg"), seed: 2);

        Assert.Equal(0, await LearnedAsync("waves.jpg"));
        Picture own = _cli.Read("look.png");
        Assert.Equal(0, await LearnedAsync("waves.jpg", "--held", "--force"));
        Picture held = _cli.Read("look.png");
        Assert.Equal(0, await LearnedAsync("waves.jpg", "--strength", "0", "--force"));

        Assert.Equal(64, own.Size.Longer);
        Assert.InRange(Distance(own, held), 0.001, 1);
        Assert.InRange(Distance(own, _cli.Read("look.png")), 0.001, 1);
    }

    [Theory]
    [InlineData("--decoder DECODER", "--decoder has no effect with a learned style.")]
    [InlineData("--style-size 300", "--style-size has no effect with a learned style.")]
    [InlineData("--color match", "color: a learned style can't do match")]
    [InlineData("--region SECOND=keep", "--region has no effect with a learned style.")]
    [InlineData("--style-region 0,0,8,8", "--style-region has no effect with a learned style.")]
    [InlineData("SECOND", "Expected one learned style alone, got 2 paintings and styles.")]
    public async Task Glance_with_a_learned_style_refuses_what_has_no_effect(string words, string sentence)
    {
        TestStyles.Write(_cli.File("a.style"), seed: 2);

        int code = await LearnedAsync("a.style", words.Replace("DECODER", _decoder, StringComparison.Ordinal)
            .Replace("SECOND", _cli.File("a.style"), StringComparison.Ordinal).Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(sentence, _cli.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("look.png", _cli.Names());
    }

    private Task<int> LearnedAsync(string style, params string[] words) => _cli.RunAsync(
    [
        "glance", _cli.Photo, _cli.File(style), "-o", _cli.File("look.png"), "--size", "64", "--threads", "1", .. words,
    ]);

    private Task<int> GlanceAsync(params string[] words) => _cli.RunAsync(
    [
        "glance", _cli.Photo, _cli.Waves, "-o", _cli.File("look.png"), "--decoder", _decoder, "--threads", "1",
        .. words,
    ]);

    private static double Distance(Picture left, Picture right) =>
        left.Pixels.Zip(right.Pixels, (a, b) => Math.Abs((double)a - b)).Average();
}
