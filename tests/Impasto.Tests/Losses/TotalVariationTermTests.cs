using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Storage;

namespace Impasto.Tests.Losses;

public sealed class TotalVariationTermTests
{
    // The first plane's neighbours differ by 1 and 4 along rows, 3 and 6 along columns; the others are flat.
    private static readonly float[] Picture = [1, 2, 4, 8, 0, 0, 0, 0, 5, 5, 5, 5];

    public static TheoryData<VariationMode> Modes => [.. Enum.GetValues<VariationMode>()];

    [Fact]
    public void Evaluate_magnitudes_are_summed()
    {
        float[] gradient = new float[12];

        double loss = Evaluate(Picture, 2, 2, VariationMode.Magnitudes, 1, gradient);

        Assert.Equal(14, loss, 12);
        Assert.Equal([-2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], gradient);
    }

    [Fact]
    public void Evaluate_squares_take_the_mean()
    {
        float[] gradient = new float[12];

        double loss = Evaluate(Picture, 2, 2, VariationMode.Squares, 6, gradient);

        // 6 / 12 * 2 * (differences in minus differences out), of 1, 4, 3, 6.
        Assert.Equal(62 / 12.0, loss, 12);
        Assert.Equal([-1 - 3, 1 - 6, 3 - 4, 4 + 6, 0, 0, 0, 0, 0, 0, 0, 0], gradient);
    }

    [Fact]
    public void Evaluate_squares_with_diagonals_count_sides_two_thirds_and_diagonals_a_sixth()
    {
        // The diagonals differ by 7 and 2.
        double loss = Evaluate(Picture, 2, 2, VariationMode.SquaresWithDiagonals, 1, new float[12]);

        Assert.Equal(((62 * 2 / 3.0) + ((49 + 4) / 6.0)) / 12, loss, 12);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Evaluate_flat_picture_is_zero_and_flat(VariationMode mode)
    {
        float[] flat = [.. Enumerable.Repeat(0.7f, 3 * 4 * 5)], gradient = new float[60];

        Assert.Equal(0, Evaluate(flat, 4, 5, mode, 1, gradient));
        Assert.Equal(new float[60], gradient);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Evaluate_gradient_agrees_with_differences(VariationMode mode)
    {
        float[] picture = TestNetworks.Values(new Random(4), 3 * 4 * 3, 1), gradient = new float[36];
        Evaluate(picture, 4, 3, mode, 1, gradient);

        // Short steps: no difference may change its sign.
        double[] expected = Differences.Of(
            picture, 1 / 4096f, () => Evaluate(picture, 4, 3, mode, 1, new float[36]));

        Differences.AssertClose(expected, gradient, 2e-4);
    }

    [Fact]
    public void Evaluate_wrapped_magnitudes_count_opposite_edges()
    {
        // One row of 0, 1, 3: 1 + 2 inside and 3 around; nothing is above or below.
        float[] gradient = new float[9];

        double loss = Evaluate([0, 1, 3, 0, 0, 0, 0, 0, 0], 3, 1, VariationMode.Magnitudes, 1, gradient, wraps: true);

        Assert.Equal(6, loss, 12);
        Assert.Equal([-2, 0, 2, 0, 0, 0, 0, 0, 0], gradient);
    }

    [Theory]
    [InlineData(VariationMode.Squares)]
    [InlineData(VariationMode.Magnitudes)]
    public void Evaluate_wrapped_is_the_same_for_a_picture_that_is_moved_around(VariationMode mode)
    {
        float[] picture = TestNetworks.Values(new Random(4), 3 * 4 * 3, 1), gradient = new float[36];
        float[] moved = [.. Enumerable.Range(0, 36).Select(i => picture[
            (i / 12 * 12) + ((((i % 12 / 4) + 1) % 3) * 4) + ((i + 1) % 4)])];

        double loss = Evaluate(picture, 4, 3, mode, 1, gradient, wraps: true);

        Assert.Equal(loss, Evaluate(moved, 4, 3, mode, 1, new float[36], wraps: true), 1e-6);
        double[] expected = Differences.Of(
            picture, 1 / 4096f, () => Evaluate(picture, 4, 3, mode, 1, new float[36], wraps: true));
        Differences.AssertClose(expected, gradient, 2e-4);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Evaluate_one_pixel_has_no_neighbours(VariationMode mode) =>
        Assert.Equal(0, Evaluate([1, 2, 3], 1, 1, mode, 1, new float[3]));

    [Theory]
    [InlineData(VariationMode.Squares, false)]
    [InlineData(VariationMode.Squares, true)]
    [InlineData(VariationMode.SquaresWithDiagonals, false)]
    [InlineData(VariationMode.Magnitudes, true)]
    public void Evaluate_counts_differences_from_the_matched_pixels_only(VariationMode mode, bool wraps)
    {
        float[] picture = TestNetworks.Values(new Random(4), 3 * 4 * 3, 1),
            matched = TestNetworks.Values(new Random(5), 3 * 4 * 3, 1);
        float[] rest = [.. picture.Zip(matched, (x, v) => x - (0.5f * v))], expected = new float[36],
            gradient = new float[36];

        double loss = Evaluate(picture, 4, 3, mode, 2, gradient, wraps, matched);

        Assert.Equal(Evaluate(rest, 4, 3, mode, 2, expected, wraps), loss, 1e-6);
        Differences.AssertClose([.. expected.Select(value => (double)value)], gradient, 1e-5);
        Assert.Equal(0, Evaluate([.. matched.Select(v => 0.5f * v)], 4, 3, mode, 1, new float[36], wraps, matched));
    }

    private static double Evaluate(
        float[] picture,
        int width,
        int height,
        VariationMode mode,
        double weight,
        float[] gradient,
        bool wraps = false,
        float[]? matched = null)
    {
        var term = new TotalVariationTerm(weight, mode, wraps, matched is null ? 0 : 0.5);
        term.Prepare(new MatchedScene(matched));
        return term.Evaluate(new PixelContext(new(width, height), picture, gradient) { Weight = term.Weight });
    }

    private sealed class MatchedScene(float[]? pixels) : LossScene
    {
        public override PictureSize Size => throw new NotSupportedException();

        public override IReadOnlyList<LossRegion> Regions => throw new NotSupportedException();

        public override IReadOnlyDictionary<LayerName, FeatureTarget> Content(IReadOnlyList<LayerName> layers) =>
            throw new NotSupportedException();

        public override IReadOnlyDictionary<LayerName, FeatureTarget> Matched(IReadOnlyList<LayerName> layers) =>
            throw new NotSupportedException();

        public override PixelBuffer? MatchedPixels() => pixels is null ? null : PixelBuffer.Of(pixels);

        public override LayerMoments? Style(int region, LayerName layer) => throw new NotSupportedException();
    }
}
