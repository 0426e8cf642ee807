using Impasto.Losses.Styles;
using Impasto.Moments;
using Impasto.Numerics;

namespace Impasto;

public sealed partial class StyleLoss
{
    /// <summary>Wasserstein-2 distance of the Gaussians that have these means and covariances.</summary>
    public static StyleLoss Wasserstein { get; } = Register(new(
        "wasserstein",
        "the Wasserstein-2 distance",
        (target, scale) => new WassersteinLoss(target, scale),
        [StyleScaleMode.Relative, StyleScaleMode.Channels]));
}

/// <summary>
/// Squared Wasserstein-2 distance of the Gaussians of picture and style, relative to the style's second moment.
/// </summary>
/// <remarks>
/// W^2 = |mu - t|^2 + tr C + tr S - 2 tr (S^1/2 C S^1/2)^1/2 with the covariances C = G - mu mu^T + e I of the picture
/// and S of the style likewise; dW^2/dC = I - T with T = S^1/2 (S^1/2 C S^1/2)^-1/2 S^1/2, the optimal map from C to S.
/// As C = G - mu mu^T, the derivative with respect to G is the same and that with respect to mu is 2 (mu - t) - 2 (I -
/// T) mu. E = W^2 / tr A. Source: Dowson and Landau, 1982, for the distance; Vacher, Davila, Kohn and Coen-Cagli, 2020,
/// for its use on features. Differs from common code: the derivative is in closed form instead of through a matrix
/// root; the distance is relative; and it is computed in the style's k leading components, which contain all but a
/// thousandth of its variance, while of the rest only the sums of variances are compared, (sqrt tr C_rest - sqrt tr
/// S_rest)^2. About 2 k C^2 + 2 k^2 C + 7 k^3 multiplications an evaluation.
/// </remarks>
internal sealed class WassersteinLoss : IStyleLoss
{
    // e as a share of the mean square of the style's channels; it keeps the roots of flat pictures finite. crowsonkb's
    // 1e-4 is the same share for features of mean square 1.
    private const double Regularization = 1e-4;

    private const double RestOfVariance = 1e-3;

    // The least divisor: it keeps the loss finite if all features of the style are zero.
    private const double Smallest = 1e-30;

    private readonly int _channels;
    private readonly double[] _mean;
    private readonly double[] _basis;
    private readonly double[] _values;
    private readonly double _rest;
    private readonly double _scale;
    private readonly double _added;

    /// <param name="target">Moments of the style.</param>
    /// <param name="scale">Relative, as above; or crowsonkb's channels, for E = W^2 / C and e = 1e-4.</param>
    public WassersteinLoss(LayerMoments target, StyleScaleMode scale = StyleScaleMode.Relative)
    {
        _channels = target.Channels;
        _mean = target.Mean;
        double second = VectorMath.Trace(target.Gram, _channels);
        bool isRelative = scale == StyleScaleMode.Relative;
        _scale = isRelative ? 1 / Math.Max(second, Smallest) : 1.0 / target.NominalChannels;
        _added = isRelative ? Math.Max(Smallest, Regularization * second / _channels) : Regularization;
        (_basis, _values, _rest) = Leading(Covariance(target), _channels);
    }

    /// <summary>k: the number of leading components.</summary>
    public int Components => _values.Length;

    /// <inheritdoc/>
    public double Evaluate(LayerMoments current, double weight, MomentGradient gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(current.Channels, _channels);
        if (!Array.TrueForAll(current.Gram, double.IsFinite))
            return double.NaN;
        (double spreads, double[] slopes) = Spreads(Covariance(current));
        double shifts = 0, factor = weight * _scale;
        for (int i = 0; i < _channels; i++)
        {
            double shift = current.Mean[i] - _mean[i];
            shifts += shift * shift;
            double pull = shift - VectorMath.Dot(slopes.AsSpan(i * _channels, _channels), current.Mean);
            gradient.Mean[i] += 2 * factor * pull;
        }

        VectorMath.AddScaled(gradient.Gram, slopes, factor);
        return _scale * (shifts + spreads);
    }

