using Impasto.Losses;

namespace Impasto.Tests.Losses;

public sealed class TotalVariationTests
{
    // The first plane's neighbours differ by 1 and 4 along rows, 3 and 6 along columns; the others are flat.
    private static readonly float[] Picture = [1, 2, 4, 8, 0, 0, 0, 0, 5, 5, 5, 5];

    public static TheoryData<LossConvention> Conventions => [.. Enum.GetValues<LossConvention>()];

    [Fact]
    public void Evaluate_neural_style_sums_the_magnitudes()
    {
        float[] gradient = new float[12];

        double loss = TotalVariation.Evaluate(Picture, 2, 2, LossConvention.NeuralStyle, 1, gradient);

        Assert.Equal(14, loss, 12);
        Assert.Equal([-2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], gradient);
    }

    [Theory]
    [InlineData(LossConvention.Relative)]
    [InlineData(LossConvention.Notebook)]
    public void Evaluate_others_take_the_mean_of_the_squares(LossConvention convention)
    {
        float[] gradient = new float[12];

        double loss = TotalVariation.Evaluate(Picture, 2, 2, convention, 6, gradient);

        // 6 / 12 * 2 * (differences in minus differences out), of 1, 4, 3, 6.
        Assert.Equal(62 / 12.0, loss, 12);
        Assert.Equal([-1 - 3, 1 - 6, 3 - 4, 4 + 6, 0, 0, 0, 0, 0, 0, 0, 0], gradient);
    }

    [Fact]
    public void Evaluate_crowsonkb_counts_sides_two_thirds_and_diagonals_a_sixth()
    {
        // The diagonals differ by 7 and 2.
        double loss = TotalVariation.Evaluate(Picture, 2, 2, LossConvention.Crowsonkb, 1, new float[12]);

        Assert.Equal(((62 * 2 / 3.0) + ((49 + 4) / 6.0)) / 12, loss, 12);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Evaluate_flat_picture_is_zero_and_flat(LossConvention convention)
    {
        float[] flat = [.. Enumerable.Repeat(0.7f, 3 * 4 * 5)], gradient = new float[60];

        Assert.Equal(0, TotalVariation.Evaluate(flat, 4, 5, convention, 1, gradient));
        Assert.Equal(new float[60], gradient);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Evaluate_gradient_agrees_with_differences(LossConvention convention)
    {
        float[] picture = TestNetworks.Values(new Random(4), 3 * 4 * 3, 1), gradient = new float[36];
        TotalVariation.Evaluate(picture, 4, 3, convention, 1, gradient);

        // Short steps: no difference may change its sign.
        double[] expected = Differences.Of(
            picture, 1 / 4096f, () => TotalVariation.Evaluate(picture, 4, 3, convention, 1, new float[36]));

        Differences.AssertClose(expected, gradient, 2e-4);
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Evaluate_one_pixel_has_no_neighbours(LossConvention convention) =>
        Assert.Equal(0, TotalVariation.Evaluate((float[])[1, 2, 3], 1, 1, convention, 1, new float[3]));
}
