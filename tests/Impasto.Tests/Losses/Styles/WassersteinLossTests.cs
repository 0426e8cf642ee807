using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests.Losses.Styles;

public sealed class WassersteinLossTests
{
    // What is added to each variance, as a share of the style's mean square: the closed forms below do not contain it.
    private const double Tolerance = 2e-3;

    [Fact]
    public void Evaluate_one_channel_is_the_distance_of_means_and_deviations()
    {
        // Means 2 and 4, deviations 1 and 2, second moment of the style 20.
        double loss = Loss(new FeatureMatrix(1, 2, [1, 3]).Moments(), new FeatureMatrix(1, 2, [2, 6]).Moments());

        Assert.Equal((4 + 1) / 20.0, loss, Tolerance);
    }

    [Fact]
    public void Evaluate_diagonal_covariances_is_the_sum_over_channels()
    {
        double[] deviations = [1, 2, 3], others = [2, 0.5, 3], means = [0, 1, -1], otherMeans = [1, 1, 2];
        double expected = 0, second = 0;
        for (int i = 0; i < 3; i++)
        {
            expected += Square(deviations[i] - others[i]) + Square(means[i] - otherMeans[i]);
            second += Square(others[i]) + Square(otherMeans[i]);
        }

        Assert.Equal(expected / second, Loss(Diagonal(means, deviations), Diagonal(otherMeans, others)), Tolerance);
    }

    [Fact]
    public void Evaluate_over_channels_is_the_mean_over_channels()
    {
        var loss = new WassersteinLoss(Diagonal([1, 1, 2], [2, 0.5, 3]), StyleScaleMode.Channels);

        double found = loss.Evaluate(Diagonal([0, 1, -1], [1, 2, 3]), 1, MomentGradient.Zero(3));

        Assert.Equal((1 + 0 + 9 + 1 + 2.25 + 0) / 3, found, Tolerance);
    }

    [Fact]
    public void Evaluate_covariances_that_commute_is_the_distance_of_their_roots()
    {
        // Both have the eigenvectors (1, 1) and (1, -1) / sqrt 2, with eigenvalues 9, 1 and 4, 16: (3 - 2)^2 + (1 -
        // 4)^2 over 20.
        double loss = Loss(Centred([5, 4, 4, 5]), Centred([10, -6, -6, 10]));

        Assert.Equal(10 / 20.0, loss, Tolerance);
    }

    [Fact]
    public void Evaluate_turned_features_of_both_have_the_same_loss()
    {
        LayerMoments picture = FeatureMatrix.Random(2, 9, 1).Moments(), style = FeatureMatrix.Random(2, 7, 2).Moments();
        double once = Loss(picture, style);

        Assert.Equal(once, Loss(Turned(picture, 0.7), Turned(style, 0.7)), once * 1e-9);
    }

    [Fact]
    public void Evaluate_derivative_moves_the_covariance_along_the_optimal_map()
    {
        // For variances 1 and 4 the map is the factor 2: dE/dG = (1 - 2) / 4, with the mean 0 nothing else.
        MomentGradient gradient = MomentGradient.Zero(1);
        new WassersteinLoss(Centred([4])).Evaluate(Centred([1]), 1, gradient);

        Assert.Equal(-0.25, gradient.Gram[0], Tolerance);
        Assert.Equal(0, gradient.Mean[0], 12);
    }

    [Fact]
    public void Evaluate_other_channels_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new WassersteinLoss(FeatureMatrix.Random(2, 4, 1).Moments()).Evaluate(
            FeatureMatrix.Random(3, 4, 1).Moments(), 1, MomentGradient.Zero(3)));

    private static double Loss(LayerMoments picture, LayerMoments style) =>
        new WassersteinLoss(style).Evaluate(picture, 1, MomentGradient.Zero(picture.Channels));

    private static LayerMoments Centred(double[] covariance)
    {
        int channels = (int)Math.Sqrt(covariance.Length);
        return new LayerMoments(channels, 1, new double[channels], covariance);
    }

    private static LayerMoments Diagonal(double[] means, double[] deviations)
    {
        double[] gram = new double[9];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                gram[(3 * i) + j] = (means[i] * means[j]) + (i == j ? Square(deviations[i]) : 0);
        }

        return new LayerMoments(3, 1, means, gram);
    }

    private static LayerMoments Turned(LayerMoments moments, double angle)
    {
        double c = Math.Cos(angle), s = Math.Sin(angle);
        return moments.Through(new LinearMap(2, 2, [c, -s, s, c], [0, 0], 2));
    }

    private static double Square(double value) => value * value;
}
