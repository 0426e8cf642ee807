using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests.Moments;

public sealed class LayerMomentsTests
{
    private static readonly LinearMap Map = RandomMap(inputs: 4, outputs: 5);

    [Fact]
    public void Through_gives_the_moments_of_the_mapped_features()
    {
        FeatureMatrix features = FeatureMatrix.Random(4, 13, 1);

        LayerMoments found = features.Moments().Through(Map), expected = features.Through(Map).Moments();

        Differences.AssertClose(expected.Mean, found.Mean, 1e-10);
        Differences.AssertClose(expected.Gram, found.Gram, 1e-10);
        Assert.Equal((5, 512, 13.0), (found.Channels, found.NominalChannels, found.Positions));
    }

    [Fact]
    public void Through_other_channels_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureMatrix.Random(3, 13, 1).Moments().Through(Map));

    [Fact]
    public void Before_agrees_with_differences()
    {
        LayerMoments moments = FeatureMatrix.Random(4, 13, 1).Moments();
        var random = new Random(5);
        MomentGradient after = MomentGradient.Zero(5);
        for (int i = 0; i < 5; i++)
        {
            after.Mean[i] = random.NextDouble() - 0.5;
            for (int j = 0; j <= i; j++)
                after.Gram[(i * 5) + j] = after.Gram[(j * 5) + i] = random.NextDouble() - 0.5;
        }

        MomentGradient before = new MomentMap(Map).Backward(after);

        // A function that is linear in the mapped moments, with these derivatives; a Gram matrix with one entry changed
        // is no Gram matrix, its symmetric part is one with the same derivative.
        double Function()
        {
            double[] gram =
                [.. Enumerable.Range(0, 16).Select(i => 0.5 * (moments.Gram[i] + moments.Gram[(i % 4 * 4) + (i / 4)]))];
            LayerMoments mapped = new LayerMoments(4, 13, moments.Mean, gram).Through(Map);
            return after.Mean.Zip(mapped.Mean, (d, m) => d * m).Sum() + after.Gram.Zip(mapped.Gram, (d, g) =>
                d * g).Sum();
        }

        Differences.AssertClose(Differences.Of(moments.Mean, 1e-2, Function), before.Mean, 1e-8);
        Differences.AssertClose(Differences.Of(moments.Gram, 1e-2, Function), before.Gram, 1e-8);
    }

    [Fact]
    public void Through_a_triangular_map_is_what_the_whole_product_gives()
    {
        LinearMap whole = RandomMap(4, 5);
        double[] weight = [.. whole.Weight.Select((value, i) => i % 4 < i / 4 ? 0 : value)];
        LayerMoments moments = FeatureMatrix.Random(4, 13, 1).Moments();

        LayerMoments mapped = moments.Through(whole with { Weight = weight });

        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                double expected = whole.Bias[i] * whole.Bias[j];
                for (int k = 0; k < 4; k++)
                {
                    expected += (weight[(i * 4) + k] * moments.Mean[k] * whole.Bias[j])
                        + (whole.Bias[i] * moments.Mean[k] * weight[(j * 4) + k]);
                    for (int l = 0; l < 4; l++)
                        expected += weight[(i * 4) + k] * moments.Gram[(k * 4) + l] * weight[(j * 4) + l];
                }

                Assert.Equal(expected, mapped.Gram[(i * 5) + j], 1e-10);
            }
        }
    }

    [Fact]
    public void Blend_averages_by_weight()
    {
        LayerMoments ones = new(1, 10, [1], [1]), threes = new(1, 30, [3], [9]);

        LayerMoments blend = LayerMoments.Blend([new(ones, 1), new(threes, 3)]);

        Assert.Equal((2.5, 7.0, 25.0), (blend.Mean[0], blend.Gram[0], blend.Positions));
    }

    [Fact]
    public void Blend_of_mapped_moments_keeps_the_teachers_channels()
    {
        LayerMoments mapped = FeatureMatrix.Random(4, 13, 1).Moments().Through(Map);

        Assert.Equal(512, LayerMoments.Blend([new(mapped, 1), new(mapped, 1)]).NominalChannels);
    }

    [Fact]
    public void Blend_without_weight_is_refused() =>
        Assert.Throws<ArgumentException>(() => LayerMoments.Blend([new(new LayerMoments(1, 1, [1], [1]), 0)]));

    // More rows than go into one product, rows without a value at the end, and a beginning that moves on by two.
    [Fact]
    public void Through_and_Before_a_large_triangular_map_are_the_definition()
    {
        LinearMap whole = RandomMap(70, 50);
        var map = whole with { Weight = [.. whole.Weight.Select((value, i) => i % 70 < 2 * (i / 70) ? 0 : value)] };
        FeatureMatrix features = FeatureMatrix.Random(70, 90, 2);
        MomentGradient after = MomentGradient.Zero(50);
        for (int i = 0; i < 50 * 50; i++)
            after.Gram[i] = Math.Sin((i / 50) + (i % 50)) / 50;

        LayerMoments found = features.Moments().Through(map), expected = features.Through(map).Moments();
        MomentGradient before = new MomentMap(map).Backward(after);

        Differences.AssertClose(expected.Mean, found.Mean, 1e-10);
        Differences.AssertClose(expected.Gram, found.Gram, 1e-10);
        double[] gram = new double[70 * 70], mean = new double[70];
        for (int i = 0; i < 50 * 50; i++)
        {
            for (int k = 0; k < 70; k++)
            {
                double left = map.Weight[(i / 50 * 70) + k] * after.Gram[i];
                mean[k] += 2 * left * map.Bias[i % 50];
                for (int l = 0; l < 70; l++)
                    gram[(k * 70) + l] += left * map.Weight[(i % 50 * 70) + l];
            }
        }

        Differences.AssertClose(gram, before.Gram, 1e-10);
        Differences.AssertClose(mean, before.Mean, 1e-10);
    }

    private static LinearMap RandomMap(int inputs, int outputs)
    {
        var random = new Random(3);
        double[] weight = new double[outputs * inputs], bias = new double[outputs];
        foreach (double[] values in (double[][])[weight, bias])
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = random.NextDouble() - 0.5;
        }

        return new LinearMap(inputs, outputs, weight, bias, 512);
    }
}
