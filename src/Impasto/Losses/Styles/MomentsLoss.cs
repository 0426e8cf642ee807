using Impasto.Losses.Styles;
using Impasto.Moments;
using Impasto.Numerics;

namespace Impasto;

public sealed partial class StyleLoss
{
    /// <summary>Gram matrices together with the mean and standard deviation of every channel.</summary>
    public static StyleLoss Moments { get; } = Register(new(
        "moments", "these with means and deviations", (target, _) => new MomentsLoss(target)));
}

/// <summary>Gram matrix, means and standard deviations together, each relative to the style's.</summary>
/// <remarks>
/// E = |G - A|^2 / |A|^2 + |mu - t|^2 / |t|^2 + |s - r|^2 / |r|^2 with s_c = sqrt(G_cc - mu_c^2). A Gram matrix alone
/// leaves open how much of a channel is its mean and how much its spread. Source: Risser, Wilmot and Barnes, 2017, for
/// the idea; Galerne, Raad, Lezama and Morel, "Scaling Painting Style Transfer", 2024, for these terms. Differs from
/// both: every term is relative to its target, so that they count alike.
/// </remarks>
internal sealed class MomentsLoss : IStyleLoss
{
    // The deviation of a constant channel has no derivative. A channel counts as constant if its variance is below this
    // share of the layer's mean square.
    private const double LeastVariance = 1e-8;

    // The least divisor: it keeps the loss finite if all features of the style are zero.
    private const double Smallest = 1e-30;

    private readonly LayerMoments _target;
    private readonly GramLoss _gram;
    private readonly double[] _deviation;
    private readonly double _meanScale;
    private readonly double _deviationScale;
    private readonly double _floor;

    public MomentsLoss(LayerMoments target)
    {
        _target = target;
        _gram = new GramLoss(target, StyleScaleMode.Relative);
        double[] variance = [.. Enumerable.Range(0, target.Channels).Select(channel => Variance(target, channel))];
        _floor = Math.Max(Smallest, LeastVariance * VectorMath.Trace(target.Gram, target.Channels) / target.Channels);
        _deviation = [.. variance.Select(value => Math.Sqrt(Math.Max(_floor, value)))];
        double means = VectorMath.Dot(target.Mean, target.Mean), deviations = VectorMath.Dot(_deviation, _deviation);
        if (RelativeFloor.Of(target) is > 0 and var floor && target.Usual is { } usual)
        {
            means = Math.Max(means, floor * VectorMath.Dot(usual.Mean, usual.Mean));
            deviations = Math.Max(deviations, floor * RelativeFloor.Variance(usual));
        }

        _meanScale = 1 / Math.Max(means, Smallest);
        _deviationScale = 1 / Math.Max(deviations, Smallest);
    }

    /// <inheritdoc/>
    public double Evaluate(LayerMoments current, double weight, MomentGradient gradient)
    {
        double sum = _gram.Evaluate(current, weight, gradient);
        for (int channel = 0; channel < current.Channels; channel++)
        {
            double mean = current.Mean[channel], shift = mean - _target.Mean[channel];
            double variance = Variance(current, channel), deviation = Math.Sqrt(Math.Max(_floor, variance));
            double spread = deviation - _deviation[channel];
            sum += (_meanScale * shift * shift) + (_deviationScale * spread * spread);
            gradient.Mean[channel] += 2 * weight * _meanScale * shift;
            if (!(variance > _floor))
                continue;
            double slope = weight * _deviationScale * spread / deviation;
            gradient.Gram[(channel * current.Channels) + channel] += slope;
            gradient.Mean[channel] -= 2 * slope * mean;
        }

        return sum;
    }

    private static double Variance(LayerMoments moments, int channel) =>
        moments.Gram[(channel * moments.Channels) + channel] - (moments.Mean[channel] * moments.Mean[channel]);
}