    // The part of W^2 from the covariances, and its derivative with respect to C.
    private (double Distance, double[] Slopes) Spreads(double[] covariance)
    {
        double[] rows = DenseMatrix.Times(_basis, covariance, _channels, _channels);
        double[] between = DenseMatrix.TimesTranspose(rows, _basis, _channels);
        double leading = VectorMath.Trace(between, Components);
        (double overlap, double[] map) = Overlap(between);
        double others = Math.Max(Smallest, VectorMath.Trace(covariance, _channels) - leading);
        bool hasRest = Components < _channels;

        // I - T in the leading components, one factor for all of the rest.
        double rest = hasRest ? 1 - Math.Sqrt(_rest / others) : 0;
        double[] inner = [.. map.Select(value => -value)];
        for (int i = 0; i < Components; i++)
            inner[(i * Components) + i] += 1 - rest;
        double[] slopes = DenseMatrix.TransposeTimes(
            _basis, DenseMatrix.Times(inner, _basis, Components, _channels), _channels);
        for (int i = 0; i < _channels; i++)
            slopes[(i * _channels) + i] += rest;
        double difference = hasRest ? Math.Sqrt(others) - Math.Sqrt(_rest) : 0;
        return (Math.Max(0, leading + _values.Sum() - (2 * overlap)) + (difference * difference), slopes);
    }

    // tr (S^1/2 C S^1/2)^1/2 and T in the style's components, where S is diagonal.
    private (double Overlap, double[] Map) Overlap(double[] covariance)
    {
        int k = Components;
        double[] roots = [.. _values.Select(Math.Sqrt)], product = [.. covariance];
        for (int i = 0; i < product.Length; i++)
            product[i] *= roots[i / k] * roots[i % k];
        var eigen = SymmetricEigen.Of(product, k);
        double least = 1e-12 * Math.Max(eigen.Values.Max(), Smallest), overlap = 0;
        double[] weighted = [.. eigen.Vectors], scaled = new double[k * k];
        for (int i = 0; i < k; i++)
        {
            double value = Math.Sqrt(Math.Max(eigen.Values[i], least));
            overlap += value;
            for (int j = 0; j < k; j++)
                weighted[(i * k) + j] *= roots[j];
            VectorMath.AddScaled(scaled.AsSpan(i * k, k), weighted.AsSpan(i * k, k), 1 / value);
        }

        return (overlap, DenseMatrix.TransposeTimes(weighted, scaled, k));
    }

    // Eigenvectors as rows, the largest eigenvalues first, until the rest of the variance is small enough.
    private static (double[] Basis, double[] Values, double Remainder) Leading(double[] covariance, int channels)
    {
        var eigen = SymmetricEigen.Of(covariance, channels);
        double rest = VectorMath.Trace(covariance, channels), enough = RestOfVariance * rest;
        List<double> basis = [], values = [];
        foreach (int i in Enumerable.Range(0, channels).OrderByDescending(i => eigen.Values[i]))
        {
            if (values.Count > 0 && rest <= enough)
                break;
            basis.AddRange(eigen.Vectors.AsSpan(i * channels, channels));
            values.Add(Math.Max(eigen.Values[i], 0));
            rest -= eigen.Values[i];
        }

        return ([.. basis], [.. values], Math.Max(rest, 0));
    }

    private double[] Covariance(LayerMoments moments)
    {
        double[] covariance = [.. moments.Gram];
        for (int i = 0; i < _channels; i++)
        {
            VectorMath.AddScaled(covariance.AsSpan(i * _channels, _channels), moments.Mean, -moments.Mean[i]);
            covariance[(i * _channels) + i] += _added;
        }

        return covariance;
    }
}
