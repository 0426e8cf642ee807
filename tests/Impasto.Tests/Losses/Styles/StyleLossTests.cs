using Impasto.Losses.Styles;
using Impasto.Moments;

namespace Impasto.Tests.Losses.Styles;

/// <summary>What holds for every style loss.</summary>
public sealed class StyleLossTests
{
    public static TheoryData<string> Kinds => [.. StyleLoss.All.Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluate_gradient_carried_to_features_agrees_with_differences(string kind)
    {
        FeatureMatrix picture = FeatureMatrix.Random(4, 9, 1);
        IStyleLoss loss = Against(kind, FeatureMatrix.Random(4, 12, 2));
        MomentGradient gradient = MomentGradient.Zero(4);
        loss.Evaluate(picture.Moments(), 3, gradient);

        double[] expected = Differences.Of(
            picture.Values, 1e-5, () => 3 * loss.Evaluate(picture.Moments(), 1, MomentGradient.Zero(4)));

        Differences.AssertClose(expected, picture.Gradient(gradient), 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluate_gradient_of_more_channels_than_positions_agrees_with_differences(string kind)
    {
        // Neither covariance has full rank: 3 positions span 2 of 6 dimensions.
        FeatureMatrix picture = FeatureMatrix.Random(6, 3, 1);
        IStyleLoss loss = Against(kind, FeatureMatrix.Random(6, 3, 2));
        MomentGradient gradient = MomentGradient.Zero(6);
        loss.Evaluate(picture.Moments(), 1, gradient);

        double[] expected = Differences.Of(
            picture.Values, 1e-5, () => loss.Evaluate(picture.Moments(), 1, MomentGradient.Zero(6)));

        Differences.AssertClose(expected, picture.Gradient(gradient), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluate_at_the_target_is_zero_and_flat(string kind)
    {
        FeatureMatrix style = FeatureMatrix.Random(5, 20, 3);
        MomentGradient gradient = MomentGradient.Zero(5);

        Assert.Equal(0, Against(kind, style).Evaluate(style.Moments(), 1, gradient), 12);
        Assert.All(gradient.Gram.Concat(gradient.Mean), value => Assert.Equal(0, value, 9));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluate_brighter_or_tiled_pictures_have_the_same_relative_loss(string kind)
    {
        FeatureMatrix picture = FeatureMatrix.Random(3, 8, 1), style = FeatureMatrix.Random(3, 6, 2);
        double once = Loss(kind, picture, style);

        Assert.Equal(once, Loss(kind, picture.Times(100), style.Times(100)), once * 1e-9);
        Assert.Equal(once, Loss(kind, picture.Repeated(4), style.Repeated(9)), once * 1e-9);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluate_without_any_activity_on_either_side_stays_finite(string kind)
    {
        FeatureMatrix silence = new(3, 4, new double[12]), flat = new(3, 4, [.. Enumerable.Repeat(0.5, 12)]);
        FeatureMatrix lively = FeatureMatrix.Random(3, 4, 1);
        foreach ((FeatureMatrix picture, FeatureMatrix style) in new[]
        {
            (silence, lively), (lively, silence), (flat, lively), (lively, flat), (silence, silence), (flat, silence),
        })
        {
            MomentGradient gradient = MomentGradient.Zero(3);

            double loss = Against(kind, style).Evaluate(picture.Moments(), 1, gradient);

            Assert.True(double.IsFinite(loss) && loss >= 0, $"{loss}");
            Assert.All(gradient.Gram.Concat(gradient.Mean), value => Assert.True(double.IsFinite(value)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluate_of_no_numbers_is_no_number(string kind)
    {
        LayerMoments broken = FeatureMatrix.Random(3, 4, 1).Moments();
        broken.Gram[4] = double.NaN;

        Assert.True(
            double.IsNaN(Against(kind, FeatureMatrix.Random(3, 4, 2)).Evaluate(broken, 1, MomentGradient.Zero(3))));
    }

    private static double Loss(string kind, FeatureMatrix picture, FeatureMatrix style) =>
        Against(kind, style).Evaluate(picture.Moments(), 1, MomentGradient.Zero(picture.Channels));

    private static IStyleLoss Against(string kind, FeatureMatrix style) =>
        Named.Loss(kind).Against(style.Moments(), StyleScaleMode.Relative);
}
