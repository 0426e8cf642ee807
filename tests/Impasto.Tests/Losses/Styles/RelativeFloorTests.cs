using Impasto.Losses.Styles;
using Impasto.Moments;

namespace Impasto.Tests.Losses.Styles;

public sealed class RelativeFloorTests
{
    // Two channels: means 3 and 1, variances 4 and 1, second moment 15.
    private static readonly LayerMoments Usual = Diagonal([3, 1], [4, 1]);

    // Second moment 0.05.
    private static readonly LayerMoments Flat = Diagonal([0.1, 0.2], [0, 0]);

    public static TheoryData<StyleLoss> Losses => [.. StyleLoss.All];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.05, 0.9)]
    [InlineData(0.25, 0.5)]
    [InlineData(0.5, 0)]
    [InlineData(7, 0)]
    public void Of_is_1_for_flat_paintings_and_0_from_a_tenth_of_the_usual_variance(double variance, double expected) =>
        Assert.Equal(expected, RelativeFloor.Of(Diagonal([5, 5], [variance, 0]).Beside(Usual)), 1e-12);

    [Fact]
    public void Of_without_anything_usual_is_0()
    {
        Assert.Equal(0, RelativeFloor.Of(Flat));
        Assert.Equal(0, RelativeFloor.Of(Flat.Beside(Flat)));
    }

    [Fact]
    public void Wasserstein_of_a_flat_painting_is_divided_by_the_usual_second_moment()
    {
        // |mu - t|^2 + tr C = 0.81 + 0 + 2 for a picture of variances 1 and 1. To every variance 1e-4 of the usual mean
        // square is added, e = 7.5e-4: tr S is 2 e then, and 2 tr (S^1/2 C S^1/2)^1/2 is 4 sqrt(e).
        double loss = Loss(StyleLoss.Wasserstein, Diagonal([1, 0.2], [1, 1]), Flat.Beside(Usual));

        Assert.Equal((0.81 + 2 - (4 * Math.Sqrt(7.5e-4))) / 15, loss, 1e-3);
    }

    [Fact]
    public void Wasserstein_of_a_flat_painting_has_one_component()
    {
        // 40 channels without variance: only what is added to each.
        double[] means = [.. Enumerable.Range(0, 40).Select(i => 0.1 * i)];
        double[] gram = new double[1600], usual = new double[1600];
        for (int i = 0; i < 1600; i++)
        {
            gram[i] = means[i / 40] * means[i % 40];
            usual[i] = gram[i] + (i / 40 == i % 40 ? 1 : 0);
        }

        var target = new LayerMoments(40, 1, means, gram);

        Assert.Equal(1, new WassersteinLoss(target.Beside(new LayerMoments(40, 1, means, usual))).Components);
    }

    [Fact]
    public void Gram_of_a_flat_painting_is_divided_by_the_usual_norm_squared()
    {
        // Usual: G = [13, 3; 3, 2]. Difference of [2, 0.2; 0.2, 1.04] and [0.01, 0.02; 0.02, 0.04].
        double loss = Loss(StyleLoss.Gram, Diagonal([1, 0.2], [1, 1]), Flat.Beside(Usual));

        double difference = (1.99 * 1.99) + (2 * 0.18 * 0.18) + 1;
        Assert.Equal(difference / ((13 * 13) + (2 * 3 * 3) + (2 * 2)), loss, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_of_ordinary_paintings_are_what_they_were(StyleLoss kind)
    {
        LayerMoments painting = Diagonal([2, 1], [3, 0.5]), picture = Diagonal([1, 0.2], [1, 1]);

        Assert.Equal(Loss(kind, picture, painting), Loss(kind, picture, painting.Beside(Usual)));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Losses_of_flat_paintings_are_no_larger_than_those_of_ordinary_ones(StyleLoss kind)
    {
        LayerMoments picture = Diagonal([3, 1], [4, 1]);

        Assert.True(Loss(kind, picture, Flat) > 50);
        Assert.True(Loss(kind, picture, Flat.Beside(Usual)) < 3);
    }

    private static double Loss(StyleLoss kind, LayerMoments picture, LayerMoments painting) => kind
        .Against(painting, StyleScaleMode.Relative)
        .Evaluate(picture, 1, MomentGradient.Zero(2));

    private static LayerMoments Diagonal(double[] means, double[] variances) => new(
        2, 1, means,
        [
            (means[0] * means[0]) + variances[0], means[0] * means[1],
            means[0] * means[1], (means[1] * means[1]) + variances[1],
        ]);
}
