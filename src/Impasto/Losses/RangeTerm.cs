using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Losses;

/// <summary>Penalty on values outside 0 to 1, which are clipped in a file.</summary>
/// <remarks>
/// E = mean of d^2 over all values, d = x - min(max(x, 0), 1); dE/dx = 2 d / n. Without it the optimisation uses
/// colours that are clipped when the file is written, so that the file's style differs from the optimised one. Only for
/// RGB pixels.
/// </remarks>
/// <param name="weight">Its weight, 0 or more.</param>
public sealed class RangeTerm(double weight) : IPixelTerm
{
    /// <inheritdoc/>
    public string Name => "range";

    /// <inheritdoc/>
    public double Weight { get; } = weight;

    /// <inheritdoc/>
    public double Evaluate(PixelContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PixelBuffer values = context.Pixels;
        double sum = 0, slope = 2 * context.Weight / values.Length;
        for (long at = 0; at < values.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece x = values.OpenFrom(at, PieceUse.Read), g = context.Gradient.OpenFrom(at, PieceUse.Change);
            sum += VectorMath.AddExcess(x.Values, slope, g.Values);
        }

        return sum / values.Length;
    }
}
