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
/// and S of the style likewise; dW^2/dC = I - T with T = S^1/2 (S^1/2 C S^1/2)^-1/2 S^1/2, the optimal map from C to
/// S. As C = G - mu mu^T, the derivative with respect to G is the same and that with respect to mu is 2 (mu - t) - 2
/// (I - T) mu. E = W^2 / tr A, where tr A is at least f times a usual picture's (<see cref="RelativeFloor"/>). Source:
/// Dowson and Landau, 1982, for the distance; Vacher, Davila, Kohn and Coen-Cagli, 2020, for its use on features.
/// Differs from common code: the derivative is in closed form instead of through a matrix root; the distance is
/// relative; and it is computed in the style's k leading components, which contain all but a hundredth of its variance
/// (a thousandth in crowsonkb's scale), while of the rest only the sums of variances are compared, (sqrt tr C_rest -
/// sqrt tr S_rest)^2. About k C^2 + k^2 C + 7 k^3 multiplications an evaluation. All evaluations share one memory: not
/// safe for several threads at once.
/// </remarks>
internal sealed class WassersteinLoss : IStyleLoss
{
    // e as a share of the mean square of the style's channels; it keeps the roots of flat pictures finite. crowsonkb's
    // 1e-4 is the same share for features of mean square 1.
    private const double Regularization = 1e-4;

    private const double RestOfVariance = 1e-2;
    private const double RestOfVarianceInChannels = 1e-3;

    // The least divisor: it keeps the loss finite if all features of the style are zero.
    private const double Smallest = 1e-30;

    private readonly int _channels;
    private readonly double[] _mean;
    private readonly double[] _basis;
    private readonly double[] _transposed;
    private readonly double[] _roots;
    private readonly double _rest;
    private readonly double _scale;
    private readonly double _added;
    private readonly SymmetricEigen _eigen;

    // Room of an evaluation: C x C, k x C and k x k values.
    private readonly double[] _square;
    private readonly double[] _rows;
    private readonly double[] _inner;
    private readonly double[] _left;
    private readonly double[] _right;

    /// <param name="target">Moments of the style.</param>
    /// <param name="scale">Relative, as above; or crowsonkb's channels, for E = W^2 / C and e = 1e-4.</param>
    public WassersteinLoss(LayerMoments target, StyleScaleMode scale = StyleScaleMode.Relative)
    {
        _channels = target.Channels;
        _mean = target.Mean;
        double second = VectorMath.Trace(target.Gram, _channels);
        bool isRelative = scale == StyleScaleMode.Relative;
        double spread = 0;
        if (isRelative && RelativeFloor.Of(target) is > 0 and var floor && target.Usual is { } usual)
        {
            second = Math.Max(second, floor * VectorMath.Trace(usual.Gram, _channels));
            spread = floor * RelativeFloor.Variance(usual);
        }

        _scale = isRelative ? 1 / Math.Max(second, Smallest) : 1.0 / target.NominalChannels;
        _added = isRelative ? Math.Max(Smallest, Regularization * second / _channels) : Regularization;
        _square = new double[_channels * _channels];
        SetCovariance(target);
        double least = (isRelative ? RestOfVariance : RestOfVarianceInChannels)
            * Math.Max(VectorMath.Trace(_square, _channels), spread);
        (_basis, double[] values, _rest) = Leading(_square, _channels, least);
        _transposed = DenseMatrix.Transpose(_basis, _channels);
        _roots = [.. values.Select(Math.Sqrt)];
        _eigen = new SymmetricEigen(Components);
        _rows = new double[_basis.Length];
        _inner = new double[Components * Components];
        _left = new double[_inner.Length];
        _right = new double[_inner.Length];
    }

    /// <summary>k: the number of leading components.</summary>
    public int Components => _roots.Length;

