using Impasto.Matching;
using Impasto.Numerics;

namespace Impasto.Tests.Matching;

public sealed class FeatureBasisTests
{
    private static readonly Hypercolumn Column = Hypercolumn.Of(TestNetworks.Vgg(width: 24));

    [Theory]
    [InlineData(FeatureBasis.Most)]
    [InlineData(FeatureBasis.Fewest)]
    public void Directions_hold_nearly_as_much_of_the_sample_as_the_leading_eigenvectors_do(int count)
    {
        int n = 400, length = Column.Length;
        float[] sample = Falling(n, length);
        double[] covariance = Covariance(Scaled(sample, length), length);
        FeatureBasis basis = FeatureBasis.Of(Column, [.. sample]).Leading(count);

        double held = 0;
        double[][] rows = [.. Unscaled(basis, sample)];
        foreach (double[] row in rows)
            held += row.Index().Sum(pair => pair.Item * VectorMath.Dot(Row(pair.Index), row));
        double best = SymmetricEigen.Of(covariance, length).Values.OrderDescending().Take(basis.Count).Sum();

        Assert.Equal(count, basis.Count);
        Assert.InRange(held, 0.98 * best, 1.0001 * best);

        ReadOnlySpan<double> Row(int i) => covariance.AsSpan(i * length, length);
    }

    [Fact]
    public void Directions_are_orthonormal_before_the_layers_factors()
    {
        int length = Column.Length;
        float[] sample = Falling(300, length);
        double[][] rows = [.. Unscaled(FeatureBasis.Of(Column, [.. sample]), sample)];

        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, VectorMath.Dot(rows[i], rows[j]), 1e-4);
        }
    }

    [Fact]
    public void Directions_of_equal_vectors_are_finite()
    {
        float[] sample = new float[40 * Column.Length];
        sample.AsSpan().Fill(2);

        Assert.All(FeatureBasis.Of(Column, sample).Directions, value => Assert.True(float.IsFinite(value)));
    }

    // Vectors whose deviation falls from direction to direction, as those of features do.
    private static float[] Falling(int n, int length)
    {
        var random = new Random(4);
        float[] directions = TestNetworks.Values(random, length * length, 1);
        float[] result = new float[n * length];
        for (int i = 0; i < n; i++)
        {
            for (int d = 0; d < length; d++)
            {
                double score = random.NextNormal() / (1 + (0.1 * d));
                for (int k = 0; k < length; k++)
                    result[(i * length) + k] += (float)(score * directions[(d * length) + k]);
            }
        }

        return result;
    }

    private static double[] Factors(float[] sample, int length)
    {
        double[] factors = new double[length];
        int first = 0;
        foreach (int channels in Column.Layers.Select(layer => layer.Channels))
        {
            double mean = sample.Chunk(length).Average(row => row[first..(first + channels)].Sum(x => (double)x * x));
            factors.AsSpan(first, channels).Fill(1 / Math.Sqrt(mean));
            first += channels;
        }

        return factors;
    }

    private static double[][] Scaled(float[] sample, int length)
    {
        double[] factors = Factors(sample, length);
        return [.. sample.Chunk(length).Select(row => row.Select((x, i) => x * factors[i]).ToArray())];
    }

    private static double[] Covariance(double[][] rows, int length)
    {
        double[] mean = [.. Enumerable.Range(0, length).Select(i => rows.Average(row => row[i]))];
        double[] covariance = new double[length * length];
        foreach (double[] row in rows)
        {
            for (int i = 0; i < length; i++)
            {
                for (int j = 0; j < length; j++)
                    covariance[(i * length) + j] += (row[i] - mean[i]) * (row[j] - mean[j]) / rows.Length;
            }
        }

        return covariance;
    }

    private static IEnumerable<double[]> Unscaled(FeatureBasis basis, float[] sample)
    {
        double[] factors = Factors(sample, basis.Length);
        return basis.Directions.Chunk(basis.Length)
            .Select(row => row.Select((value, i) => value / factors[i]).ToArray());
    }
}
