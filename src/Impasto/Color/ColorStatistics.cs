namespace Impasto.Color;

/// <summary>Mean and covariance of a picture's colours, over all of it or weighted by a mask.</summary>
/// <param name="Mean">L, a and b of Oklab.</param>
/// <param name="Covariance">3 x 3, row by row.</param>
internal sealed record ColorStatistics(double[] Mean, double[] Covariance)
{
    /// <summary>Measures a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="weights">
    /// Weight of each pixel, 0 or more, height x width; null, or nothing but zeros, counts all alike.
    /// </param>
    public static ColorStatistics Of(OklabPicture picture, float[]? weights = null) => Of(picture.Planes, weights);

    /// <summary>Measures three planes of equal length after each other, in whatever space.</summary>
    /// <param name="planes">The planes.</param>
    /// <param name="weights">As above.</param>
    public static ColorStatistics Of(float[] planes, float[]? weights)
    {
        int plane = planes.Length / 3;
        double sum = weights?.Sum(weight => (double)weight) ?? 0;
        if (!(sum > 0))
            (weights, sum) = (null, plane);
        double[] mean = new double[3], covariance = new double[9];
        for (int c = 0; c < 3; c++)
        {
            for (int i = 0; i < plane; i++)
                mean[c] += (weights?[i] ?? 1) / sum * planes[(c * plane) + i];
        }

        for (int c = 0; c < 3; c++)
        {
            for (int d = 0; d <= c; d++)
            {
                double product = 0;
                for (int i = 0; i < plane; i++)
                {
                    double first = planes[(c * plane) + i] - mean[c];
                    double second = planes[(d * plane) + i] - mean[d];
                    product += (weights?[i] ?? 1) * first * second;
                }

                covariance[(3 * c) + d] = covariance[(3 * d) + c] = product / sum;
            }
        }

        return new ColorStatistics(mean, covariance);
    }

    /// <summary>The statistics of several pictures together, each with its weight above 0.</summary>
    /// <remarks>m = sum w_k m_k, and C = sum w_k (C_k + (m_k - m)(m_k - m)^T), for weights that sum to 1.</remarks>
    public static ColorStatistics Blend(IReadOnlyList<(ColorStatistics Statistics, double Weight)> parts)
    {
        double sum = parts.Sum(part => part.Weight);
        double[] mean = new double[3], covariance = new double[9];
        foreach ((ColorStatistics part, double weight) in parts)
        {
            for (int c = 0; c < 3; c++)
                mean[c] += weight / sum * part.Mean[c];
        }

        foreach ((ColorStatistics part, double weight) in parts)
        {
            for (int i = 0; i < 9; i++)
            {
                double shifts = (part.Mean[i / 3] - mean[i / 3]) * (part.Mean[i % 3] - mean[i % 3]);
                covariance[i] += weight / sum * (part.Covariance[i] + shifts);
            }
        }

        return new ColorStatistics(mean, covariance);
    }

    /// <summary>The same for a and b; L as if it had the mean 0 and the variance 1, apart from them.</summary>
    public ColorStatistics OfChroma() => new(
        [0, Mean[1], Mean[2]],
        [1, 0, 0, 0, Covariance[4], Covariance[5], 0, Covariance[7], Covariance[8]]);
}
