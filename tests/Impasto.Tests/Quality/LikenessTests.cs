using Impasto.Imaging;

namespace Impasto.Tests.Quality;

public sealed class LikenessTests(SmallRuns runs) : IClassFixture<SmallRuns>
{
    // A preview at a size and the picture at 1.7 times it: 8 of 255 is a shade that nobody names.
    [Fact]
    public void Of_a_preview_by_fine_has_the_same_colours_and_forms()
    {
        Likeness likeness = Likeness.Of(runs.Run("cat", "swirls", Preview), runs.Run("cat", "swirls", Large));

        Assert.True(likeness.Mean < 8 && likeness.Covariance < 0.25 && likeness.Structure > 0.85, $"{likeness}");
    }

    [Fact]
    public void Of_two_styles_has_neither()
    {
        Likeness likeness = Likeness.Of(runs.Run("cat", "swirls", Preview), runs.Run("rocket", "mosaic", Preview));

        Assert.True(likeness is { Mean: > 16, Covariance: > 0.4, Structure: < 0.5 }, $"{likeness}");
    }

    [Fact]
    public void Of_the_same_picture_is_complete()
    {
        Picture cat = HardPictures.Named("cat");

        Assert.Equal(new Likeness(0, 0, 1), Likeness.Of(cat, cat) with
        {
            Structure = Math.Round(Likeness.Of(cat, cat).Structure, 9),
        });
    }

    // Every place meets itself in the painting, so that the targets are the picture's own features; a wrong match would
    // move it. 30 dB: a root mean square of 8 of 255. At one scale and without total variation, which both smooth it.
    [Theory]
    [InlineData("swirls", ContentMode.Match)]
    [InlineData("swirls", ContentMode.Both)]
    [InlineData("meadow", ContentMode.Match)]
    public void Of_a_picture_painted_after_itself_is_the_picture(string name, ContentMode content)
    {
        StylizeOptions options = SmallRuns.Fine with
        {
            Sizing = SmallRuns.Fine.Sizing with { MinSize = 0 },
            Losses = new() { Content = content, TvWeight = 0 },
        };
        Picture own = HardPictures.Resized(HardPictures.Named(name), options);

        Assert.InRange(Psnr(runs.Run(name, name, options), own), 30, double.MaxValue);
        Assert.InRange(Psnr(runs.Run(name, "mosaic", options), own), 0, 20);
    }

    // The preset as it is, through two scales: the smaller one loses the detail, which comes back from the painting.
    [Theory]
    [InlineData("swirls")]
    [InlineData("mosaic")]
    [InlineData("waves")]
    public void Of_a_picture_painted_after_itself_through_scales_is_the_picture(string name)
    {
        Picture own = HardPictures.Resized(HardPictures.Named(name), SmallRuns.Fine);
        StylizeOptions without = SmallRuns.Fine with { Losses = SmallRuns.Fine.Losses with { MatchDetail = 0 } };

        Assert.InRange(Psnr(runs.Run(name, name, SmallRuns.Fine), own), 30, double.MaxValue);
        Assert.InRange(Psnr(runs.Run(name, name, without), own), 0, 30);
    }

    private static double Psnr(Picture picture, Picture own) => -10 * Math.Log10(
        picture.Pixels.Zip(own.Pixels, (a, b) => Math.Pow(Math.Clamp(a, 0, 1) - Math.Clamp(b, 0, 1), 2)).Average());

    private static StylizeOptions Preview => SmallRuns.Fine with { Steps = [80, 40] };

    private static StylizeOptions Large =>
        SmallRuns.Fine with { Sizing = SmallRuns.Fine.Sizing with { Size = 160 }, Steps = [80, 40, 20] };
}
