using Impasto.Imaging;

namespace Impasto.Tests.Quality;

public sealed class ArtefactTests(SmallRuns runs) : IClassFixture<SmallRuns>
{
    // Loud paintings come out with more pure black and white than they have: values are held at 0 and 1, not inside.
    // The edge repeated at every convolution makes it busy where the content is flat.
    [Theory]
    [InlineData("cat", "swirls", "")]
    [InlineData("cat", "red", "")]
    [InlineData("cat", "stripes", "saturated")]
    [InlineData("rocket", "mosaic", "saturated")]
    [InlineData("white-border", "meadow", "border")]
    [InlineData("black", "waves", "border")]
    [InlineData("grey", "waves", "border")]
    [InlineData("sky", "checker", "saturated")]
    public void Broken_by_fine_is_nothing_but_what_is_known(string content, string style, string known)
    {
        IReadOnlyList<string> broken = ArtefactBounds.Broken(
            runs.Run(content, style), Small(content), Small(style));

        Assert.Empty(broken.Except([known]));
    }

    [Theory]
    [InlineData("border")]
    [InlineData("speckle")]
    [InlineData("spots")]
    [InlineData("saturated")]
    [InlineData("grid")]
    public void Broken_a_painting_with_one_artefact_is_that_ones_bound(string artefact)
    {
        Picture painting = Small("swirls");

        Assert.Contains(artefact, ArtefactBounds.Broken(Spoilt.By(artefact, painting), Small("cat"), painting));
        Assert.Empty(ArtefactBounds.Broken(painting, Small("cat"), painting));
    }

    [Theory]
    [InlineData("cat", "red")]
    [InlineData("cat", "stripes")]
    public void BorderEnergy_zeros_beyond_the_edge_is_higher_and_breaks_its_bound(string content, string style)
    {
        // What shows the artefact best.
        StylizeOptions strong = SmallRuns.Fine with
        {
            Losses = SmallRuns.Fine.Losses with
            {
                Content = ContentMode.Photo, StyleLoss = StyleLoss.Gram, StyleWeight = 20,
            },
            Optimizer = new LbfgsOptions { CoarseGain = 0 },
        };
        Picture zeros = runs.Run(content, style, strong with
        {
            Network = strong.Network with { Padding = PaddingMode.Zero },
        });

        Assert.True(Artefacts.BorderEnergy(zeros) > 1.15 * Artefacts.BorderEnergy(runs.Run(content, style, strong)));
        Assert.Contains("border", ArtefactBounds.Broken(zeros, Small(content), Small(style)));
    }

    [Theory]
    [InlineData("cat", "swirls", 1.5)]
    [InlineData("sky", "checker", 2.1)]
    public void Excess_of_fine_is_at_most_that_many_values_of_a_file(string content, string style, double values)
    {
        double excess = Artefacts.Excess(runs.Run(content, style));

        Assert.InRange(excess, 0, values / 255);
        Assert.True(Artefacts.Excess(runs.Run(content, style, SmallRuns.Fine with
        {
            Losses = SmallRuns.Fine.Losses with { RangeWeight = 0 },
        })) > 3 * excess);
    }

    [Fact]
    public void Spots_from_noise_without_total_variation_are_more_and_break_their_bound()
    {
        Picture rough = runs.Run("cat", "swirls", SmallRuns.Fine with
        {
            Start = SmallRuns.Fine.Start with { Init = StartMode.Noise },
            Losses = SmallRuns.Fine.Losses with { TvWeight = 0 },
        });

        Assert.True(Artefacts.Speckle(rough) > 1.15 * Artefacts.Speckle(runs.Run("cat", "swirls")));
        Assert.Contains("spots", ArtefactBounds.Broken(rough, Small("cat"), Small("swirls")));
    }

    [Fact]
    public void Measures_of_one_colour_are_those_of_nothing()
    {
        Picture flat = HardPictures.Named("grey");

        Assert.Equal(1, Artefacts.BorderEnergy(flat), 9);
        Assert.Equal(0, Artefacts.Speckle(flat), 6);
        Assert.Equal(0, Artefacts.Spots(flat));
        Assert.Equal(0, Artefacts.Saturated(flat));
        Assert.All([2, 4], period => Assert.Equal(1, Artefacts.Grid(flat, period), 6));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Grid_stripes_of_a_period_are_found_at_theirs_only(int period)
    {
        Picture stripes = HardPictures.Draw((x, _) => 0.5 + (0.1 * Math.Cos(2 * Math.PI * x / period)));

        Assert.True(Artefacts.Grid(stripes, period) > 100);
        Assert.All(
            new[] { 2, 4, 8 }.Where(other => other != period),
            other => Assert.InRange(Artefacts.Grid(stripes, other), 0.99, 1.01));
    }

    [Fact]
    public void Measures_of_drawn_artefacts_have_the_values_of_their_formulas()
    {
        // A checkerboard's Laplacian is 8 times its depth everywhere; a square of 4 x 4 among 128 x 96 is a spot, one
        // of 12 x 12 is none.
        Assert.Equal(0.8, Artefacts.Speckle(HardPictures.Draw((x, y) => (x + y) % 2 == 0 ? 0.4 : 0.6)), 6);
        Assert.Equal(
            16 / (128.0 * 96),
            Artefacts.Spots(HardPictures.Draw((x, y) => x is >= 40 and < 44 && y is >= 40 and < 44 ? 0.9 : 0.2)),
            9);
        Assert.Equal(
            0, Artefacts.Spots(HardPictures.Draw((x, y) => x is >= 40 and < 52 && y is >= 40 and < 52 ? 0.9 : 0.2)));
        Assert.Equal(0.25, Artefacts.Saturated(HardPictures.Draw((x, _) => x < 16 ? -0.2 : x < 32 ? 1.3 : 0.5)), 9);
    }

    // As it goes into the last scale, which is what a result is to be compared with.
    private static Picture Small(string name) => HardPictures.Resized(HardPictures.Named(name), SmallRuns.Fine);
}
