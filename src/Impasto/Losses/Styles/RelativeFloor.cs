using Impasto.Moments;
using Impasto.Numerics;

namespace Impasto.Losses.Styles;

/// <summary>The least divisor of a relative loss, so that a flat painting does not count more than others.</summary>
/// <remarks>
/// A painting in one colour has next to nothing at the deeper layers. Divided by that, they would outweigh the layers
/// that know its colour, and the picture would get colours that nobody painted. So the divisor is at least f times
/// that of a usual picture: f = max(0, 1 - v / (0.1 v_u)) with the variances v and v_u of all features of the
/// painting and of the usual picture. Ordinary paintings have 0.6 v_u or more at every layer, and f = 0; a flat one
/// has f = 1 and counts as much as a usual picture does.
/// </remarks>
internal static class RelativeFloor
{
    // Below this share of the usual variance a painting is flat at a layer; pencil drawings on paper have more.
    private const double FlatVariance = 0.1;

    // Variances are small differences of large sums: what rounding leaves of them in tiles must not move the loss.
    private const int Digits = 2;

    /// <summary>f: 0 for ordinary paintings, and if it is not known what is usual.</summary>
    public static double Of(LayerMoments target)
    {
        if (target.Usual is not { } usual)
            return 0;
        return Of(Variance(target), Variance(usual));
    }

    /// <summary>f for a variance v beside the usual one.</summary>
    public static double Of(double variance, double usual)
    {
        double least = FlatVariance * usual;
        return least > 0 ? Math.Round(Math.Clamp(1 - (variance / least), 0, 1), Digits) : 0;
    }

    /// <summary>Sum of the variances of all channels.</summary>
    public static double Variance(LayerMoments moments) =>
        VectorMath.Trace(moments.Gram, moments.Channels) - VectorMath.Dot(moments.Mean, moments.Mean);
}
