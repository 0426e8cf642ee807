using Impasto.Numerics;

namespace Impasto.Moments;

/// <summary>
/// The affine map that gives features another mean and covariance and moves them as little as possible.
/// </summary>
/// <remarks>
/// z -> mu_s + T (z - mu_c), T = S^1/2 (S^1/2 C S^1/2)^-1/2 S^1/2 with the covariances C and S: the optimal transport
/// between Gaussians (Dowson and Landau, 1982). A hundredth of the mean variance is added to the variances of both, or
/// a hundredth of a hundredth of the other's, so that directions in which the content hardly varies are not blown up.
/// </remarks>
internal sealed class FeatureTransport
{
    // As the decoder was trained with.
    private const double Added = 1e-2;
    private const double Smallest = 1e-12;

    private FeatureTransport(double[] matrix, double[] shift)
    {
        Matrix = matrix;
        Shift = shift;
    }

    /// <summary>A, C x C, row by row.</summary>
    public double[] Matrix { get; }

    /// <summary>b, C values.</summary>
    public double[] Shift { get; }

    /// <summary>The map that changes nothing.</summary>
    /// <param name="channels">C.</param>
    public static FeatureTransport Identity(int channels)
    {
        double[] matrix = new double[channels * channels];
        for (int i = 0; i < channels; i++)
            matrix[(i * channels) + i] = 1;
        return new FeatureTransport(matrix, new double[channels]);
    }

    /// <summary>The map, or a part of the way to it.</summary>
    /// <param name="content">Moments of the features.</param>
    /// <param name="style">Moments to reach.</param>
    /// <param name="share">0 leaves the features as they are, 1 gives them all of the style's moments.</param>
    public static FeatureTransport Between(LayerMoments content, LayerMoments style, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(style.Channels, content.Channels);
        int n = content.Channels;
        double[] from = Covariance(content), to = Covariance(style);
        double variance = Math.Max(0, VectorMath.Trace(from, n) / n), other = Math.Max(0, VectorMath.Trace(to, n) / n);
        Regularize(from, n, Math.Max(variance, Added * other));
        Regularize(to, n, Math.Max(other, Added * variance));
        double[] root = Power(to, n, 0.5);
        double[] inner = DenseMatrix.Times(DenseMatrix.Times(root, from, n), root, n);
        double[] matrix = DenseMatrix.Times(DenseMatrix.Times(root, Power(inner, n, -0.5), n), root, n);
        double[] shift = new double[n];
        for (int i = 0; i < n; i++)
        {
            Span<double> row = matrix.AsSpan(i * n, n);
            shift[i] = share * (style.Mean[i] - VectorMath.Dot(row, content.Mean));
            for (int j = 0; j < n; j++)
                row[j] *= share;
            row[i] += 1 - share;
        }

        return new FeatureTransport(matrix, shift);
    }

    private static double[] Covariance(LayerMoments moments)
    {
        int n = moments.Channels;
        double[] covariance = [.. moments.Gram];
        for (int i = 0; i < n; i++)
            VectorMath.AddScaled(covariance.AsSpan(i * n, n), moments.Mean, -moments.Mean[i]);
        return covariance;
    }

    private static void Regularize(double[] covariance, int n, double variance)
    {
        double added = Math.Max(Smallest, Added * variance);
        for (int i = 0; i < n; i++)
            covariance[(i * n) + i] += added;
    }

    private static double[] Power(double[] symmetric, int n, double exponent)
    {
        var eigen = SymmetricEigen.Of(symmetric, n);
        double largest = eigen.Values.Max() * Smallest;
        double[] scaled = [.. eigen.Vectors];
        for (int i = 0; i < n; i++)
        {
            double power = Math.Pow(Math.Max(eigen.Values[i], largest), exponent);
            foreach (ref double value in scaled.AsSpan(i * n, n))
                value *= power;
        }

        return DenseMatrix.TransposeTimes(eigen.Vectors, scaled, n);
    }
}
