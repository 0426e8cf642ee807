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

    private static StylizeOptions Preview => SmallRuns.Fine with { Steps = [80, 40] };

    private static StylizeOptions Large =>
        SmallRuns.Fine with { Sizing = SmallRuns.Fine.Sizing with { Size = 160 }, Steps = [80, 40, 20] };
}
