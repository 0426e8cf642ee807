using Impasto.Moments;
using Impasto.Numerics;

namespace Impasto.Losses;

/// <summary>Squared distance of Gram matrices, in the scale of a convention.</summary>
/// <remarks>
/// E = k * sum_ij (a G_ij - b A_ij)^2 and dE/dG = 2 k a (a G - b A), with
/// relative a = b = 1, k = 1 / |A|^2; notebook a = M, b = M_s, k = 1 / (C^2 * C M); neural-style a = b = 1, k = 1 / C^4.
/// Source: Gatys, Ecker and Bethge, 2016, equations 4 and 6. Differs from the paper: the scale, as above.
/// </remarks>
public static class GramLoss
{
    /// <summary>The loss of one layer before the layer's weight; adds weight times its derivative to the gradient.</summary>
    /// <param name="current">Moments of the picture.</param>
    /// <param name="target">Moments of the style.</param>
    /// <param name="convention">Scale of the loss.</param>
    /// <param name="weight">Factor on the derivative only.</param>
    /// <param name="gradient">Receives weight * dE/dG, added to what it holds.</param>
    public static double Evaluate(
        LayerMoments current,
        LayerMoments target,
        LossConvention convention,
        double weight,
        MomentGradient gradient)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Channels, current.Channels);
        (double a, double b, double k) = Scale(current, target, convention);
        return k * VectorMath.AddDifferences(current.Gram, a, target.Gram, b, 2 * k * a * weight, gradient.Gram);
    }

    private static (double A, double B, double K) Scale(LayerMoments current, LayerMoments target, LossConvention convention)
    {
        double channels = current.NominalChannels;
        return convention switch
        {
            LossConvention.Notebook =>
                (current.Positions, target.Positions, 1 / (channels * channels * channels * current.Positions)),
            LossConvention.NeuralStyle => (1, 1, 1 / (channels * channels * channels * channels)),
            _ => (1, 1, 1 / Math.Max(VectorMath.Dot(target.Gram, target.Gram), Smallest)),
        };
    }

    // A style whose features are all zero has no scale of its own; this keeps the loss finite.
    private const double Smallest = 1e-30;
}