    /// <inheritdoc/>
    public double Evaluate(LayerMoments current, double weight, MomentGradient gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(current.Channels, _channels);
        SetCovariance(current);
        if (!double.IsFinite(VectorMath.Dot(_square, _square)))
            return double.NaN;
        double spreads = Spreads(), shifts = 0, factor = weight * _scale;
        for (int i = 0; i < _channels; i++)
        {
            double shift = current.Mean[i] - _mean[i];
            shifts += shift * shift;
            double pull = shift - VectorMath.Dot(_square.AsSpan(i * _channels, _channels), current.Mean);
            gradient.Mean[i] += 2 * factor * pull;
        }

        VectorMath.AddScaled(gradient.Gram, _square, factor);
        return _scale * (shifts + spreads);
    }

    // The part of W^2 from the covariances; their derivative takes the covariance's place.
    private double Spreads()
    {
        int k = Components, n = _channels;
        double variance = VectorMath.Trace(_square, n);
        DenseMatrix.Multiply(_basis, _square, _rows, (k, n, n));
        DenseMatrix.MultiplySymmetric(_rows, _transposed, _inner, (k, n));
        double leading = VectorMath.Trace(_inner, k);
        double overlap = Overlap(), others = Math.Max(Smallest, variance - leading);
        bool hasRest = k < n;

        // I - T in the leading components, one factor for all of the rest.
        double rest = hasRest ? 1 - Math.Sqrt(_rest / others) : 0;
        for (int i = 0; i < _inner.Length; i++)
            _inner[i] = -_inner[i];
        for (int i = 0; i < k; i++)
            _inner[(i * k) + i] += 1 - rest;
        DenseMatrix.Multiply(_inner, _basis, _rows, (k, k, n));
        DenseMatrix.MultiplySymmetric(_transposed, _rows, _square, (n, k));
        for (int i = 0; i < n; i++)
            _square[(i * n) + i] += rest;
        double difference = hasRest ? Math.Sqrt(others) - Math.Sqrt(_rest) : 0;
        return Math.Max(0, leading + VectorMath.Dot(_roots, _roots) - (2 * overlap)) + (difference * difference);
    }

    // tr (S^1/2 C S^1/2)^1/2; T takes the covariance's place, both in the style's components, where S is diagonal.
    private double Overlap()
    {
        int k = Components;
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++)
                _inner[(i * k) + j] *= _roots[i] * _roots[j];
        }

        _eigen.Decompose(_inner);
        double largest = Smallest, overlap = 0;
        foreach (double value in _eigen.Values)
            largest = Math.Max(largest, value);
        for (int i = 0; i < k; i++)
        {
            double value = Math.Sqrt(Math.Max(_eigen.Values[i], 1e-12 * largest));
            overlap += value;
            for (int j = 0; j < k; j++)
            {
                double weighted = _eigen.Vectors[(i * k) + j] * _roots[j];
                _left[(j * k) + i] = weighted;
                _right[(i * k) + j] = weighted / value;
            }
        }

        DenseMatrix.MultiplySymmetric(_left, _right, _inner, (k, k));
        return overlap;
    }

    // Eigenvectors as rows, the largest eigenvalues first, until the rest of the variance is small enough: a hundredth
    // of the style's, or of a usual picture's if the style is flat. Otherwise all components of a flat style would be
    // needed, because all are equally small.
    private static (double[] Basis, double[] Values, double Remainder) Leading(
        double[] covariance, int channels, double enough)
    {
        var eigen = SymmetricEigen.Of(covariance, channels);
        double rest = VectorMath.Trace(covariance, channels);
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

    // C + e I in the room for C x C values.
    private void SetCovariance(LayerMoments moments)
    {
        moments.Gram.CopyTo(_square, 0);
        for (int i = 0; i < _channels; i++)
        {
            VectorMath.AddScaled(_square.AsSpan(i * _channels, _channels), moments.Mean, -moments.Mean[i]);
            _square[(i * _channels) + i] += _added;
        }
    }
}
