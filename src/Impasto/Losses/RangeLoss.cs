using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Losses;

/// <summary>How far values lie outside 0 to 1, where a file can't hold them: a weight on it keeps a picture's colours printable.</summary>
/// <remarks>
/// E = mean of d^2 over all values, d = x - min(max(x, 0), 1); dE/dx = 2 d / n. Without it the optimisation finds colours that are cut when the
/// file is written, and the file's style is not the one that was found.
/// </remarks>
public static class RangeLoss
{
    /// <summary>The loss before its weight; adds weight times its derivative to the gradient.</summary>
    /// <param name="values">RGB, 0 to 1.</param>
    /// <param name="weight">Factor on the derivative only.</param>
    /// <param name="gradient">As many values; weight * derivative is added to what it holds.</param>
    public static double Evaluate(PixelBuffer values, double weight, PixelBuffer gradient)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradient);
        double sum = 0, slope = 2 * weight / values.Length;
        for (long at = 0; at < values.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece x = values.OpenFrom(at, PieceUse.Read), g = gradient.OpenFrom(at, PieceUse.Change);
            sum += VectorMath.AddExcess(x.Values, slope, g.Values);
        }

        return sum / values.Length;
    }
}
