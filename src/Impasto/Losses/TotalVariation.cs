using Impasto.Storage;

namespace Impasto.Losses;

/// <summary>How much neighbouring pixels differ: a weight on it smooths the picture.</summary>
public static class TotalVariation
{
    // Neighbours on a diagonal count a quarter of those beside: the nine points' stencil.
    private const double DiagonalShare = 0.25;

    /// <summary>The loss of three planes before its weight; adds weight times its derivative to the gradient.</summary>
    /// <remarks>
    /// neural-style: sum of |x(r, c+1) - x(r, c)| and |x(r+1, c) - x(r, c)| over all planes, with derivative 0 where
    /// neighbours are equal. crowsonkb: of the squared differences, beside and below 2/3 of the mean over all values, on both diagonals
    /// 1/6 of it. Others: the mean over all values of the squared differences beside and below.
    /// </remarks>
    /// <param name="values">3 x height x width.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="convention">Scale of the loss.</param>
    /// <param name="weight">Factor on the derivative only.</param>
    /// <param name="gradient">Receives weight * derivative, 3 x height x width, added to what it holds.</param>
    public static double Evaluate(
        PixelBuffer values,
        int width,
        int height,
        LossConvention convention,
        double weight,
        PixelBuffer gradient)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(gradient);
        bool absolute = convention == LossConvention.NeuralStyle;
        bool isDiagonal = convention == LossConvention.Crowsonkb;
        double k = absolute ? 1 : (isDiagonal ? 2 / 3.0 : 1) / values.Length;
        double sum = 0;
        int band = Math.Max(1, PixelBuffer.PieceLength / width);
        for (int plane = 0; plane < 3; plane++)
        {
            for (int row = 0; row < height; row += band)
            {
                // The row below the band belongs to it as a neighbour.
                int rows = Math.Min(band, height - row), seen = Math.Min(rows + 1, height - row);
                long start = (((long)plane * height) + row) * width;
                using PixelPiece x = values.Open(start, seen * width, PieceUse.Read), g = gradient.Open(start, seen * width, PieceUse.Change);
                for (int y = 0; y < rows; y++)
                {
                    int at = y * width;
                    sum += Neighbours(x.Values, g.Values, at, at + 1, width - 1, absolute, k * weight);
                    if (y + 1 >= seen)
                        continue;
                    sum += Neighbours(x.Values, g.Values, at, at + width, width, absolute, k * weight);
                    if (isDiagonal)
                    {
                        sum += DiagonalShare * Neighbours(x.Values, g.Values, at, at + width + 1, width - 1, absolute, DiagonalShare * k * weight);
                        sum += DiagonalShare * Neighbours(x.Values, g.Values, at + 1, at + width, width - 1, absolute, DiagonalShare * k * weight);
                    }
                }
            }
        }

        return k * sum;
    }

    private static double Neighbours(
        ReadOnlySpan<float> values, Span<float> gradient, int first, int second, int count, bool absolute, double weight)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double difference = (double)values[second + i] - values[first + i];
            sum += absolute ? Math.Abs(difference) : difference * difference;
            float slope = (float)(weight * (absolute ? Math.Sign(difference) : 2 * difference));
            gradient[second + i] += slope;
            gradient[first + i] -= slope;
        }

        return sum;
    }
}
