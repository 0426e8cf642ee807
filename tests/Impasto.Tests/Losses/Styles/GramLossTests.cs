using Impasto.Moments;

namespace Impasto.Tests.Losses.Styles;

public sealed class GramLossTests
{
    // F F^T = (5, 3; 3, 9) and P P^T = (1, 0; 0, 1), both over 2 positions: the differences are (4, 3; 3, 8), their
    // squares 98.
    private static readonly FeatureMatrix Picture = new(2, 2, [1, 2, 3, 0]);
    private static readonly FeatureMatrix Style = new(2, 2, [1, 0, 0, 1]);

    public static TheoryData<StyleScaleMode> Scales =>
        [StyleScaleMode.Relative, StyleScaleMode.PositionSums, StyleScaleMode.ChannelPairs];

    [Theory]
    [InlineData(StyleScaleMode.PositionSums, 98 / 4.0 / (2 * 2), 1, 0.75, 2)]
    [InlineData(StyleScaleMode.ChannelPairs, 98 / 4.0 / 4 / (2 * 2), 0.25, 0.1875, 0.5)]
    [InlineData(StyleScaleMode.Relative, 98 / 4.0 / 0.5, 8, 6, 16)]
    public void Evaluate_two_by_two_gives_the_values_worked_by_hand(
        StyleScaleMode scale, double loss, double first, double mixed, double last)
    {
        MomentGradient gradient = MomentGradient.Zero(2);

        double found = new GramLoss(Style.Moments(), scale).Evaluate(Picture.Moments(), 1, gradient);

        Assert.Equal(loss, found, 12);
        Assert.Equal([first, mixed, mixed, last], gradient.Gram.Select(value => Math.Round(value, 12)));
        Assert.Equal([0, 0], gradient.Mean);
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void Evaluate_at_the_target_is_zero_and_flat(StyleScaleMode scale)
    {
        LayerMoments moments = FeatureMatrix.Random(4, 9, 1).Moments();
        MomentGradient gradient = MomentGradient.Zero(4);

        Assert.Equal(0, new GramLoss(moments, scale).Evaluate(moments, 1, gradient));
        Assert.All(gradient.Gram, value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void Evaluate_gradient_agrees_with_differences(StyleScaleMode scale)
    {
        LayerMoments current = FeatureMatrix.Random(3, 11, 1).Moments(),
            target = FeatureMatrix.Random(3, 7, 2).Moments();
        MomentGradient gradient = MomentGradient.Zero(3);
        new GramLoss(target, scale).Evaluate(current, 1, gradient);

        double[] expected = Differences.Of(
            current.Gram, 1e-4, () => new GramLoss(target, scale).Evaluate(current, 1, MomentGradient.Zero(3)));

        Differences.AssertClose(expected, gradient.Gram, 1e-6);
    }

    [Fact]
    public void Evaluate_weight_is_a_factor_on_the_derivative_which_is_added()
    {
        MomentGradient gradient = new([0, 0], [100, 100, 100, 100]);

        double loss = new GramLoss(Style.Moments(), StyleScaleMode.PositionSums)
            .Evaluate(Picture.Moments(), 10, gradient);

        Assert.Equal(98 / 16.0, loss, 12);
        Assert.Equal([110, 107.5, 107.5, 120], gradient.Gram.Select(value => Math.Round(value, 12)));
    }

    [Theory]
    [InlineData(StyleScaleMode.PositionSums)]
    [InlineData(StyleScaleMode.ChannelPairs)]
    public void Evaluate_against_a_blend_has_the_gradient_of_the_summed_losses(StyleScaleMode scale)
    {
        LayerMoments current = FeatureMatrix.Random(3, 8, 1).Moments();
        LayerMoments first = FeatureMatrix.Random(3, 5, 2).Moments(), second = FeatureMatrix.Random(3, 5, 3).Moments();
        MomentGradient summed = MomentGradient.Zero(3), blended = MomentGradient.Zero(3);

        new GramLoss(first, scale).Evaluate(current, 0.25, summed);
        new GramLoss(second, scale).Evaluate(current, 0.75, summed);
        new GramLoss(LayerMoments.Blend([new(first, 1), new(second, 3)]), scale).Evaluate(current, 1, blended);

        Differences.AssertClose(summed.Gram, blended.Gram, 1e-12);
    }

    // As docs/algorithms.md says: in notebook for paintings of other sizes, and in relative, it is another one.
    [Theory]
    [InlineData(StyleScaleMode.PositionSums, 20)]
    [InlineData(StyleScaleMode.Relative, 5)]
    public void Evaluate_against_a_blend_has_another_gradient_than_the_sum(StyleScaleMode scale, int positions)
    {
        LayerMoments current = FeatureMatrix.Random(3, 8, 1).Moments();
        LayerMoments first = FeatureMatrix.Random(3, 5, 2).Moments(),
            second = FeatureMatrix.Random(3, positions, 3).Moments();
        MomentGradient summed = MomentGradient.Zero(3), blended = MomentGradient.Zero(3);

        new GramLoss(first, scale).Evaluate(current, 0.25, summed);
        new GramLoss(second, scale).Evaluate(current, 0.75, summed);
        new GramLoss(LayerMoments.Blend([new(first, 1), new(second, 3)]), scale).Evaluate(current, 1, blended);

        Assert.True(Apart(summed.Gram, blended.Gram) > 1e-3);
    }

    // In relative, of paintings whose Gram matrices have the same norm: the same direction, longer by the ratio of the
    // divisors |A|^2, here of one painting's and of the average's.
    [Fact]
    public void Evaluate_relative_against_a_blend_of_equal_norms_has_the_direction_of_the_sum()
    {
        LayerMoments current = FeatureMatrix.Random(2, 8, 1).Moments();
        LayerMoments first = new FeatureMatrix(2, 2, [2, 0, 0, 1]).Moments(),
            second = new FeatureMatrix(2, 2, [1, 0, 0, 2]).Moments();
        LayerMoments blend = LayerMoments.Blend([new(first, 1), new(second, 1)]);
        MomentGradient summed = MomentGradient.Zero(2), blended = MomentGradient.Zero(2);

        new GramLoss(first, StyleScaleMode.Relative).Evaluate(current, 0.5, summed);
        new GramLoss(second, StyleScaleMode.Relative).Evaluate(current, 0.5, summed);
        new GramLoss(blend, StyleScaleMode.Relative).Evaluate(current, 1, blended);

        // The Gram matrices are diag(2, 1/2), diag(1/2, 2) and, on average, diag(5/4, 5/4).
        double ratio = (17 / 4.0) / (25 / 8.0);
        Differences.AssertClose([.. summed.Gram.Select(value => value * ratio)], blended.Gram, 1e-12);
    }

    private static double Apart(double[] one, double[] other) => Math.Sqrt(
        one.Zip(other, (a, b) => (a - b) * (a - b)).Sum() / one.Sum(value => value * value));

    [Fact]
    public void Evaluate_relative_of_tiled_pictures_is_that_of_one_tile()
    {
        FeatureMatrix picture = FeatureMatrix.Random(3, 6, 1), style = FeatureMatrix.Random(3, 10, 2);
        double once = Relative(picture, style);

        Assert.Equal(once, Relative(picture.Repeated(4), style), once * 1e-12);
        Assert.Equal(once, Relative(picture, style.Repeated(9)), once * 1e-12);

        static double Relative(FeatureMatrix picture, FeatureMatrix style) =>
            new GramLoss(style.Moments(), StyleScaleMode.Relative).Evaluate(
                picture.Moments(), 1, MomentGradient.Zero(3));
    }

    [Theory]
    [InlineData(StyleScaleMode.Relative, 1, 1)]
    [InlineData(StyleScaleMode.PositionSums, 4, 16)]
    [InlineData(StyleScaleMode.ChannelPairs, 1, 16)]
    public void Evaluate_tiled_or_brighter_pictures_grows_as_the_scale_says(
        StyleScaleMode scale, double tiled, double doubled)
    {
        FeatureMatrix picture = FeatureMatrix.Random(3, 6, 1), style = FeatureMatrix.Random(3, 6, 2);
        double once = Loss(picture, style);

        // (M G - M A)^2 / M grows with M; features twice as large make Gram matrices 4 times and squares 16 times.
        Assert.Equal(tiled * once, Loss(picture.Repeated(4), style.Repeated(4)), once * 1e-9);
        Assert.Equal(doubled * once, Loss(picture.Times(2), style.Times(2)), once * 1e-9);

        double Loss(FeatureMatrix first, FeatureMatrix second) =>
            new GramLoss(second.Moments(), scale).Evaluate(first.Moments(), 1, MomentGradient.Zero(3));
    }

    [Fact]
    public void Evaluate_style_without_any_activity_stays_finite()
    {
        LayerMoments silence = new FeatureMatrix(2, 2, new double[4]).Moments();

        Assert.True(double.IsFinite(
            new GramLoss(silence, StyleScaleMode.Relative).Evaluate(Picture.Moments(), 1, MomentGradient.Zero(2))));
    }

    [Fact]
    public void Evaluate_other_channels_are_refused()
    {
        var loss = new GramLoss(FeatureMatrix.Random(3, 4, 1).Moments(), StyleScaleMode.Relative);

        Assert.Throws<ArgumentOutOfRangeException>(
            () => loss.Evaluate(Picture.Moments(), 1, MomentGradient.Zero(2)));
    }
}
