using Impasto.Imaging;

namespace Impasto.Color;

/// <summary>Mean and covariance of a picture's colours, over all of it or weighted by a mask.</summary>
/// <param name="Mean">Red, green, blue, in the sRGB encoding.</param>
/// <param name="Covariance">3 x 3, row by row.</param>
internal sealed record ColorStatistics(double[] Mean, double[] Covariance)
{
    /// <summary>Measures a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="weights">
    /// Weight of each pixel, 0 or more, height x width; null, or nothing but zeros, counts all alike.
    /// </param>
    public static ColorStatistics Of(Picture picture, float[]? weights = null)
    {
        int plane = picture.Width * picture.Height;
        double sum = weights?.Sum(weight => (double)weight) ?? 0;
        if (!(sum > 0))
            (weights, sum) = (null, plane);
        double[] mean = new double[3], covariance = new double[9];
        for (int c = 0; c < 3; c++)
        {
            for (int i = 0; i < plane; i++)
                mean[c] += (weights?[i] ?? 1) / sum * picture.Pixels[(c * plane) + i];
        }

        for (int c = 0; c < 3; c++)
        {
            for (int d = 0; d <= c; d++)
            {
                double product = 0;
                for (int i = 0; i < plane; i++)
                {
                    double first = picture.Pixels[(c * plane) + i] - mean[c];
                    double second = picture.Pixels[(d * plane) + i] - mean[d];
                    product += (weights?[i] ?? 1) * first * second;
                }

                covariance[(3 * c) + d] = covariance[(3 * d) + c] = product / sum;
            }
        }

        return new ColorStatistics(mean, covariance);
    }
}
