using Impasto.Losses.Styles;
using Impasto.Moments;
using Impasto.Numerics;

namespace Impasto;

public sealed partial class StyleLoss
{
    /// <summary>Squared distance of Gram matrices, as Gatys, Ecker and Bethge define it.</summary>
    public static StyleLoss Gram { get; } = Register(new(
        "gram",
        "Gram matrices",
        (target, scale) => new GramLoss(target, scale),
        [StyleScaleMode.Relative, StyleScaleMode.PositionSums, StyleScaleMode.ChannelPairs]));
}

/// <summary>Squared distance of Gram matrices.</summary>
/// <remarks>
/// E = k * sum_ij (a G_ij - b A_ij)^2 and dE/dG = 2 k a (a G - b A), with relative a = b = 1, k = 1 / |A|^2, where |A|
/// is at least f times a usual picture's (<see cref="RelativeFloor"/>); position sums a = M, b = M_s, k = 1 / (C^2 * C
/// M); channel pairs a = b = 1, k = 1 / C^4. Source: Gatys, Ecker and Bethge, 2016, equations 4 and 6. Differs from
/// the paper: the scale, as above.
/// </remarks>
/// <param name="target">Moments of the style.</param>
/// <param name="scale">The loss's divisor.</param>
internal sealed class GramLoss(LayerMoments target, StyleScaleMode scale) : IStyleLoss
{
    // The least divisor: it keeps the loss finite if all features of the style are zero.
    private const double Smallest = 1e-30;

    private readonly double _relative = 1 / Math.Max(Divisor(target), Smallest);

    /// <inheritdoc/>
    public double Evaluate(LayerMoments current, double weight, MomentGradient gradient)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(target.Channels, current.Channels);
        (double a, double b, double k) = Factors(current);
        return k * VectorMath.AddDifferences(current.Gram, a, target.Gram, b, 2 * k * a * weight, gradient.Gram);
    }

    private (double A, double B, double K) Factors(LayerMoments current)
    {
        double channels = current.NominalChannels;
        return scale switch
        {
            StyleScaleMode.PositionSums =>
                (current.Positions, target.Positions, 1 / (channels * channels * channels * current.Positions)),
            StyleScaleMode.ChannelPairs => (1, 1, 1 / (channels * channels * channels * channels)),
            _ => (1, 1, _relative),
        };
    }

    private static double Divisor(LayerMoments target)
    {
        double own = VectorMath.Dot(target.Gram, target.Gram), floor = RelativeFloor.Of(target);
        return floor > 0 ? Math.Max(own, floor * floor * VectorMath.Dot(target.Usual!.Gram, target.Usual.Gram)) : own;
    }
}
