using Impasto.Moments;
using Impasto.Numerics;

namespace Impasto.Losses;

/// <summary>Squared distance of features at every position, in the scale of a convention.</summary>
/// <remarks>
/// E = k * sum (F - P)^2 and dE/dF = 2 k (F - P) with k = 1 / (C M), or for the relative convention k = 1 / sum P^2.
/// Source: Gatys, Ecker and Bethge, 2016, equation 1. Differs from the paper: a mean instead of half the sum.
/// </remarks>
public static class ContentLoss
{
    // A content without any activity has no scale of its own; this keeps the loss finite.
    private const double Smallest = 1e-30;

    /// <summary>The loss of one layer before the layer's weight; adds weight times its derivative to the gradient.</summary>
    /// <param name="current">Features of the picture, C x H x W.</param>
    /// <param name="target">Features of the content, of the same shape.</param>
    /// <param name="convention">Scale of the loss.</param>
    /// <param name="weight">Factor on the derivative only.</param>
    /// <param name="gradient">Receives weight * dE/dF, C x H x W, added to what it holds.</param>
    public static double Evaluate(
        LayerFeatures current,
        LayerFeatures target,
        LossConvention convention,
        double weight,
        float[] gradient)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Values.Length, current.Values.Length);
        double k = Scale(convention, Energy(target.Values), target.Values.Length);
        return k * VectorMath.AddDifferences(current.Values, target.Values, (float)(2 * k * weight), gradient);
    }

    /// <summary>k, from |P|^2 and how many values P has.</summary>
    internal static double Scale(LossConvention convention, double energy, long count) =>
        1 / (convention == LossConvention.Relative ? Math.Max(energy, Smallest) : count);

    /// <summary>|P|^2 of a part of the content.</summary>
    internal static double Energy(ReadOnlySpan<float> target) => VectorMath.Dot(target, target);
}
