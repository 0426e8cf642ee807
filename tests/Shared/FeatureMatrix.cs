using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>
/// Features written down by hand or at random, C x M, and the moments that follow from them by definition.
/// </summary>
internal sealed record FeatureMatrix(int Channels, int Positions, double[] Values)
{
    public static FeatureMatrix Random(int channels, int positions, int seed)
    {
        var random = new Random(seed);
        return new FeatureMatrix(
            channels, positions, [.. Enumerable.Range(0, channels * positions).Select(_ => random.NextDouble() - 0.3)]);
    }

    public LayerMoments Moments()
    {
        double[] mean = new double[Channels], gram = new double[Channels * Channels];
        for (int p = 0; p < Positions; p++)
        {
            for (int i = 0; i < Channels; i++)
            {
                mean[i] += At(i, p) / Positions;
                for (int j = 0; j < Channels; j++)
                    gram[(i * Channels) + j] += At(i, p) * At(j, p) / Positions;
            }
        }

        return new LayerMoments(Channels, Positions, mean, gram);
    }

    /// <summary>A z + b at every position.</summary>
    public FeatureMatrix Through(LinearMap map)
    {
        double[] values = new double[map.Outputs * Positions];
        for (int i = 0; i < map.Outputs; i++)
        {
            for (int p = 0; p < Positions; p++)
            {
                double sum = map.Bias[i];
                for (int k = 0; k < Channels; k++)
                    sum += map.Weight[(i * Channels) + k] * At(k, p);
                values[(i * Positions) + p] = sum;
            }
        }

        return new FeatureMatrix(map.Outputs, Positions, values);
    }

    /// <summary>The same positions that many times over, as in a tiled picture.</summary>
    public FeatureMatrix Repeated(int times) => new(Channels, Positions * times, [.. Enumerable.Range(0, Channels)
        .SelectMany(i => Enumerable.Repeat(Values.Skip(i * Positions).Take(Positions), times).SelectMany(row => row))]);

    public FeatureMatrix Times(double factor) => this with { Values = [.. Values.Select(value => factor * value)] };

    /// <summary>
    /// dL/dF at every position where that is the derivative by the moments: (2 dL/dG F_p + dL/dmu) / M.
    /// </summary>
    public double[] Gradient(MomentGradient gradient)
    {
        double[] result = new double[Values.Length];
        for (int i = 0; i < Channels; i++)
        {
            for (int p = 0; p < Positions; p++)
            {
                double sum = gradient.Mean[i];
                for (int j = 0; j < Channels; j++)
                    sum += 2 * gradient.Gram[(i * Channels) + j] * At(j, p);
                result[(i * Positions) + p] = sum / Positions;
            }
        }

        return result;
    }

    private double At(int channel, int position) => Values[(channel * Positions) + position];
}
