using System.Numerics;
using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Losses;

/// <summary>Total variation, how much neighbouring pixels differ: a weight on it smooths the picture.</summary>
/// <remarks>
/// Squares: the mean over all values of the squared differences beside and below. Squares with diagonals: 2/3 of that
/// mean and 1/6 of the mean on both diagonals. Magnitudes: sum of |x(r, c+1) - x(r, c)| and |x(r+1, c) - x(r, c)| over
/// all planes, with derivative 0 where neighbours are equal. With a share k of matched pixels V they are those of
/// x - k V: differences count only as far as they are not the painting's own where it matches.
/// </remarks>
/// <param name="weight">Its weight, 0 or more.</param>
/// <param name="mode">Which differences count.</param>
/// <param name="wraps">
/// Whether the last column is beside the first one, and the last row above the first one; without diagonals there.
/// </param>
/// <param name="matched">The share k, 0 to 1; 0 for none. See <see cref="LossScene.MatchedPixels"/>.</param>
public sealed class TotalVariationTerm(
    double weight, VariationMode mode = VariationMode.Squares, bool wraps = false, double matched = 0) : IPixelTerm
{
    // Diagonal neighbours have a quarter of the weight of direct ones: the nine-point stencil.
    private const double DiagonalShare = 0.25;

    private float[] _differences = [];
    private PixelBuffer? _matched;

    /// <inheritdoc/>
    public string Name => "tv";

    /// <inheritdoc/>
    public double Weight { get; } = weight;

    /// <inheritdoc/>
    public void Prepare(LossScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        _matched = matched > 0 ? scene.MatchedPixels() : null;
    }

    /// <inheritdoc/>
    public double Evaluate(PixelContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (PixelBuffer pixels, PixelBuffer gradient) = (context.Pixels, context.Gradient);
        (int width, int height) = context.Size;
        double factor = context.Weight;
        bool absolute = mode == VariationMode.Magnitudes;
        bool isDiagonal = mode == VariationMode.SquaresWithDiagonals;
        double k = absolute ? 1 : (isDiagonal ? 2 / 3.0 : 1) / pixels.Length;
        double sum = 0;
        int band = Math.Max(1, PixelBuffer.PieceLength / width);
        for (int plane = 0; plane < 3; plane++)
        {
            for (int row = 0; row < height; row += band)
            {
                // The band also reads the row below it, for its neighbours.
                int rows = Math.Min(band, height - row), seen = Math.Min(rows + 1, height - row);
                long start = (((long)plane * height) + row) * width;
                using PixelPiece x = pixels.Open(start, seen * width, PieceUse.Read);
                using PixelPiece g = gradient.Open(start, seen * width, PieceUse.Change);
                ReadOnlySpan<float> values = Unmatched(x.Values, start, 0);
                for (int y = 0; y < rows; y++)
                {
                    int at = y * width;
                    sum += Neighbours(values, g.Values, at, at + 1, width - 1, absolute, k * factor);
                    if (y + 1 >= seen)
                        continue;
                    sum += Neighbours(values, g.Values, at, at + width, width, absolute, k * factor);
                    if (isDiagonal)
                    {
                        double diagonal = DiagonalShare * k * factor;
                        sum += DiagonalShare * Neighbours(
                            values, g.Values, at, at + width + 1, width - 1, absolute, diagonal);
                        sum += DiagonalShare * Neighbours(
                            values, g.Values, at + 1, at + width, width - 1, absolute, diagonal);
                    }
                }
            }
        }

        for (int plane = 0; plane < 3 && wraps; plane++)
            sum += Seam(context, plane, absolute, k * factor);
        return k * sum;
    }

    // The values of pixels less those of the matched ones; two sets, a second one at another place, are kept apart.
    private ReadOnlySpan<float> Unmatched(ReadOnlySpan<float> pixels, long start, int place)
    {
        if (_matched is null)
            return pixels;
        if (_differences.Length < place + pixels.Length)
            Array.Resize(ref _differences, place + pixels.Length);
        Span<float> values = _differences.AsSpan(place, pixels.Length);
        using PixelPiece own = _matched.Open(start, pixels.Length, PieceUse.Read);
        pixels.CopyTo(values);
        VectorMath.AddScaled(values, own.Values, -(float)matched);
        return values;
    }

    private double Seam(PixelContext context, int plane, bool absolute, double weight)
    {
        (PixelBuffer values, PixelBuffer gradient) = (context.Pixels, context.Gradient);
        (int width, int height) = context.Size;
        long first = (long)plane * height * width, last = first + ((height - 1L) * width);
        double sum = 0;
        for (long row = first; row <= last && width > 1; row += width)
        {
            using PixelPiece x = values.Open(row, width, PieceUse.Read);
            using PixelPiece g = gradient.Open(row, width, PieceUse.Change);
            sum += Neighbours(Unmatched(x.Values, row, 0), g.Values, width - 1, 0, 1, absolute, weight);
        }

        if (height == 1)
            return sum;
        using PixelPiece top = values.Open(first, width, PieceUse.Read);
        using PixelPiece bottom = values.Open(last, width, PieceUse.Read);
        if (_differences.Length < 2 * width && _matched is not null)
            _differences = new float[2 * width];
        ReadOnlySpan<float> above = Unmatched(bottom.Values, last, 0), below = Unmatched(top.Values, first, width);
        using (PixelPiece g = gradient.Open(first, width, PieceUse.Change))
            Pull(above, below, g.Values, absolute, (float)weight);
        using (PixelPiece g = gradient.Open(last, width, PieceUse.Change))
            Pull(below, above, g.Values, absolute, (float)weight);
        return sum + Sum(below, above, absolute);
    }

    private static double Neighbours(
        ReadOnlySpan<float> values,
        Span<float> gradient,
        int first,
        int second,
        int count,
        bool absolute,
        double weight)
    {
        ReadOnlySpan<float> one = values.Slice(first, count), other = values.Slice(second, count);
        Pull(other, one, gradient.Slice(first, count), absolute, (float)weight);
        Pull(one, other, gradient.Slice(second, count), absolute, (float)weight);
        return Sum(one, other, absolute);
    }

    // Adds the derivative with respect to the values on one side. The sides come one after the other, because the
    // gradient's slices overlap.
    private static void Pull(
        ReadOnlySpan<float> from, ReadOnlySpan<float> values, Span<float> gradient, bool absolute, float weight)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> difference = new Vector<float>(values[i..]) - new Vector<float>(from[i..]);
            Vector<float> slope = absolute ? Step(difference) * weight : difference * (2 * weight);
            (new Vector<float>(gradient[i..]) + slope).CopyTo(gradient[i..]);
        }

        for (; i < values.Length; i++)
        {
            float difference = values[i] - from[i];
            gradient[i] += absolute ? Step(difference) * weight : difference * (2 * weight);
        }
    }

    private static double Sum(ReadOnlySpan<float> one, ReadOnlySpan<float> other, bool absolute)
    {
        int i = 0;
        Vector<double> sums = Vector<double>.Zero;
        for (; i <= one.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(
                new Vector<float>(other[i..]) - new Vector<float>(one[i..]),
                out Vector<double> low,
                out Vector<double> high);
            sums += absolute ? Vector.Abs(low) + Vector.Abs(high) : (low * low) + (high * high);
        }

        double sum = Vector.Sum(sums);
        for (; i < one.Length; i++)
        {
            float difference = other[i] - one[i];
            sum += absolute ? Math.Abs((double)difference) : (double)difference * difference;
        }

        return sum;
    }

    private static float Step(float value) => value > 0 ? 1 : value < 0 ? -1 : 0;

    private static Vector<float> Step(Vector<float> values) => Vector.ConditionalSelect(
        Vector.GreaterThan(values, Vector<float>.Zero),
        Vector<float>.One,
        Vector.ConditionalSelect(Vector.LessThan(values, Vector<float>.Zero), -Vector<float>.One, Vector<float>.Zero));
}
